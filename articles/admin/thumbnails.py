"""Photographs as the desk shows them, from the web pictures that readers get."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Photo
from articles.photos import rendition_url, renditions_of

BODY_WIDTH = 800


def thumbnail(photo: Photo) -> SafeString | str:
    """A small picture for lists and rows; empty while there are no renditions."""
    for crop in ("square", "full"):
        if sizes := renditions_of(photo, crop):
            return picture_tag(photo, sizes[0], "desk-thumbnail")
    return ""


def whole_picture(photo: Photo, css_class: str) -> SafeString | str:
    """The picture uncut, small; empty while there are no renditions."""
    sizes = renditions_of(photo, "full")
    return picture_tag(photo, sizes[0], css_class) if sizes else ""


def picture_tag(photo: Photo, rendition: dict, css_class: str) -> SafeString:
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        css_class,
        rendition_url(photo, rendition),
        photo.alt,
        rendition["width"],
        rendition["height"],
    )


def body_rendition(photo: Photo) -> dict | None:
    """The rendition that an article's text names; readers get the other widths as well."""
    sizes = renditions_of(photo, "full")
    return next((size for size in reversed(sizes) if size["width"] <= BODY_WIDTH), sizes[0] if sizes else None)
