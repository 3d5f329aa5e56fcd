"""Taking files in from people: one file, one answer."""

from __future__ import annotations

import enum
import io
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from articles.metadata.fields import cut, plain
from articles.metadata.notes import FileNotes, read_notes
from articles.models import Photo
from articles.photos import store_photo, take_in
from articles.renditions import MAX_BYTES, PictureRefused, picture_digest

LONGEST_NAME = 80  # of a file, as it is shown again
FILLED_IN = ("caption", "alt", "credit")


class Outcome(enum.StrEnum):
    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True)
class Received:
    """What became of one file: ``photo`` is the new one or the one that was there already, else ``reason`` says why."""

    name: str
    outcome: Outcome
    photo: Photo | None = None
    reason: str = ""


def receive(upload: UploadedFile, *, by) -> Received:
    """Put the picture of an upload into the library, with the texts its file brings along.

    Never raises because of what the file holds: one bad file is one answer. A picture that is there already stays as it
    is.
    """
    name = shown_name(upload)
    data = upload.read(MAX_BYTES + 1)  # one more than may be: enough to be refused
    if known := _known(data):
        return Received(name, Outcome.KNOWN, known)
    photo = Photo(created_by=by)
    try:
        take_in(photo, data)
        fill_in(photo, read_notes(io.BytesIO(data)))
        with transaction.atomic():
            store_photo(photo)
    except PictureRefused as refusal:
        return Received(name, Outcome.REFUSED, reason=str(refusal))
    except IntegrityError:
        # Sent twice at the same moment: the other request has stored it since this one looked for it.
        if known := _known(data):
            return Received(name, Outcome.KNOWN, known)
        raise
    return Received(name, Outcome.ADDED, photo)


def shown_name(upload: UploadedFile) -> str:
    """The name of a file on one line of a bearable length."""
    return cut(plain(upload.name), LONGEST_NAME) or _("a file without a name")


def fill_in(photo: Photo, notes: FileNotes) -> dict[str, str]:
    """Give ``photo`` the texts of its file where it has none; returns which, each with the block it comes from."""
    filled = {}
    for name in FILLED_IN:
        said = getattr(notes, name)
        if said and not getattr(photo, name).strip():
            setattr(photo, name, said.text)
            filled[name] = said.origin
    return filled


def notes_of(photo: Photo) -> FileNotes:
    """What the stored original says of itself; nothing when it is gone."""
    try:
        with photo.original.open() as file:
            return read_notes(file)
    except (OSError, ValueError):  # ValueError: it has no file
        return FileNotes()


def _known(data: bytes) -> Photo | None:
    return Photo.objects.filter(digest=picture_digest(data)).first()
