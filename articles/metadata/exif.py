"""EXIF: what cameras write (CIPA DC-008), and what Windows lets people add to it."""

from __future__ import annotations

import re

from PIL import ExifTags, Image

from articles.metadata.fields import Fields, add

DESCRIPTION, ARTIST, COPYRIGHT = 0x010E, 0x013B, 0x8298
TAKEN = 0x9003  # DateTimeOriginal, in a directory of its own
XP_TITLE, XP_AUTHOR = 0x9C9B, 0x9C9D  # UTF-16
# Cameras and programs fill the description in with words of their own.
NO_DESCRIPTION = re.compile(
    r"(olympus|minolta|konica|sony|kodak|casio|samsung|nikon|fujifilm|ricoh|dcim|exif|digital camera|created with"
    r"|processed with|untitled|default|screenshot|\W*\Z)",
    re.IGNORECASE,
)


def read_exif(image: Image.Image) -> Fields:
    """The fields of an opened picture. May raise anything where the data are damaged."""
    exif = image.getexif()
    fields: Fields = {}
    description = _text(exif.get(DESCRIPTION))
    if not NO_DESCRIPTION.match(description.strip()):
        add(fields, "caption", description)
    add(fields, "title", _wide(exif.get(XP_TITLE)))
    for artist in (_text(exif.get(ARTIST)) or _wide(exif.get(XP_AUTHOR))).split(";"):
        add(fields, "creators", artist)
    # The photographer's and the editor's copyright, with NUL between them.
    add(fields, "copyright", _text(exif.get(COPYRIGHT)).replace("\x00", ", ").strip(", "))
    add(fields, "taken", _text(exif.get_ifd(ExifTags.IFD.Exif).get(TAKEN)))
    return fields


def _text(value) -> str:
    """A text that should be ASCII, and often is UTF-8, which Pillow hands over as Latin 1."""
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _wide(value) -> str:
    if isinstance(value, tuple):  # of single bytes
        value = bytes(part for part in value if isinstance(part, int) and 0 <= part < 256)
    return value.decode("utf-16-le", "replace").partition("\x00")[0] if isinstance(value, bytes) else ""
