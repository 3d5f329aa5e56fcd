"""Where the files of photographs lie: originals for the desk, renditions for everyone."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class OriginalStorage(FileSystemStorage):
    """Asks for ``MEDIA_ROOT`` each time: the model's field keeps one storage for as long as the process lives."""

    @property
    def base_location(self) -> Path:
        return Path(settings.MEDIA_ROOT) / "originals"

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)


def original_storage() -> FileSystemStorage:
    """Originals as they came in. They have no public address: staff read them through the admin."""
    return OriginalStorage(base_url=None)


def rendition_storage() -> FileSystemStorage:
    """The web pictures under ``/media/``, named by content, never changed once written."""
    return FileSystemStorage(location=Path(settings.MEDIA_ROOT) / "renditions", base_url=settings.MEDIA_URL)
