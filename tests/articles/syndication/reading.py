"""Feeds read back as a feed reader reads them."""

import io
import json
import re

import feedparser

SITE = "http://127.0.0.1:8000"
XML = ("rss", "atom")
FORMATS = (*XML, "json")


def parsed(response) -> feedparser.FeedParserDict:
    """An RSS or Atom feed; fails unless it is well-formed."""
    assert response.status_code == 200
    feed = feedparser.parse(io.BytesIO(response.content))
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(response) -> list[str]:
    if response.headers["Content-Type"] == "application/feed+json":
        return [item["title"] for item in json.loads(response.content)["items"]]
    return [entry.title for entry in parsed(response).entries]


def next_address(response) -> str:
    """Where the feed goes on, as a path on this site; empty on its last page."""
    if response.headers["Content-Type"] == "application/feed+json":
        address = json.loads(response.content).get("next_url", "")
    else:
        links = parsed(response).feed.links
        address = next((link.href for link in links if link.rel == "next"), "")
    assert re.match(rf"{SITE}/|$", address)
    return address.removeprefix(SITE)
