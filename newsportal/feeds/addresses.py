"""Secret addresses of a saved feed: one for feed readers, one for everybody the owner gives it to."""

from __future__ import annotations

import secrets

from django.http import Http404
from django.urls import register_converter, reverse
from django.urls.converters import StringConverter

from articles.structured_data import absolute
from newsportal.feeds.models import Feed

FORMATS = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


class Token(StringConverter):
    """What ``new_token`` makes; anything else is a 404 before the database hears of it."""

    regex = "[A-Za-z0-9_-]{43}"


register_converter(Token, "token")


def new_token() -> str:
    """256 bits that nobody guesses, in 43 letters of an address."""
    return secrets.token_urlsafe(32)


def open_address(feed: Feed) -> None:
    """Give the feed a private address; a feed that has one keeps it."""
    if not feed.token:
        renew_address(feed)


def renew_address(feed: Feed) -> None:
    """Give the feed another private address: the one before it leads nowhere from now on."""
    feed.token = new_token()
    feed.save(update_fields=["token"])


def close_address(feed: Feed) -> None:
    feed.token = None
    feed.save(update_fields=["token"])


def share(feed: Feed) -> None:
    """Let whoever has the link read the feed; a feed that is shared keeps its link."""
    if not feed.share_token:
        feed.share_token = new_token()
        feed.save(update_fields=["share_token"])


def stop_sharing(feed: Feed) -> None:
    """Let the link lead nowhere; sharing again makes another."""
    feed.share_token = None
    feed.save(update_fields=["share_token"])


def feed_at(token: str) -> Feed:
    """The feed whose private address holds ``token``. Raises ``Http404``, also when its owner's account is closed."""
    return _found(token=token)


def shared_feed_at(token: str) -> Feed:
    """The feed that is shared under ``token``. Raises ``Http404``, also when its owner's account is closed."""
    return _found(share_token=token)


def _found(**token: str) -> Feed:
    feed = Feed.objects.filter(owner__is_active=True, **token).first()
    if feed is None:
        raise Http404
    return feed


def private_addresses(feed: Feed) -> dict[str, str]:
    """The complete private address in each format, by the name of the format; empty when the feed has none."""
    if not feed.token:
        return {}
    return {name: absolute(reverse("token_feed", args=[feed.token, format])) for format, name in FORMATS.items()}


def shared_address(feed: Feed) -> str:
    """The complete address of the shared page; empty when the feed is not shared."""
    return absolute(reverse("shared_feed", args=[feed.share_token])) if feed.share_token else ""
