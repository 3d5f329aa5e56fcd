"""The feed of a reader without an account: its rules in a signed cookie of this site.

It holds slugs, not ids, because a merged topic's old slug still leads somewhere.
"""

from __future__ import annotations

import zlib

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from newsportal.feeds.rules import Rules, RulesError

COOKIE = "feed"
SALT = "newsportal.feeds.cookie"
YEAR = 365 * 24 * 60 * 60
LONGEST = 3800  # browsers keep 4,096 bytes of a cookie, its name and attributes among them


class FeedTooLarge(ValueError):
    """The rules do not fit into a cookie."""


def rules_in_cookie(request: HttpRequest) -> Rules:
    """The rules in the reader's cookie; none when there is no cookie, or one this site did not sign."""
    try:
        data = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
        # The first version of the site kept topics alone.
        return Rules.from_data({"include": data} if "topics" in data else data)
    except (signing.BadSignature, zlib.error, ValueError, RulesError, TypeError, RecursionError):
        return Rules()  # not written by this version of the site


def keep_in_cookie(response: HttpResponse, rules: Rules) -> None:
    """Make ``rules`` those of the reader's feed; no rules forget it. Raises ``FeedTooLarge``."""
    if not rules:
        forget_cookie(response)
        return
    value = signing.dumps(rules.as_data(), salt=SALT, compress=True)
    if len(value) > LONGEST:
        raise FeedTooLarge
    response.set_cookie(
        COOKIE, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


def forget_cookie(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")
