"""Files that editors send: which of them are photographs, and what is refused."""

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.renditions import MAX_BYTES, PictureFacts, PictureRefused, picture_digest, read_picture, render
from tests.articles.pictures import encoded, noise, plain


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
