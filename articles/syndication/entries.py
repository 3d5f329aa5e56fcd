"""What a feed and each of its stories say, whatever the format: complete addresses, printable text, moments in UTC."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from articles.filing import Label
from articles.markup import UNPRINTABLE
from articles.models import Article, ArticleTag, ArticleTopic, Authorship
from articles.renditions import ENCODINGS
from articles.stream import EPOCH
from articles.structured_data import absolute, social_picture
from articles.syndication.texts import figure_of, full_text
from articles.templatetags.news import dateline


@dataclass(frozen=True)
class Picture:
    url: str
    mime: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class Entry:
    """A story in a feed. ``id`` holds its number alone: a changed headline is no new story to a feed reader.

    ``lead`` is plain text and may be empty; ``html`` is the whole text. ``changed_at`` is when anything of it was
    last saved, ``updated_at`` when something was that matters to readers.
    """

    id: str
    url: str
    headline: str
    lead: str
    html: str
    language: str
    published_at: datetime.datetime
    updated_at: datetime.datetime
    changed_at: datetime.datetime
    authors: tuple[Label, ...]
    categories: tuple[str, ...]
    picture: Picture | None


@dataclass(frozen=True)
class Feed:
    """A page of a list. ``feed_url`` is the address of the list's first page in this format; see ``feed_response``."""

    title: str
    description: str
    page_url: str
    feed_url: str
    next_url: str
    entries: tuple[Entry, ...]

    @property
    def updated_at(self) -> datetime.datetime:
        """The newest update of a story; of an empty feed always the same moment, so that it stays the same feed."""
        return max((entry.updated_at for entry in self.entries), default=EPOCH)


def printable(text: str) -> str:
    """``text`` without the characters that XML cannot hold and nobody can read."""
    return UNPRINTABLE.sub("", text)


def entries_of(articles: Sequence[Article]) -> tuple[Entry, ...]:
    """The entries of ``articles``, which are cards (``ArticleQuerySet.for_cards``), in their order. Four queries."""
    ids = [article.pk for article in articles]
    texts = Article.objects.only("pages", "saved_at", "dateline_city", "dateline_date", "dateline_agency").in_bulk(ids)
    bylines = _bylines(ids)
    topics = _names(ArticleTopic.objects.filter(article__in=ids, assigned=True), "article_id", "topic__name")
    tags = _names(ArticleTag.objects.filter(content_object__in=ids), "content_object_id", "tag__name")
    return tuple(
        _entry(article, texts[article.pk], bylines[article.pk], topics[article.pk] + tags[article.pk])
        for article in articles
        if article.pk in texts  # may have been deleted since the list was read
    )


def _entry(article: Article, text: Article, authors: Iterable[Label], names: list[str]) -> Entry:
    url = absolute(article.get_absolute_url())
    lead = printable(article.lead)
    picture = _picture(article)
    updated_at = max(article.published_at, article.updated_at or article.published_at)
    section = [article.section.name] if article.section else []
    return Entry(
        id=absolute(f"/news/{article.pk}/"),
        url=url,
        headline=printable(article.headline),
        lead=lead,
        html=full_text(
            lead=lead,
            figure=_figure(picture) if picture else "",
            dateline=printable(dateline(text)),
            pages=text.pages,
            url=url,
        ),
        language=article.language,
        published_at=article.published_at,
        updated_at=updated_at,
        changed_at=max(updated_at, text.saved_at),
        authors=tuple(authors),
        categories=tuple(dict.fromkeys(printable(name) for name in section + names)),
        picture=picture,
    )


def _picture(article: Article) -> Picture | None:
    shown = social_picture(article)
    if not shown:
        return None
    mime, _options = ENCODINGS[shown["url"].rpartition(".")[2]]
    credit = printable(article.lead_photo.credit).strip()
    return Picture(shown["url"], mime, shown["width"], shown["height"], printable(shown["alt"]), credit)


def _figure(picture: Picture) -> str:
    return figure_of(
        url=picture.url, width=picture.width, height=picture.height, alt=picture.alt, credit=picture.credit
    )


def _bylines(ids: list[int]) -> dict[int, list[Label]]:
    rows = Authorship.objects.filter(article__in=ids).order_by("order", "author_id")
    bylines = defaultdict(list)
    for pk, name, slug in rows.values_list("article_id", "author__name", "author__slug"):
        bylines[pk].append(Label(printable(name), absolute(reverse("author", args=[slug]))))
    return bylines


def _names(rows, article: str, name: str) -> dict[int, list[str]]:
    """The names that each article is filed under, in alphabetical order."""
    found = defaultdict(list)
    for pk, label in sorted(rows.values_list(article, name), key=lambda row: row[1].casefold()):
        found[pk].append(label)
    return found
