"""Feeds, sources and doors for tests of partners."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable

from django.utils.datastructures import CaseInsensitiveMapping

from newsportal.http import Conditions, Response
from newsportal.partners.models import PartnerItem, Source
from newsportal.partners.records import digest, link_digest

NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
numbers = itertools.count(1)


def make_source(name: str = "Gazette", *, topics=(), **fields) -> Source:
    number = next(numbers)
    fields.setdefault("slug", f"{name.lower()}-{number}")
    fields.setdefault("feed_url", f"https://partner-{number}.example/feed")
    source = Source.objects.create(name=name, **fields)
    source.topics.set(topics)
    return source


def make_item(source: Source, title: str | None = None, *, hours_ago: float = 1, **fields) -> PartnerItem:
    number = next(numbers)
    url = fields.pop("url", f"https://partner.example/{number}")
    fields.setdefault("published_at", NOW - hours_ago * HOUR)
    return PartnerItem.objects.create(
        source=source,
        title=title or f"Headline {number}",
        url=url,
        guid_digest=digest(url),
        link_digest=link_digest(url),
        first_seen_at=NOW,
        **fields,
    )


def item(name: str, *, title: str = "", hours_ago: float | None = 1, link: str = "") -> str:
    moment = "" if hours_ago is None else f"<pubDate>{NOW - hours_ago * HOUR:%a, %d %b %Y %H:%M:%S +0000}</pubDate>"
    link = link or f"https://gazette.example/{name}"
    return (
        f'<item><guid isPermaLink="false">{name}</guid><title>{title or name}</title><link>{link}</link>{moment}</item>'
    )


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()


def answering(body: bytes = b"", status: int = 200, **fields) -> Callable[..., Response]:
    """A door behind which every address answers like this."""

    def fetch(url: str, *, conditions: Conditions | None = None, limits=None) -> Response:
        return Response(status=status, url=url, body=body, headers=CaseInsensitiveMapping({}), **fields)

    return fetch


def failing(error: Exception) -> Callable[..., Response]:
    def fetch(url: str, **arguments) -> Response:
        raise error

    return fetch
