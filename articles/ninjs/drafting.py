"""From an ``Item`` to an article that is ready to be stored."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from taggit.models import Tag

from articles.models import Article, Author, Photo
from articles.ninjs.parsing import Item
from articles.plaintext import excerpt, plain_text
from articles.timelines import FirstFiling, assigned_ids
from articles.writing import prepare
from topics.models import Topic

# What an update writes; the slug stays, because addresses do.
IMPORTED_FIELDS = (
    *("headline", "lead", "body", "language", "dateline_city", "dateline_date", "dateline_agency"),
    *("section", "lead_photo", "published_at", "updated_at", "pages", "contents", "words", "saved_at"),
)
LEAD_LENGTH = 250
A_CHANGE = datetime.timedelta(minutes=1)  # readers are shown minutes
FIRST_BLOCK = re.compile(r"\s*<(h[2-6]|p)>(.*?)</\1>\s*", re.DOTALL)
FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


@dataclass(frozen=True)
class Filing:
    """What an item is filed under on this site, and its photographs."""

    topics: Sequence[Topic] = ()
    authors: Sequence[Author] = ()
    tags: Sequence[Tag] = ()
    section: Topic | None = None
    photos: Sequence[Photo] = ()

    def first(self, article: Article) -> FirstFiling:
        return FirstFiling(
            article,
            topics=[topic.pk for topic in self.topics],
            authors=[author.pk for author in self.authors],
            tags=[tag.pk for tag in self.tags],
        )


def fill(article: Article, item: Item, filing: Filing, *, now: datetime.datetime) -> None:
    """Write into ``article`` what ``item`` says, cleaned and with all that is derived; saves nothing.

    A new version does not move a story in the stream: without a date of first creation the moment the article
    has is kept. Photographs and a section that are there stay when the item brings none.
    """
    article.headline = item.headline
    article.body = item.body
    article.lead = item.lead
    article.language = item.language or settings.LANGUAGE_CODE
    # A dateline begins with a place: without one, neither date nor agency says anything.
    article.dateline_city = item.city
    article.dateline_date = item.local_date if item.city else None
    article.dateline_agency = agency_in_dateline(item.agency) if item.city else ""
    article.section = filing.section or article.section
    article.lead_photo = filing.photos[0] if filing.photos else article.lead_photo
    article.published_at, article.updated_at = moments(item, article, now=now)
    article.embargo_until = item.embargoed or article.embargo_until  # lifted by hand, never by silence
    prepare(article)
    if repeated := _headline_in_body(article):
        article.body = article.body[repeated:]
        prepare(article)
    if not article.lead and (paragraph := FIRST_PARAGRAPH.search(article.body)):
        article.lead = excerpt(paragraph[1], LEAD_LENGTH)


def moments(
    item: Item, article: Article, *, now: datetime.datetime
) -> tuple[datetime.datetime, datetime.datetime | None]:
    """When ``item`` is published and when it was last updated, given what ``article`` says so far."""
    published = item.first_created or article.published_at or item.version_created or now
    if embargo := item.embargoed or article.embargo_until:
        published = max(published, embargo)
    if item.version_created and item.version_created - published >= A_CHANGE:
        return published, item.version_created
    return published, article.updated_at if article.updated_at and article.updated_at > published else None


def agency_in_dateline(name: str) -> str:
    """``name`` as a dateline has it: our own agency is written our way."""
    return settings.AGENCY if settings.AGENCY and name.casefold() == settings.AGENCY.casefold() else name


def fingerprint(article: Article, filing: Filing) -> str:
    """What the import wrote, in one word; see ``stored_fingerprint``."""
    return _digest(
        article,
        topics=assigned_ids(article, (topic.pk for topic in filing.topics)),
        tags=(tag.pk for tag in filing.tags),
        authors=[author.pk for author in filing.authors],
        photos=[photo.pk for photo in filing.photos[1:]],
    )


def stored_fingerprint(article: Article) -> str:
    """The fingerprint of what the database holds: any edit by hand since the import makes it another.

    Publishing a draft unchanged is no edit; filing a story elsewhere and withdrawing it are.
    """
    return _digest(
        article,
        topics=article.topic_rows.filter(assigned=True).values_list("topic", flat=True),
        tags=article.tag_rows.values_list("tag", flat=True),
        authors=article.authorships.order_by("order", "pk").values_list("author", flat=True),
        photos=article.photo_rows.order_by("order", "pk").values_list("photo", flat=True),
    )


def _digest(article: Article, *, topics, tags, authors, photos) -> str:
    moments_in_utc = [
        moment.astimezone(datetime.UTC).isoformat() if moment else None
        for moment in (article.published_at, article.updated_at, article.withdraw_at)
    ]
    facts = (
        *(article.headline, article.lead, article.body, article.language),
        *(article.dateline_city, str(article.dateline_date), article.dateline_agency),
        *(article.section_id, article.lead_photo_id, moments_in_utc, article.status == "withdrawn"),
        *(sorted(topics), sorted(tags), list(authors), list(photos)),
    )
    return sha256(repr(facts).encode()).hexdigest()


def _headline_in_body(article: Article) -> int:
    """How far the body begins with a repetition of the headline: 0 when it does not."""
    block = FIRST_BLOCK.match(article.body)
    # Markup makes a repetition longer, but not that much: most first paragraphs need not be read for this.
    if block is None or len(block[2]) > 4 * len(article.headline):
        return 0
    return block.end() if plain_text(block[2]).casefold() == article.headline.casefold() else 0
