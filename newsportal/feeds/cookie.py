"""The feed of a reader without an account: chosen topics in a signed cookie of this site.

It holds slugs, not ids, because a merged topic's old slug still leads somewhere.
"""

from __future__ import annotations

import zlib

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from articles.filters import ChosenTopics
from topics.models import Topic

COOKIE = "feed"
SALT = "newsportal.feeds.cookie"
YEAR = 365 * 24 * 60 * 60
LONGEST = 3800  # browsers keep 4,096 bytes of a cookie, its name and attributes among them


class FeedTooLarge(ValueError):
    """The chosen topics do not fit into a cookie."""


def feed_of(request: HttpRequest) -> ChosenTopics:
    """The topics in the reader's cookie; none when there is no cookie, or one this site did not sign."""
    try:
        slugs = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)["topics"]
        return ChosenTopics.of([slug for slug in slugs if isinstance(slug, str)])
    except (signing.BadSignature, zlib.error, ValueError, KeyError, TypeError):
        return ChosenTopics()  # not written by this version of the site


def keep_feed(response: HttpResponse, topics: tuple[Topic, ...]) -> None:
    """Make ``topics`` the reader's feed; no topics forget it. Raises ``FeedTooLarge``."""
    if not topics:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    value = signing.dumps({"topics": [topic.slug for topic in topics]}, salt=SALT, compress=True)
    if len(value) > LONGEST:
        raise FeedTooLarge
    response.set_cookie(
        COOKIE, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
