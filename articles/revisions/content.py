"""What a revision holds: all that an editor can write of an article, as values that JSON has.

    {"headline": "…", "body": "<p>…</p>", "dateline_date": "2026-11-29", "published_at": "2026-11-29T08:00:00+00:00",
     "section": {"id": 3, "name": "World"}, "topics": [{"id": 8, "name": "Ports"}], "tags": ["quay"],
     "outside_links": [{"outlet": "…", "title": "…", "url": "…", "language": ""}], …}

Names stand beside numbers so that what is gone since can still be called by its name; they are not compared.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping
from hashlib import sha256

from django.db import models

from articles.models import Article
from articles.timelines import assigned_topics, tag_names

TEXTS = ("headline", "lead", "body")
WORDS = ("slug", "language", "dateline_city", "dateline_agency")
MOMENTS = ("published_at", "updated_at", "withdraw_at", "embargo_until")
COLUMNS = (*TEXTS, *WORDS, "dateline_date", "is_breaking", *MOMENTS)
ONE = ("section", "lead_photo")
SEVERAL = ("topics", "related", "authors", "photos")
UNORDERED = ("topics", "related", "tags")
LINK = ("outlet", "title", "url", "language")
EVERYTHING = (*COLUMNS, *ONE, *SEVERAL, "tags", "outside_links")


def content_of(article: Article) -> dict:
    """The content of ``article`` as its rows hold it, at the cost of eight queries at most."""
    topics = assigned_topics(article).exclude(pk=article.section_id).order_by("name", "pk")
    authors = [row.author for row in article.authorships.select_related("author").order_by("order", "pk")]
    photos = [row.photo for row in article.photo_rows.select_related("photo").order_by("order", "pk")]
    links = article.outside_links.order_by("order", "pk")
    return {
        **{name: plain(getattr(article, name)) for name in COLUMNS},
        **{name: reference(getattr(article, name)) for name in ONE},
        "topics": references(topics),
        "related": references(article.related.only("headline").order_by("pk")),
        "authors": references(authors),
        "photos": references(photos),
        "tags": tag_names(article),
        "outside_links": [{name: getattr(link, name) for name in LINK} for link in links],
    }


def blank_content() -> dict:
    """The content of a story of which nothing has been written."""
    article = Article()
    columns = {name: plain(getattr(article, name)) for name in COLUMNS}
    return columns | dict.fromkeys(ONE) | {name: [] for name in (*SEVERAL, "tags", "outside_links")}


def plain(value):
    """A column's value as JSON has it: dates and moments in ISO 8601, moments in UTC."""
    if isinstance(value, datetime.datetime):
        value = value.astimezone(datetime.UTC)
    return value.isoformat() if hasattr(value, "isoformat") else value


def reference(thing: models.Model | None) -> dict | None:
    return {"id": thing.pk, "name": str(thing)} if thing else None


def references(things: Iterable[models.Model]) -> list[dict]:
    return [reference(thing) for thing in things]


def ids(content: Mapping, *names: str) -> list[int]:
    """The numbers that ``content`` refers to under ``names``, of one thing or of several."""
    found = []
    for name in names:
        value = content.get(name) or []
        found += [one["id"] for one in ([value] if isinstance(value, dict) else value)]
    return found


def differing(before: Mapping, after: Mapping, *, apart_from: Collection[str] = ()) -> set[str]:
    """The names of the fields that are not the same. What one of the two does not know of is the same."""
    return {
        name
        for name in EVERYTHING
        if name not in apart_from
        and name in before
        and name in after
        and _compared(name, before[name]) != _compared(name, after[name])
    }


def digest(content: Mapping) -> str:
    """Sixteen signs by which contents that differ are told apart."""
    compared = {name: _compared(name, content[name]) for name in EVERYTHING if name in content}
    return sha256(json.dumps(compared, sort_keys=True).encode()).hexdigest()[:16]


def _compared(name: str, value):
    if name in ONE:
        return value and value["id"]
    if name in SEVERAL:
        value = [one["id"] for one in value]
    elif name == "tags":
        value = [tag.casefold() for tag in value]  # taggit knows them whatever their capitals
    return sorted(value) if name in UNORDERED else value
