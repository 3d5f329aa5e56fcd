"""Where the files of photographs lie: originals for the desk, renditions for everyone."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


def original_storage() -> FileSystemStorage:
    """Originals as they came in. They have no public address: staff read them through the admin."""
    return FileSystemStorage(location=Path(settings.MEDIA_ROOT) / "originals", base_url=None)


def rendition_storage() -> FileSystemStorage:
    """The web pictures under ``/media/``, named by content, never changed once written."""
    return FileSystemStorage(location=Path(settings.MEDIA_ROOT) / "renditions", base_url=settings.MEDIA_URL)
