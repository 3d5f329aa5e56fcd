"""Renditions of a photograph: their sizes, how they lie, and what they leave out."""

import io

import pytest
from PIL import Image

from articles.renditions import read_picture, render
from tests.articles.pictures import (
    BLUE,
    GREEN,
    RED,
    WHITE,
    colour_at,
    corners,
    encoded,
    noise,
    one,
    picture_of,
    plain,
    profile,
)

ORIENTATION, GPS = 0x0112, 0x8825


def test_render_makes_each_crop_in_each_width():
    renditions = render(encoded(plain(2000, 1500)), focal_x=50, focal_y=30)

    assert [(r.name, r.crop, r.width, r.height, r.mime) for r in renditions] == [
        ("full-480.webp", "full", 480, 360, "image/webp"),
        ("full-800.webp", "full", 800, 600, "image/webp"),
        ("full-1200.webp", "full", 1200, 900, "image/webp"),
        ("full-1600.webp", "full", 1600, 1200, "image/webp"),
        ("wide-50x30-320.webp", "wide", 320, 213, "image/webp"),
        ("wide-50x30-480.webp", "wide", 480, 320, "image/webp"),
        ("wide-50x30-720.webp", "wide", 720, 480, "image/webp"),
        ("wide-50x30-1080.webp", "wide", 1080, 720, "image/webp"),
        ("square-50x30-160.webp", "square", 160, 160, "image/webp"),
        ("square-50x30-320.webp", "square", 320, 320, "image/webp"),
        ("social-50x30-1200.jpg", "social", 1200, 630, "image/jpeg"),
    ]
    assert [picture_of(r).size for r in renditions] == [(r.width, r.height) for r in renditions]
    assert {picture_of(r).format for r in renditions} == {"WEBP", "JPEG"}


def test_render_never_enlarges():
    renditions = render(encoded(plain(300, 200)), focal_x=0, focal_y=100)

    assert [(r.name, r.width, r.height) for r in renditions] == [
        ("full-300.webp", 300, 200),
        ("wide-0x100-300.webp", 300, 200),
        ("square-0x100-160.webp", 160, 160),
        ("social-0x100-300.jpg", 300, 158),
    ]


@pytest.mark.parametrize("size", [(9000, 200), (200, 9000), (201, 200), (5233, 3944), (2351, 1327)])
def test_render_copes_with_odd_shapes(size):
    renditions = render(encoded(plain(*size)), focal_x=99, focal_y=1)

    assert {r.crop for r in renditions} == {"full", "wide", "square", "social"}
    assert [picture_of(r).size for r in renditions] == [(r.width, r.height) for r in renditions]
    assert all(r.width <= size[0] and r.height <= size[1] for r in renditions)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_render_turns_the_picture_upright(orientation, kind):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = corners(900, 600)
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    data = encoded(stored, kind, exif=exif)

    facts = read_picture(data)
    full = picture_of(one(render(data, focal_x=50, focal_y=50), "full-480.webp"))

    assert (facts.width, facts.height) == (900, 600)
    assert full.size == (480, 320)
    assert [colour_at(full, x, y) for x, y in [(10, 10), (90, 10), (10, 90), (90, 90)]] == [RED, GREEN, BLUE, WHITE]


def test_render_crops_around_the_focal_point():
    data = encoded(corners(1200, 400), "PNG")

    def middle(focal_x):
        return colour_at(
            picture_of(one(render(data, focal_x=focal_x, focal_y=0), f"square-{focal_x}x0-160.webp")), 50, 20
        )

    assert [middle(0), middle(25), middle(75), middle(100)] == [RED, RED, GREEN, GREEN]


def test_render_leaves_the_uncropped_picture_alone_when_the_focal_point_moves():
    data = encoded(noise(500, 400))

    before, after = (render(data, focal_x=x, focal_y=50) for x in (10, 90))

    assert [r for r in before if r.crop == "full"] == [r for r in after if r.crop == "full"]
    assert {r.name for r in before if r.crop != "full"}.isdisjoint(r.name for r in after)


@pytest.mark.parametrize(("focal_x", "focal_y"), [(-1, 50), (50, 101)])
def test_render_wants_the_focal_point_inside(focal_x, focal_y):
    with pytest.raises(ValueError, match="percent"):
        render(encoded(plain(300, 300)), focal_x=focal_x, focal_y=focal_y)


def test_render_strips_all_metadata():
    exif = Image.Exif()
    exif[0x013B] = "Artist Name"
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 17.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret</x:xmpmeta>"
    data = encoded(plain(500, 400), exif=exif, xmp=xmp, icc_profile=profile("sRGB"), comment=b"secret")
    assert Image.open(io.BytesIO(data)).getexif().get_ifd(GPS)

    for rendition in render(data, focal_x=50, focal_y=50):
        image = picture_of(rendition)
        assert not image.getexif()
        assert set(image.info) & {"exif", "xmp", "icc_profile", "comment", "XML:com.adobe.xmp"} == set()
        assert b"secret" not in rendition.data
        assert b"Artist" not in rendition.data


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_render_survives_broken_metadata():
    data = encoded(plain(500, 400), exif=b"Exif\0\0MM\0*\0\0\xff\xffgarbage")

    assert colour_at(picture_of(one(render(data, focal_x=50, focal_y=50), "full-480.webp")), 50, 50) == RED
