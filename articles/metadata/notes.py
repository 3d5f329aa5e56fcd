"""What a file says of its photograph, put together from all that stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image

from articles.metadata.exif import read_exif
from articles.metadata.fields import Fields, cut
from articles.metadata.iim import read_iim
from articles.metadata.xmp import read_xmp
from articles.renditions import FORMATS

IIM_RESOURCE = 0x0404  # of Photoshop, which keeps IPTC-IIM inside a JPEG
LONGEST_CAPTION, LONGEST_ALT, LONGEST_CREDIT, LONGEST_OTHER = 5_000, 300, 200, 500
# What else of a file an editor wants to know: shown, and stored nowhere.
OTHERS = {
    "instructions": _("Instructions"),
    "usage": _("Usage terms"),
    "copyright": _("Copyright"),
    "headline": _("Headline"),
    "title": _("Title"),
    "taken": _("Taken"),
    "place": _("Place"),
    "source": _("Source"),
    "keywords": _("Keywords"),
}
DATE = re.compile(r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)(?!\d)")
# What stands around the name in "Copyright (c) 2026 Ada Reed. All rights reserved."
NOT_THE_OWNER = re.compile(
    r"copyright\b|\(c\)|©|\b(19|20)\d\d(\s?[-–]\s?(19|20)\d\d)?\b|\ball rights reserved\b", re.IGNORECASE
)
AROUND_A_NAME = " ,;:.-–/|"


@dataclass(frozen=True)
class Said:
    """A text of the file, and the block it stands in: "XMP", "IPTC" or "EXIF"."""

    text: str
    origin: str


@dataclass(frozen=True)
class FileNotes:
    """What the three texts of a photograph may begin with, and the other things the file says, by their labels."""

    caption: Said | None = None
    alt: Said | None = None
    credit: Said | None = None
    others: Mapping[str, Said] = field(default_factory=dict)


def read_notes(file: BinaryIO) -> FileNotes:
    """What the picture in ``file`` says of itself; nothing where it says nothing that can be read. Raises nothing.

    Of the same text in several blocks the first of XMP, IPTC and EXIF counts: programs keep them alike, but IPTC cuts a
    name after 32 bytes and a caption after 2,000, and in EXIF cameras leave their own words.
    """
    try:
        image = Image.open(file, formats=[name for name in FORMATS if name != "MPO"])
    except (
        Exception
    ):  # A hostile header makes its parser trip over anything; whether it is a picture is asked elsewhere.
        return FileNotes()
    photoshop = image.info.get("photoshop")
    iim = photoshop.get(IIM_RESOURCE) if isinstance(photoshop, dict) else None
    blocks = {
        "XMP": _read(lambda: read_xmp(image.info.get("xmp") or b"")),
        "IPTC": _read(lambda: read_iim(iim or b"")),
        "EXIF": _read(lambda: read_exif(image)),
    }
    return FileNotes(
        caption=_first(blocks, "caption", LONGEST_CAPTION),
        alt=_first(blocks, "alt", LONGEST_ALT),
        credit=_credit(blocks),
        others=_others(blocks),
    )


def credit_line(creators: str, agency: str, copyright_notice: str = "") -> str:
    """The credit as the site prints it, "Photographer/Agency"; of a file that names neither, whose copyright it is."""
    agency = agency.strip("© ")
    if creators and agency:
        # Agencies write the whole line into either of the two.
        if creators.casefold() in agency.casefold():
            return agency
        return creators if agency.casefold() in creators.casefold() else f"{creators}/{agency}"
    return creators or agency or " ".join(NOT_THE_OWNER.sub(" ", copyright_notice).split()).strip(AROUND_A_NAME)


def _read(read: Callable[[], Fields]) -> Fields:
    try:
        return read()
    except Exception:  # Pillow's EXIF raises what it likes; a damaged block is no reason to refuse the photograph.
        return {}


def _first(blocks: Mapping[str, Fields], name: str, length: int) -> Said | None:
    for origin, fields in blocks.items():
        if texts := fields.get(name):
            return Said(cut(", ".join(texts), length), origin)
    return None


def _credit(blocks: Mapping[str, Fields]) -> Said | None:
    creators, agency, source, notice = (
        _first(blocks, name, LONGEST_OTHER) for name in ("creators", "agency", "source", "copyright")
    )
    agency = agency or source
    parts = [creators, agency] if creators or agency else [notice]
    line = credit_line(*(part.text if part else "" for part in (creators, agency, notice)))
    origins = dict.fromkeys(part.origin for part in parts if part)
    return Said(cut(line, LONGEST_CREDIT), ", ".join(origins)) if line else None


def _others(blocks: Mapping[str, Fields]) -> dict[str, Said]:
    found = {name: said for name in OTHERS if (said := _first(blocks, name, LONGEST_OTHER))}
    places = [said for name in ("city", "country") if (said := _first(blocks, name, LONGEST_OTHER))]
    if places:
        found["place"] = Said(", ".join(place.text for place in places), places[0].origin)
    if "taken" in found:
        date = DATE.match(found["taken"].text)
        found["taken"] = Said("-".join(date.groups()) if date else found["taken"].text, found["taken"].origin)
    return {str(label): found[name] for name, label in OTHERS.items() if name in found}
