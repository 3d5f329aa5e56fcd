"""Feeds as a small file that a reader keeps, gives away or brings to another site.

    {"version": 1, "feeds": [{"name": "Grain", "rules": {"include": {"words": ["grain"]}, "mute": {"tags": ["oats"]}}}]}

``rules`` are those of ``Rules.as_data``. Topics, tags and authors are named by their slugs; what a site does not have
stays in the rules and waits.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from newsportal.accounts.models import User
from newsportal.feeds.keeping import MOST_FEEDS, create_feed, feed_of, hold_feeds, keep_rules
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Rules, RulesError

VERSION = 1
LARGEST = 100_000  # bytes of a file
LONGEST_NAME = Feed._meta.get_field("name").max_length


class PortabilityError(ValueError):
    """A file or its feeds cannot be taken in; the message tells a person why."""


@dataclass(frozen=True)
class Brought:
    """What became of feeds that were brought in: how many are ``new``, and how many were here already."""

    new: int
    known: int
    feed: Feed | None = None  # the first of them, as it now stands


def as_file(feeds: Iterable[Feed]) -> dict[str, Any]:
    """Feeds as the contents of a file."""
    return {"version": VERSION, "feeds": [{"name": feed.name, "rules": feed.rules.as_data()} for feed in feeds]}


def read_file(content: bytes) -> list[tuple[str, Rules]]:
    """Names and rules of the feeds in a file, at least one. Raises ``PortabilityError``."""
    data = _json_of(content)
    if not isinstance(data, dict) or not isinstance(data.get("feeds"), list) or "version" not in data:
        raise PortabilityError(_("This file holds no feeds of a news site."))
    if data["version"] != VERSION:
        raise PortabilityError(_("This file was written by another version of the site, which this one cannot read."))
    if not data["feeds"]:
        raise PortabilityError(_("There is no feed in this file."))
    if len(data["feeds"]) > MOST_FEEDS:
        raise PortabilityError(_("This file holds more than %d feeds, which is what an account holds.") % MOST_FEEDS)
    return [_feed_from(number, entry) for number, entry in enumerate(data["feeds"], start=1)]


def _json_of(content: bytes) -> Any:
    try:
        data = json.loads(content.decode("utf-8-sig"))
        # JSON can name halves of characters that no text may hold.
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise PortabilityError(_("This file cannot be read: it is no JSON.")) from error
    return data


def _feed_from(number: int, entry: Any) -> tuple[str, Rules]:
    name = entry.get("name") if isinstance(entry, dict) else None
    name = " ".join(name.replace("\x00", "").split()) if isinstance(name, str) else ""
    if not name or len(name) > LONGEST_NAME:
        raise PortabilityError(
            _("Feed %(number)d of this file has no name of up to %(most)d characters.")
            % {"number": number, "most": LONGEST_NAME}
        )
    try:
        return name, Rules.from_data(entry.get("rules"))
    except RulesError as error:
        raise PortabilityError(
            _("Feed “%(name)s” cannot be taken in. %(reason)s") % {"name": name, "reason": error}
        ) from error


def bring_in(request: HttpRequest, response: HttpResponse, feeds: list[tuple[str, Rules]]) -> Brought:
    """Make ``feeds`` (names and rules) feeds of the reader: all of them or none. What is here already stays as it is.

    Without an account a single one joins the feed of the browser, whose cookie goes with ``response``.
    Raises ``PortabilityError``.
    """
    try:
        if request.user.is_authenticated:
            return _add(request.user, feeds)
        return _join(request, response, feeds)
    except RulesError as error:
        raise PortabilityError(str(error)) from error


@transaction.atomic
def _add(user: User, feeds: list[tuple[str, Rules]]) -> Brought:
    hold_feeds(user)  # or two clicks at once would bring the same feed twice
    here = {(feed.name, feed.rules): feed for feed in Feed.objects.of(user)}
    before = len(here)
    for name, rules in feeds:
        if (name, rules) not in here:
            here[name, rules] = create_feed(user, name=name, rules=rules)
    new = len(here) - before
    return Brought(new, len(feeds) - new, here[feeds[0]])


def _join(request: HttpRequest, response: HttpResponse, feeds: list[tuple[str, Rules]]) -> Brought:
    if len(feeds) > 1:
        raise PortabilityError(_("Without an account there is room for one feed: sign up to keep all of them."))
    feed, [(_name, rules)] = feed_of(request), feeds
    # The same as when the feed of a browser joins that of an account: all news but what is muted would shrink.
    if len(feed.rules) and bool(feed.rules.include) != bool(rules.include):
        raise PortabilityError(_("This feed cannot join the one you have in this browser: sign up to keep both."))
    joined = Rules(feed.rules.include | rules.include, feed.rules.mute | rules.mute)
    if joined == feed.rules:
        return Brought(0, 1, feed)
    keep_rules(response, feed, joined)
    return Brought(1, 0, feed)
