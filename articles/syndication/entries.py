"""What a feed and each of its stories say, whatever the format: complete addresses, printable text, moments in UTC."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import localize
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.filing import Label
from articles.markup import UNPRINTABLE
from articles.models import Article, ArticleTag, ArticleTopic, Authorship, Correction, Status
from articles.renditions import ENCODINGS
from articles.stream import EPOCH
from articles.structured_data import absolute, social_picture
from articles.syndication.texts import figure_of, full_text, notice_of
from articles.templatetags.news import dateline, zone_offset
from topics.addresses import address
from topics.prepared import Among, Prepared


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
    corrections: tuple[Correction, ...] = ()


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
    """The entries of ``articles``, which are cards (``ArticleQuerySet.for_cards``), in their order. Four queries.

    One more when stories among them were corrected. Of a retracted story there is its headline and the notice.
    """
    ids = [article.pk for article in articles]
    texts = {text.pk: text for text in texts_of(ids=ids)}
    notices = _notices([pk for pk, text in texts.items() if text.is_corrected])
    bylines = _bylines(ids)
    topics, tags = _names(topics_of(ids=ids)), _names(tags_of(ids=ids))
    return tuple(
        _entry(article, texts[pk], bylines[pk], topics[pk] + tags[pk], notices[pk])
        for pk, article in zip(ids, articles, strict=True)
        if pk in texts  # may have been deleted since the list was read
    )


def _entry(
    article: Article, text: Article, authors: Iterable[Label], names: list[str], notices: list[Correction]
) -> Entry:
    url = absolute(article.get_absolute_url())
    is_retracted = article.status == Status.RETRACTED
    section = [article.section.name] if article.section else []
    moments = [article.published_at, article.updated_at or article.published_at, *(notice.at for notice in notices)]
    entry = Entry(
        id=absolute(f"/news/{article.pk}/"),
        url=url,
        headline=printable(_("Retracted: %s") % article.headline if is_retracted else article.headline),
        lead="" if is_retracted else printable(article.lead),
        html="",
        language=article.language,
        published_at=article.published_at,
        updated_at=max(moments),
        changed_at=max([*moments, text.saved_at]),
        authors=tuple(authors),
        categories=tuple(dict.fromkeys(printable(name) for name in section + names)),
        picture=None if is_retracted else _picture(article),
        corrections=tuple(notices),
    )
    return replace(entry, html=_html(entry, text, pages=[] if is_retracted else text.pages))


def _html(entry: Entry, text: Article, *, pages: list[str]) -> str:
    said = {place: "".join(_notice(n) for n in entry.corrections if n.place == place) for place in Correction.Place}
    whole = full_text(
        lead=entry.lead,
        figure=_figure(entry.picture) if entry.picture else "",
        dateline=printable(dateline(text)) if pages else "",
        pages=pages,
        url=entry.url,
    )
    return said[Correction.Place.TOP] + whole + said[Correction.Place.BOTTOM]


def _notice(notice: Correction) -> str:
    local = timezone.localtime(notice.at, timezone.get_default_timezone())
    title = f"{capfirst(notice.get_kind_display())}, {localize(local)} {zone_offset(local)}"
    return notice_of(title, printable(notice.text))


def _notices(ids: list[int]) -> dict[int, list[Correction]]:
    found = defaultdict(list)
    if ids:
        for notice in Correction.objects.filter(article__in=ids).order_by("at", "pk"):
            found[notice.article_id].append(notice)
    return found


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
    bylines = defaultdict(list)
    for pk, name, slug in authors_of(ids=ids):
        bylines[pk].append(Label(printable(name), absolute(address("author", slug))))
    return bylines


def _names(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """The names that each article is filed under, in alphabetical order."""
    found = defaultdict(list)
    for pk, name in sorted(rows, key=lambda row: row[1].casefold()):
        found[pk].append(name)
    return found


def _texts_of(ids: list[int]) -> QuerySet:
    fields = ("pages", "saved_at", "dateline_city", "dateline_date", "dateline_agency")
    return Article.objects.only(*fields).with_corrected().filter(Among("pk", ids))


def _authors_of(ids: list[int]) -> QuerySet:
    rows = Authorship.objects.filter(Among("article", ids)).order_by("order", "author_id")
    return rows.values_list("article_id", "author__name", "author__slug")


def _topics_of(ids: list[int]) -> QuerySet:
    return ArticleTopic.objects.filter(Among("article", ids), assigned=True).values_list("article_id", "topic__name")


def _tags_of(ids: list[int]) -> QuerySet:
    return ArticleTag.objects.filter(Among("content_object", ids)).values_list("content_object_id", "tag__name")


texts_of, authors_of, topics_of, tags_of = (
    Prepared(question, ids=list) for question in (_texts_of, _authors_of, _topics_of, _tags_of)
)
