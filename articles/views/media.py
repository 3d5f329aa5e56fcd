"""Renditions of photographs under /media/. Nothing else lies there, originals least of all."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from articles.renditions import RENDITION_PATH
from articles.storage import rendition_storage

TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


@require_safe
def media(request, path: str):
    """A rendition by its name: content-addressed, so whoever has it once need never ask again."""
    storage = rendition_storage()
    if not RENDITION_PATH.fullmatch(path) or not storage.exists(path):
        raise Http404
    response = FileResponse(storage.open(path), content_type=TYPES[path.rpartition(".")[2]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Should a browser ever be talked into showing it as a page, that page can do nothing.
    response._csp_replace = {"default-src": "'none'", "sandbox": ""}
    return response
