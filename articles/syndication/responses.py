"""The one way from a list of articles to a feed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date

from articles.models import Article
from articles.stream import EPOCH, StreamPage
from articles.structured_data import absolute
from articles.syndication.entries import Feed, entries_of, printable
from articles.syndication.json_feed import write_json_feed
from articles.syndication.xml import write_atom, write_rss

FEED_SIZE = 30
FORMATS = {
    "rss": ("application/rss+xml; charset=utf-8", write_rss),
    "atom": ("application/atom+xml; charset=utf-8", write_atom),
    "json": ("application/feed+json", write_json_feed),
}


def with_retracted(
    page: StreamPage, retracted_since: Callable[[datetime.datetime], Sequence[Article]]
) -> list[Article]:
    """The stories of the first page of a list, and those of the same list that were retracted since the last of them.

    ``retracted_since`` finds these, as ``ArticleQuerySet.retracted_since`` does. Each stands where its moment puts it:
    who reads the feed has the story, and learns what became of it.
    """
    retracted = retracted_since(page.next_cursor.published_at if page.next_cursor else EPOCH)
    moments = {article.pk: article.retracted_at for article in retracted}
    stories = [*retracted, *page.articles]
    return sorted(stories, key=lambda story: moments.get(story.pk, story.published_at), reverse=True)


def feed_response(
    request: HttpRequest,
    articles: Sequence[Article],
    *,
    format: str,
    title: str,
    description: str,
    page_url: str,
    feed_url: str,
    next_url: str = "",
    changed_at: datetime.datetime | None = None,
    personal: bool = False,
) -> HttpResponse:
    """``articles``, a page of a list, as a feed in one of ``FORMATS``; 304 when the asker has it already.

    The articles are cards; what a feed says besides is read here, in four queries for any number of them. Addresses
    are paths on this site: ``page_url`` is the list's page, ``feed_url`` the feed itself without a position, on every
    page of it (it is the feed's identity, and what a reader subscribes to), and ``next_url`` its next page, if any.
    ``changed_at`` is when the list was made what it is, such as the moment its owner chose other topics. A
    ``personal`` feed is kept by nobody but the asker, and stands in no search engine.
    """
    feed = Feed(
        title=printable(title),
        description=printable(description),
        page_url=absolute(page_url),
        feed_url=absolute(feed_url),
        next_url=absolute(next_url) if next_url else "",
        entries=entries_of(articles),
    )
    content_type, write = FORMATS[format]
    response = HttpResponse(write(feed), content_type=content_type)
    if personal:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Robots-Tag"] = "noindex"
    # The tag is that of every byte. The date, for clients that know no tags, does not tell of stories taken away.
    set_response_etag(response)
    moments = [entry.changed_at for entry in feed.entries] + ([changed_at] if changed_at else [])
    # An update may be announced for later; until then it must not make newer stories look old.
    last_modified = int(min(max(moments), timezone.now()).timestamp()) if moments else None
    if last_modified is not None:
        response.headers["Last-Modified"] = http_date(last_modified)
    return get_conditional_response(
        request, etag=response.headers["ETag"], last_modified=last_modified, response=response
    )
