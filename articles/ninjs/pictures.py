"""Photographs that came along with the copy, as files beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from articles.models import Photo
from articles.ninjs.parsing import Picture
from articles.photos import add_photo
from articles.renditions import MAX_BYTES, PictureRefused


@dataclass
class Found:
    """The photographs of one item: the lead photograph first; what was not there, and what could not be used."""

    photos: list[Photo] = field(default_factory=list)
    missing: int = 0
    problems: list[str] = field(default_factory=list)


def file_at_hand(address: str, folder: Path) -> Path | None:
    """The file ``address`` means inside ``folder``; ``None`` when there is none.

    A relative address is looked up as it stands, of any other only the file's name counts. Nothing outside of
    ``folder`` is ever opened, neither by ``..`` nor through a link.
    """
    try:
        parts = urlsplit(address)
        path = unquote(parts.path)
        name = path if not parts.scheme and not parts.netloc else path.rpartition("/")[2]
        if not name:
            return None
        folder = folder.resolve()
        found = (folder / name).resolve()
        return found if found.is_relative_to(folder) and found.is_file() else None
    except (ValueError, OSError, RuntimeError):  # no address, a name no file can have, links in a circle
        return None


def photographs(pictures: tuple[Picture, ...], folder: Path, *, keep: bool = True) -> Found:
    """Take in those of ``pictures`` whose files are at hand; without ``keep`` nothing is stored."""
    found = Found()
    for picture in pictures:
        paths = (file_at_hand(address, folder) for address in picture.addresses)
        path = next(filter(None, paths), None)
        if path is None:
            found.missing += 1
        elif not picture.credit:
            found.problems.append(_("The photograph %(file)s has no credit and was left out.") % {"file": path.name})
        elif keep:
            try:
                photo = _taken_in(picture, path)
                if photo not in found.photos:
                    found.photos.append(photo)
            except (OSError, PictureRefused) as error:
                found.problems.append(
                    _("The photograph %(file)s was left out: %(reason)s") % {"file": path.name, "reason": error}
                )
    return found


def _taken_in(picture: Picture, path: Path) -> Photo:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)  # one more than may be: enough to be refused
    return add_photo(data, credit=picture.credit, alt=picture.alt, caption=picture.caption)
