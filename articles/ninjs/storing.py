"""Writing wire copy into the database: new stories in one go, new versions one by one."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, Status, WireItem
from articles.ninjs.drafting import IMPORTED_FIELDS, Filing, fill, fingerprint, stored_fingerprint
from articles.ninjs.parsing import Item
from articles.photos import set_further_photos
from articles.publishing import reinstate, withdraw
from articles.timelines import file_first, file_under_topics, set_byline, set_tags
from topics.tree import Tree


@dataclass(frozen=True)
class Story:
    """A new article, filled and not yet stored, with the item it came from."""

    item: Item
    article: Article
    filing: Filing


class Outcome(enum.Enum):
    """What became of a new version of a story that is here already."""

    UPDATED = enum.auto()
    WITHDRAWN = enum.auto()
    WITHDRAWN_EDITED = enum.auto()  # an agency's kill counts, whatever was edited here
    UNCHANGED = enum.auto()
    EDITED = enum.auto()  # left as it is
    UNPUBLISHED = enum.auto()  # canceled, but no reader has seen it: left to the editors


@transaction.atomic
def store_new(stories: Collection[Story], *, tree: Tree) -> None:
    """Store ``stories`` with all they are filed under, in as many statements as for one."""
    articles = Article.objects.bulk_create([story.article for story in stories])
    file_first([story.filing.first(story.article) for story in stories], tree=tree)
    for story in stories:
        if story.filing.photos[1:]:
            set_further_photos(story.article, story.filing.photos[1:])
    WireItem.objects.bulk_create(
        WireItem(
            uri=story.item.uri,
            version=str(story.item.version),
            fingerprint=fingerprint(article, story.filing),
            article=article,
        )
        for story, article in zip(stories, articles, strict=True)
    )


@transaction.atomic
def store_version(wire: WireItem, item: Item, filing: Filing, *, tree: Tree, now, republish: bool) -> Outcome:
    """Write a newer version over the story, unless somebody has edited it here since.

    A story that the agency had withdrawn comes back if ``republish``. Raises ``ValidationError`` when it may not.
    """
    article = Article.objects.select_for_update().get(pk=wire.article_id)
    if stored_fingerprint(article) != wire.fingerprint:
        return Outcome.EDITED
    kept = list(article.photo_rows.order_by("order", "pk").select_related("photo"))
    fill(article, item, filing, now=now)
    article.save(update_fields=[*IMPORTED_FIELDS, "embargo_until"])
    set_byline(article, filing.authors)
    set_tags(article, [tag.name for tag in filing.tags])
    photos = filing.photos or [article.lead_photo, *(row.photo for row in kept)]
    set_further_photos(article, photos[1:])
    topics = filing.topics or [row.topic for row in article.topic_rows.filter(assigned=True).select_related("topic")]
    file_under_topics(article, topics, tree=tree)
    if article.status == Status.WITHDRAWN and republish:
        reinstate(article, by=None, note=_("The agency has sent the story again."))
    _remember(wire, item, article)
    return Outcome.UPDATED


@transaction.atomic
def obey_kill(wire: WireItem, item: Item) -> Outcome:
    """Withdraw the story of a canceled or withheld item."""
    article = Article.objects.select_for_update().get(pk=wire.article_id)
    if article.status in {Status.WITHDRAWN, Status.RETRACTED}:
        return Outcome.UNCHANGED
    if article.status != Status.PUBLISHED:
        return Outcome.UNPUBLISHED
    edited = stored_fingerprint(article) != wire.fingerprint
    withdraw(article, by=None, note=_("The agency has withdrawn the story."))
    _remember(wire, item, article, edited=edited)
    return Outcome.WITHDRAWN_EDITED if edited else Outcome.WITHDRAWN


def was_edited(wire: WireItem) -> bool:
    """Somebody has changed the story here since it was imported."""
    return stored_fingerprint(Article.objects.get(pk=wire.article_id)) != wire.fingerprint


def _remember(wire: WireItem, item: Item, article: Article, *, edited: bool = False) -> None:
    wire.version = str(item.version)
    if not edited:
        wire.fingerprint = stored_fingerprint(article)
    wire.save(update_fields=["version", "fingerprint", "imported_at"])
