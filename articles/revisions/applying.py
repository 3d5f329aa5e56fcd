"""From a content to an article's rows: saving a draft, publishing an update and restoring all end here."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from articles.models import Article, Author, OutsideLink, Photo
from articles.photos import set_further_photos
from articles.revisions.content import COLUMNS, LINK, MOMENTS, ONE, SEVERAL, content_of, differing, ids
from articles.surrogate_keys import keys_of_stories
from articles.timelines import file_under_topics, set_byline, set_tags
from articles.writing import prepare
from topics.models import Topic
from topics.versions import touch

DERIVED = ("pages", "contents", "words", "saved_at")


@dataclass(frozen=True)
class Found:
    """What a content refers to, by the name of the field; ``missing`` are sentences about what is gone."""

    one: Mapping[str, models.Model | None]
    several: Mapping[str, Sequence[models.Model]]
    missing: list[str] = field(default_factory=list)


def find(content: Mapping) -> Found:
    """The rows that ``content`` refers to: four queries at most."""
    topics = Topic.objects.in_bulk(ids(content, "section", "topics"))
    photos = Photo.objects.in_bulk(ids(content, "lead_photo", "photos"))
    authors = Author.objects.in_bulk(ids(content, "authors"))
    related = Article.objects.only("headline").in_bulk(ids(content, "related"))
    places = {
        "section": (topics, _("The section “%s” is no longer there.")),
        "topics": (topics, _("The topic “%s” is no longer there.")),
        "lead_photo": (photos, _("The photograph “%s” is no longer there.")),
        "photos": (photos, _("The photograph “%s” is no longer there.")),
        "authors": (authors, _("The author “%s” is no longer there.")),
        "related": (related, _("The related story “%s” is no longer there.")),
    }
    missing = []
    one: dict[str, models.Model | None] = {}
    several: dict[str, list] = {}
    for name, (rows, sentence) in places.items():
        if name not in content:
            continue
        wanted = content[name] or []
        wanted = wanted if isinstance(wanted, list) else [wanted]
        missing += [sentence % one["name"] for one in wanted if one["id"] not in rows]
        present = [rows[one["id"]] for one in wanted if one["id"] in rows]
        if name in ONE:
            one[name] = present[0] if present else None
        else:
            several[name] = present
    return Found(one, several, missing)


def without_missing(content: Mapping) -> tuple[dict, list[str]]:
    """``content`` without what is gone, and a sentence about each thing."""
    found = find(content)
    if not found.missing:
        return dict(content), []
    kept = dict(content)
    for name in ONE:
        if name in kept and found.one[name] is None:
            kept[name] = None
    for name in SEVERAL:
        if name in kept:
            left = {thing.pk for thing in found.several[name]}
            kept[name] = [one for one in kept[name] if one["id"] in left]
    return kept, found.missing


@transaction.atomic
def apply_content(article: Article, content: Mapping, *, present: Mapping | None = None) -> list[str]:
    """Make the rows of ``article``, which the caller has locked, say what ``content`` says.

    What ``content`` does not know of stays. ``present`` is the content of the rows, when it is known. Returns sentences
    about what is gone since and was left out.
    """
    changed = differing(present if present is not None else content_of(article), content)
    found = find(content)
    written(article, content)
    for name, thing in found.one.items():
        setattr(article, name, thing)
    prepare(article)
    article.save(update_fields=[*COLUMNS, *ONE, *DERIVED])
    if "related" in changed:
        article.related.set(found.several["related"])
    if "outside_links" in changed:
        set_outside_links(article, content["outside_links"])
    if "photos" in changed:
        set_further_photos(article, found.several["photos"])
    if "authors" in changed:
        set_byline(article, found.several["authors"])
    if "tags" in changed:
        set_tags(article, content["tags"])
    file_under_topics(article, found.several.get("topics", ()))  # it stamps and indexes, whatever has changed
    return found.missing


def written(article: Article, content: Mapping) -> Article:
    """``article`` with the columns of ``content``; nothing is stored."""
    for name in COLUMNS:
        if name in content:
            setattr(article, name, column_value(name, content[name]))
    return article


def column_value(name: str, value) -> str | bool | datetime.date | datetime.datetime | None:
    """What ``articles.revisions.content.plain`` has written, read again."""
    if name in MOMENTS:
        return value and parse_datetime(value)
    if name == "dateline_date":
        return value and parse_date(value)
    return value


@transaction.atomic
def set_outside_links(article: Article, links: Sequence[Mapping]) -> None:
    """Make ``links``, in this order, the article's links to other media.

    A link whose address stays keeps its row, and with it what is known about the address.
    """
    present: dict[str, list[OutsideLink]] = {}
    for row in article.outside_links.all():
        present.setdefault(row.url, []).append(row)
    kept, new = [], []
    for order, link in enumerate(links):
        rows = present.get(link["url"])
        row = rows.pop(0) if rows else OutsideLink(article=article)
        row.order = order
        for name in LINK:
            setattr(row, name, link[name])
        (kept if row.pk else new).append(row)
    article.outside_links.exclude(pk__in=[row.pk for row in kept]).delete()
    OutsideLink.objects.bulk_update(kept, ["order", *LINK])
    OutsideLink.objects.bulk_create(new)
    if article.published_at:
        touch("articles", keys=keys_of_stories([article.pk]))
