import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.metadata.fields import plain
from articles.metadata.notes import FileNotes, Said, credit_line, read_notes
from tests.articles.metadata.files import alternatives, iim, picture, xmp


def notes_of(data: bytes) -> FileNotes:
    return read_notes(io.BytesIO(data))


def exif(**tags) -> Image.Exif:
    names = {"description": 0x010E, "artist": 0x013B, "copyright": 0x8298, "xp_title": 0x9C9B, "xp_author": 0x9C9D}
    made = Image.Exif()
    for name, value in tags.items():
        if name == "taken":
            made.get_ifd(0x8769)[0x9003] = value
        else:
            made[names[name]] = value
    return made


def test_all_blocks_of_an_agencys_picture():
    notes = notes_of(
        picture(
            iptc=iim(
                (5, b"SHIP01"),
                (55, b"20261124"),
                (80, b"Ada Reed"),
                (90, b"Hamburg"),
                (101, b"Germany"),
                (110, b"WIRE"),
                (120, "The Ångström quay.".encode()),
            ),
            xmp=xmp(
                alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="A ship"),
                'photoshop:Instructions="No sales"',
            ),
            exif=exif(description="From the camera", artist="Somebody else", taken="2026:11:24 10:00:00"),
        )
    )

    assert notes == FileNotes(
        caption=Said("The Ångström quay.", "IPTC"),
        alt=Said("A ship", "XMP"),
        credit=Said("Ada Reed/WIRE", "IPTC"),
        others={
            "Instructions": Said("No sales", "XMP"),
            "Title": Said("SHIP01", "IPTC"),
            "Taken": Said("2026-11-24", "IPTC"),
            "Place": Said("Hamburg, Germany", "IPTC"),
        },
    )


def test_xmp_comes_before_iptc_and_iptc_before_exif():
    data = picture(
        iptc=iim((80, b"Ada Reed of a very long na"), (110, b"WIRE")),
        xmp=xmp("<dc:creator><rdf:Seq><rdf:li>Ada Reed of a very long name</rdf:li></rdf:Seq></dc:creator>"),
        exif=exif(description="A ship", artist="Camera owner"),
    )

    notes = notes_of(data)

    assert notes.credit == Said("Ada Reed of a very long name/WIRE", "XMP, IPTC")
    assert notes.caption == Said("A ship", "EXIF")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_other_kinds_of_files_have_xmp_too(kind):
    packet = xmp(alternatives("dc:description", x_default="The quay"))
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        information = PngInfo()
        information.add_itxt("XML:com.adobe.xmp", packet.decode())
        data = picture(kind, pnginfo=information)
    else:
        data = picture(kind, xmp=packet)

    assert notes_of(data).caption == Said("The quay", "XMP")


@pytest.mark.parametrize(
    "description", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100MEDIA\\DJI_0042.JPG", "Exif_JPEG_PICTURE", "   "]
)
def test_what_a_camera_writes_by_itself_is_no_caption(description):
    assert notes_of(picture(exif=exif(description=description))) == FileNotes()


def test_exif_in_utf_8_and_utf_16():
    data = picture(
        exif=exif(
            description="Причал".encode(),
            xp_author="Ада Рид".encode("utf-16-le") + b"\x00\x00",
            copyright="Ada Reed\x00Eve Sand",
        )
    )

    notes = notes_of(data)

    assert (notes.caption, notes.credit) == (Said("Причал", "EXIF"), Said("Ада Рид", "EXIF"))
    assert notes.others == {"Copyright": Said("Ada Reed, Eve Sand", "EXIF")}


@pytest.mark.parametrize(
    ("creators", "agency", "notice", "line"),
    [
        ("Ada Reed", "WIRE", "", "Ada Reed/WIRE"),
        ("Ada Reed", "© WIRE", "", "Ada Reed/WIRE"),
        ("Ada Reed", "Ada Reed/WIRE via OTHER", "", "Ada Reed/WIRE via OTHER"),
        ("Ada Reed/WIRE", "Wire", "", "Ada Reed/WIRE"),
        ("Ada Reed", "", "Eve Sand", "Ada Reed"),
        ("", "WIRE", "Eve Sand", "WIRE"),
        ("", "", "Copyright (c) 2019-2026 Eve Sand. All rights reserved.", "Eve Sand"),
        ("", "", "© 2026 WIRE", "WIRE"),
        ("", "", "Copyrighted Pictures", "Copyrighted Pictures"),
        ("", "", "© All rights reserved", ""),
        ("", "", "", ""),
    ],
)
def test_credit_line(creators, agency, notice, line):
    assert credit_line(creators, agency, notice) == line


def test_texts_fit_into_the_fields_of_a_photograph():
    notes = notes_of(
        picture(
            iptc=iim((110, b"WIRE " * 100), (120, b"The quay, " * 3_000), charset=None),
            xmp=xmp(alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="x" * 2_000)),
        )
    )

    assert (len(notes.caption.text), len(notes.alt.text), len(notes.credit.text)) == (4999, 300, 200)
    assert notes.caption.text.endswith("The quay, The quay…")
    assert notes.alt.text == "x" * 299 + "…"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        picture()[:30],
        picture(iptc=b"\x1c\x02"),
        picture(xmp=b"<x"),
        picture(exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff"),
        picture(exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff" + b"\x0e\x01\x02\x00\xff\xff\xff\x7f\x00\x00" * 9),
        picture("GIF"),
    ],
)
@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow warns of broken EXIF
def test_files_that_say_nothing_or_nonsense(data):
    assert notes_of(data) == FileNotes()


WHOLE = picture(
    iptc=iim((80, b"Ada Reed"), (120, "The Ångström quay.".encode())),
    xmp=xmp(alternatives("dc:description", x_default="The quay")),
    exif=exif(description="A ship", artist="Ada Reed", taken="2026:11:24 10:00:00"),
)


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.lists(st.tuples(st.integers(2, 1_500), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6))
def test_any_damage_is_survived(damages):
    data = bytearray(WHOLE)
    for place, wrong in damages:
        data[place : place + len(wrong)] = wrong

    notes = notes_of(bytes(data))

    texts = [said.text for said in (notes.caption, notes.alt, notes.credit, *notes.others.values()) if said]
    assert [text for text in texts if not text or text != plain(text)] == []
