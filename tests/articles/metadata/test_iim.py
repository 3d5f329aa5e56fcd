import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.metadata.iim import read_iim
from tests.articles.metadata.files import iim


def test_data_sets_become_fields_and_others_are_passed_over():
    block = iim(
        (0, b"\x00\x04"),
        (5, b"harbour-01"),
        (80, b"Ada Reed"),
        (80, b"Eve Sand"),
        (110, b"WIRE"),
        (116, b"(c) WIRE"),
        (120, "The Ångström quay,\r\nat noon.".encode()),
        (200, b"custom"),
    )

    assert read_iim(block) == {
        "title": ["harbour-01"],
        "creators": ["Ada Reed", "Eve Sand"],
        "agency": ["WIRE"],
        "copyright": ["(c) WIRE"],
        "caption": ["The Ångström quay, at noon."],
    }


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        (b"\x1b%G", "Ångström’s – quay".encode()),
        (None, "Ångström’s – quay".encode()),  # UTF-8 that does not say so
        (None, "Ångström’s – quay".encode("cp1252")),
        (b"\x1b.A", "Ångström’s – quay".encode("cp1252")),
        (b"nonsense", "Ångström’s – quay".encode("cp1252")),
    ],
)
def test_character_sets(charset, data):
    assert read_iim(iim((120, data), charset=charset)) == {"caption": ["Ångström’s – quay"]}


def test_declared_latin_1_is_believed():
    assert read_iim(iim((120, "Ã©".encode("latin-1")), charset=b"\x1b.A")) == {"caption": ["Ã©"]}


def test_bytes_that_are_no_letters_are_no_error():
    assert read_iim(iim((120, b"\x81\x8d quay"), charset=None)) == {"caption": ["quay"]}


def test_long_texts_have_their_length_in_more_bytes():
    data = b"quay " * 8_000
    block = bytes([0x1C, 2, 120]) + (0x8004).to_bytes(2, "big") + len(data).to_bytes(4, "big") + data

    (caption,) = read_iim(block + iim((110, b"WIRE"), charset=None))["caption"]

    assert caption == " ".join(["quay"] * 4_000)  # of 20,000 characters


@pytest.mark.parametrize(
    "damage", [b"\x1c", b"\x1c\x02\x78\x00", b"\x1c\x02\x78\x00\xffcut", b"\x1c\x02\x78\xff\xff", b"no marker"]
)
def test_what_stands_before_the_damage_is_read(damage):
    assert read_iim(iim((110, b"WIRE")) + damage) == {"agency": ["WIRE"]}


@given(st.binary(max_size=300))
def test_anything_is_read(block):
    assert isinstance(read_iim(block), dict)
