import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from articles.renditions import (
    MAX_BYTES,
    RENDITION_PATH,
    PictureFacts,
    PictureRefused,
    crop_box,
    picture_digest,
    read_picture,
    render,
    rendition_path,
)

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
ORIENTATION, GPS = 0x0112, 0x8825
percents = st.integers(min_value=0, max_value=100)


def encoded(image, kind="JPEG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def plain(width, height, colour=RED, mode="RGB"):
    return Image.new(mode, (width, height), colour)


def corners(width=600, height=400):
    """Red, green and blue in three corners, the rest white: shows how a picture lies."""
    image = plain(width, height, WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    return image


def noise(width, height):
    return Image.effect_noise((width, height), 90).convert("RGB")


def picture_of(rendition):
    image = Image.open(io.BytesIO(rendition.data))
    image.load()
    return image


def one(renditions, name):
    return next(r for r in renditions if r.name == name)


def colour_at(image, x, y):
    """The nearest pure colour at a place given in percent: lossy formats are a little off."""
    pixel = image.convert("RGB").getpixel((image.width * x // 100, image.height * y // 100))
    return tuple(255 if value > 127 else 0 for value in pixel)


# Reading


@pytest.mark.parametrize(
    ("kind", "mime"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("AVIF", "image/avif"),
        ("GIF", "image/gif"),
    ],
)
def test_read_picture_tells_the_format_by_content(kind, mime):
    data = encoded(plain(320, 240), kind)

    assert read_picture(data) == PictureFacts(width=320, height=240, mime=mime, digest=picture_digest(data))


def test_digest_is_the_beginning_of_sha256():
    assert picture_digest(b"abc") == "ba7816bf8f01cfea"


def png(width, height, pixels):
    """A black-and-white PNG, put together by hand: as large as it says only if ``pixels`` are."""

    def chunk(name, data):
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    parts = chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_bomb(width, height):
    line = bytes(1 + (width + 7) // 8)
    deflate = zlib.compressobj()
    return png(width, height, b"".join(deflate.compress(line) for _ in range(height)) + deflate.flush())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty"),
        (b"\xff\xd8\xff\xe0" + bytes(MAX_BYTES), "larger than 25 MB"),
        (b"Dear editor, see the attached photograph.\n" * 50, "not a photograph we can read"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><script/></svg>', "save it as JPEG"),
        (b"<html><body>Not found</body></html>", "not a photograph we can read"),
        (b"%PDF-1.7\n" + bytes(500), "not a photograph we can read"),
        (encoded(plain(300, 300), "BMP"), "not a photograph we can read"),
        (b"\x89PNG\r\n\x1a\n", "not a photograph we can read"),
        (encoded(plain(199, 900)), "each side needs at least 200 pixels"),
        (encoded(plain(1, 1), "PNG"), "too small"),
        (encoded(noise(400, 400))[:-9000], "damaged or incomplete"),
        (encoded(noise(400, 400), "PNG")[:-9000], "damaged or incomplete"),
        (encoded(noise(400, 400), "GIF")[:-9000], "damaged or incomplete"),
        (encoded(plain(400, 400))[:30], "not a photograph we can read"),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else "data",
)
def test_read_picture_refuses_what_is_no_usable_photograph(data, message):
    with pytest.raises(PictureRefused, match=message):
        read_picture(data)
    with pytest.raises(PictureRefused, match=message):
        render(data, focal_x=50, focal_y=50)


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: png_bomb(20_000, 20_000), id="400 megapixels in 48 KB"),
        pytest.param(lambda: png_bomb(12_000, 12_000), id="144 megapixels"),
        pytest.param(lambda: png_bomb(7_200, 7_000), id="just too many"),
        pytest.param(lambda: png(65_000, 65_000, b""), id="an empty promise"),
    ],
)
def test_read_picture_counts_pixels_before_it_decodes(data, monkeypatch):
    bomb = data()
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda image: pytest.fail("decoded"))

    with pytest.raises(PictureRefused, match="more than 50 megapixels"):
        read_picture(bomb)


def test_read_picture_notices_pixels_that_are_not_there():
    with pytest.raises(PictureRefused, match="damaged"):
        read_picture(png(3_000, 3_000, zlib.compress(bytes(1000))))


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 600))
def test_read_picture_of_anything_reads_or_refuses(junk, kind, position):
    data = bytearray(encoded(plain(220, 220), kind))
    data[position : position + len(junk)] = junk

    try:
        facts = read_picture(bytes(data))
    except PictureRefused:
        return
    assert facts.width * facts.height <= 50_000_000


# Renditions


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


def profile(space):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


def test_render_converts_colours_to_srgb():
    exchanged = profile("sRGB").replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    data = encoded(plain(300, 300, RED), icc_profile=exchanged)  # for which "red" means blue

    assert {colour_at(picture_of(r), 50, 50) for r in render(data, focal_x=50, focal_y=50)} == {BLUE}


@pytest.mark.parametrize("icc_profile", [profile("sRGB"), profile("LAB"), b"no profile at all"])
def test_render_leaves_colours_alone_when_the_profile_says_nothing_new(icc_profile):
    data = encoded(plain(300, 300, RED), icc_profile=icc_profile)

    assert {colour_at(picture_of(r), 50, 50) for r in render(data, focal_x=50, focal_y=50)} == {RED}


# Crops and names


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
