"""What the index says of an article: its tokens, in the parts that weigh differently."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from articles.models import Article, ArticlePhoto, ArticleTag, ArticleTopic, Authorship, Status
from articles.plaintext import plain_text
from articles.search.stems import algorithm_of
from articles.search.tokens import (
    UNPUBLISHED,
    WITH_PHOTO,
    author_token,
    date_tokens,
    spoken,
    tag_token,
    topic_token,
)

# PostgreSQL takes a megabyte of a document's tokens and their places. This much text stays below it, whatever it says;
# it is some 30,000 words, longer than a newspaper's longest report.
LONGEST_TEXT = 200_000


@dataclass(frozen=True)
class Document:
    """``names`` are of people, topics, tags and the city, and what stands under photographs; ``facts`` are no words.

    Each part is one text, its tokens between spaces. The moments are ``None`` while the article is not published.
    """

    article_id: int
    headline: str
    lead: str
    names: str
    body: str
    facts: str
    published_at: datetime.datetime | None = None
    withdraw_at: datetime.datetime | None = None

    @property
    def text(self) -> str:
        """All that expressions look through."""
        return "".join((self.headline, self.lead, self.names, self.body, self.facts))


@dataclass(frozen=True)
class Filed:
    """What a story is filed under, with the names readers see."""

    names: list[str]
    tokens: list[str]


def documents_of(articles: Collection[Article]) -> Iterator[Document]:
    """The documents of stored articles, as they stand in memory; four queries for any number of them."""
    ids = [article.pk for article in articles]
    filed, captions = _filings(ids), _captions(articles, ids)
    for article in articles:
        algorithm = algorithm_of(article.language)
        of_article = filed[article.pk]
        names = [article.dateline_city, *of_article.names, *captions[article.pk]]
        live = article.status == Status.PUBLISHED
        # Moments are in UTC, and so are the days.
        days = date_tokens(article.published_at.date()) if live else [UNPUBLISHED]
        facts = [*days, *of_article.tokens, *([WITH_PHOTO] if article.lead_photo_id else [])]
        yield Document(
            article.pk,
            headline=spoken([article.headline], algorithm),
            lead=spoken([article.lead], algorithm),
            names=spoken(filter(None, names), algorithm),
            body=spoken(plain_text(article.body)[:LONGEST_TEXT].split("\n"), algorithm),
            facts=f" {' '.join(facts)} ",
            published_at=article.published_at if live else None,
            withdraw_at=article.withdraw_at if live else None,
        )


def _filings(ids: Collection[int]) -> dict[int, Filed]:
    filed: dict[int, Filed] = defaultdict(lambda: Filed([], []))

    def note(rows: Iterable[tuple[int, int, str]], token) -> None:
        for article_id, owner_id, name in rows:
            filed[article_id].names.append(name)
            filed[article_id].tokens.append(token(owner_id))

    note(
        Authorship.objects.filter(article__in=ids).order_by("pk").values_list("article", "author", "author__name"),
        author_token,
    )
    note(
        ArticleTopic.objects.filter(article__in=ids, assigned=True)
        .order_by("pk")
        .values_list("article", "topic", "topic__name"),
        topic_token,
    )
    note(
        ArticleTag.objects.filter(content_object__in=ids)
        .order_by("pk")
        .values_list("content_object", "tag", "tag__name"),
        tag_token,
    )
    return filed


def _captions(articles: Collection[Article], ids: Collection[int]) -> dict[int, list[str]]:
    captions: dict[int, list[str]] = defaultdict(list)
    for article in articles:
        if article.lead_photo_id:
            captions[article.pk].append(article.lead_photo.caption)
    further = ArticlePhoto.objects.filter(article__in=ids).order_by("order", "pk")
    for article_id, caption in further.values_list("article", "photo__caption"):
        captions[article_id].append(caption)
    return captions
