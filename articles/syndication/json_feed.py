"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json

from django.conf import settings

from articles.structured_data import absolute
from articles.syndication.entries import Entry, Feed, Picture

VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed) -> str:
    written = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page_url,
        "feed_url": feed.feed_url,
        "next_url": feed.next_url,
        "description": feed.description,
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.SITE_NAME, "url": absolute("/")}],
        "items": [_item(entry) for entry in feed.entries],
    }
    return json.dumps(_without_empty(written) | {"items": written["items"]}, ensure_ascii=False)


def _item(entry: Entry) -> dict:
    written = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.headline,
        "summary": entry.lead,
        "date_published": entry.published_at.isoformat(),
        "date_modified": entry.updated_at.isoformat(),
        "authors": [{"name": author.name, "url": author.url} for author in entry.authors],
        "tags": list(entry.categories),
        "language": entry.language,
        "_corrections": [
            {"kind": notice.kind, "date": notice.at.isoformat(), "text": notice.text} for notice in entry.corrections
        ],
    }
    if entry.picture:
        written |= _picture(entry.picture)
    # Every item has a content, were it an empty one.
    return _without_empty(written) | {"content_html": entry.html}


def _picture(picture: Picture) -> dict:
    """The photograph as the format knows it; its credit has no place there but the title, and one of our own."""
    title = f"{picture.alt} © {picture.credit}".strip()
    return {
        "image": picture.url,
        "attachments": [{"url": picture.url, "mime_type": picture.mime, "title": title}],
        "_photo": {
            "url": picture.url,
            "width": picture.width,
            "height": picture.height,
            "alt": picture.alt,
            "credit": picture.credit,
        },
    }


def _without_empty(written: dict) -> dict:
    return {name: value for name, value in written.items() if value}
