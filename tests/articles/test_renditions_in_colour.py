"""Colours of renditions: plain red, green and blue, whatever the photograph had."""

import pytest

from articles.renditions import render
from tests.articles.pictures import BLUE, RED, WHITE, colour_at, encoded, picture_of, plain, profile


@pytest.mark.parametrize(
    ("data", "colour"),
    [
        pytest.param(encoded(plain(300, 300, (0, 0, 0, 0), "RGBA"), "PNG"), WHITE, id="transparent"),
        pytest.param(encoded(plain(300, 300, (0, 0, 0, 0), "RGBA"), "WEBP"), WHITE, id="transparent WebP"),
        pytest.param(encoded(plain(300, 300, (0, 0), "LA"), "PNG"), WHITE, id="transparent grey"),
        pytest.param(encoded(plain(300, 300, 0, "P"), "GIF", transparency=0), WHITE, id="transparent palette"),
        pytest.param(encoded(plain(300, 300, RED).quantize(4), "PNG"), RED, id="palette"),
        pytest.param(encoded(plain(300, 300, (0, 255, 255, 0), "CMYK")), RED, id="CMYK"),
        pytest.param(encoded(plain(300, 300, 255, "L")), WHITE, id="grey"),
        pytest.param(encoded(plain(300, 300, 1, "1"), "PNG"), WHITE, id="black and white"),
        pytest.param(encoded(plain(300, 300, 65_535, "I;16"), "PNG"), WHITE, id="16 bits"),
        pytest.param(encoded(plain(300, 300, 20_000, "I;16"), "PNG"), (0, 0, 0), id="16 bits, dark"),
    ],
)
def test_render_makes_plain_colours_of_every_kind_of_picture(data, colour):
    renditions = render(data, focal_x=50, focal_y=50)

    assert {picture_of(r).mode for r in renditions} == {"RGB"}
    assert {colour_at(picture_of(r), 50, 50) for r in renditions} == {colour}


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_render_takes_the_first_frame_of_moving_pictures(kind):
    data = encoded(plain(300, 300, RED), kind, save_all=True, append_images=[plain(300, 300, BLUE)], duration=100)

    renditions = render(data, focal_x=50, focal_y=50)

    assert {colour_at(picture_of(r), 50, 50) for r in renditions} == {RED}
    assert {getattr(picture_of(r), "n_frames", 1) for r in renditions} == {1}


def test_render_converts_colours_to_srgb():
    exchanged = profile("sRGB").replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    data = encoded(plain(300, 300, RED), icc_profile=exchanged)  # for which "red" means blue

    assert {colour_at(picture_of(r), 50, 50) for r in render(data, focal_x=50, focal_y=50)} == {BLUE}


@pytest.mark.parametrize("icc_profile", [profile("sRGB"), profile("LAB"), b"no profile at all"])
def test_render_leaves_colours_alone_when_the_profile_says_nothing_new(icc_profile):
    data = encoded(plain(300, 300, RED), icc_profile=icc_profile)

    assert {colour_at(picture_of(r), 50, 50) for r in render(data, focal_x=50, focal_y=50)} == {RED}
