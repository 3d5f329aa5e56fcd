"""Looking at an address before it becomes a source."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from newsportal.http import FetchError, Limits, Response
from newsportal.partners.parsing import read_feed
from newsportal.partners.records import Feed, FeedError
from newsportal.partners.webpages import FoundFeed, find_feeds

LIMITS = Limits(seconds=10)  # an editor waits
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Trial:
    """What an address holds: a ``feed``, or the feeds that a page there names, or a ``problem`` in words."""

    url: str
    feed: Feed | None = None
    found: tuple[FoundFeed, ...] = ()
    problem: str = ""


def try_address(url: str, *, fetch: Callable[..., Response]) -> Trial:
    """Fetch ``url`` and see what it is; nothing is stored."""
    try:
        response = fetch(url, limits=LIMITS)
    except FetchError as error:
        return Trial(url, problem=str(error))
    if response.status != 200:
        return Trial(url, problem=_("The address answered with status %(status)s.") % {"status": response.status})
    content_type = response.headers.get("Content-Type", "")
    url = response.permanent_url or url
    try:
        return Trial(url, feed=read_feed(response.body, url=response.url, content_type=content_type, most=SHOWN))
    except FeedError as error:
        found = find_feeds(response.body, url=response.url, content_type=content_type)
        return Trial(url, found=tuple(found), problem="" if found else str(error))
