"""Which part of a photograph a crop shows, and the names of renditions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.renditions import RENDITION_PATH, crop_box, picture_digest, render, rendition_path
from tests.articles.pictures import encoded, plain

percents = st.integers(min_value=0, max_value=100)


@given(
    width=st.integers(200, 9000),
    height=st.integers(200, 9000),
    ratio=st.sampled_from([3 / 2, 1.0, 1200 / 630, 0.5]),
    focal_x=percents,
    focal_y=percents,
)
def test_crop_box_lies_inside_and_holds_the_focal_point(width, height, ratio, focal_x, focal_y):
    left, top, right, bottom = crop_box(width, height, ratio, focal_x, focal_y)

    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height
    assert abs((right - left) - (bottom - top) * ratio) <= max(1, ratio)
    assert left <= width * focal_x / 100 <= right
    assert top <= height * focal_y / 100 <= bottom


def test_crop_box_centres_on_the_focal_point_where_there_is_room():
    assert crop_box(1000, 400, 1.0, 50, 50) == (300, 0, 700, 400)
    assert crop_box(1000, 400, 1.0, 60, 0) == (400, 0, 800, 400)
    assert crop_box(1000, 400, 1.0, 100, 0) == (600, 0, 1000, 400)
    assert crop_box(400, 1000, 1.0, 50, 10) == (0, 0, 400, 400)


@settings(max_examples=20, deadline=None)
@given(focal_x=percents, focal_y=percents)
def test_rendition_paths_are_recognised(focal_x, focal_y):
    data = encoded(plain(200, 200))
    digest = picture_digest(data)

    paths = [rendition_path(digest, r.name) for r in render(data, focal_x=focal_x, focal_y=focal_y)]

    assert paths[0] == f"{digest}/full-200.webp"
    assert all(RENDITION_PATH.fullmatch(path) for path in paths)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0123456789abcdef/",
        "0123456789abcdef/original",
        "0123456789abcdef/original.jpg",
        "0123456789abcdef/full-800.jpg",
        "0123456789abcdef/full-800.webp\n",
        "0123456789abcdef/full-800.webp/x",
        "0123456789abcdef/../full-800.webp",
        "0123456789abcdef/wide-480.webp",
        "0123456789ABCDEF/full-800.webp",
        "0123456789abcde/full-800.webp",
        "/0123456789abcdef/full-800.webp",
        "../0123456789abcdef/full-800.webp",
        "0123456789abcdef/full-٨٠٠.webp",
    ],
)
def test_other_paths_are_not(path):
    assert RENDITION_PATH.fullmatch(path) is None
