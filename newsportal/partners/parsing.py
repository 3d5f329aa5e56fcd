"""A partner's feed from bytes to records: RSS, Atom and RDF by feedparser, JSON Feed by hand."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import threading
from collections.abc import Mapping

from django.utils.translation import gettext as _

from newsportal.partners import extraction
from newsportal.partners.records import (
    LONGEST_NAME,
    Feed,
    FeedError,
    FeedItem,
    complete_link,
    language_code,
    one_line,
    read_moment,
    words_of,
)

MOST_ITEMS = 500
# Up to here the worst bodies known cost half a second; longer ones are read by a process that can be stopped.
HARMLESS = 50_000
PATIENCE = 40  # seconds, when the processor is busy with other things; extraction.py counts its own
# One takes up to 300 MB and all of a core.
APART = threading.BoundedSemaphore(2)
TITLE_FROM_TEXT = 120  # characters, for items without a title


def read_feed(body: bytes, *, url: str, content_type: str = "", most: int = MOST_ITEMS) -> Feed:
    """The first ``most`` items of a feed that came from ``url``, whatever its format and charset.

    A feed without items is a feed. Raises ``FeedError``, and nothing else, for anything that is none.
    """
    if not body.strip():
        raise FeedError(_("The answer is empty."))
    start = body[:200].decode("latin-1").replace("\x00", "").lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    values = read_json(body, most) if start.startswith("{") else read_xml(body, url, content_type, most)
    items = (read_item(entry, url) for entry in values["entries"])
    return Feed(
        title=one_line(values["title"], LONGEST_NAME),
        home_page=(complete_link(values["link"], url) or "") if values["link"] else "",
        language=language_code(values["language"]),
        items=tuple(item for item in items if item),
    )


def read_item(entry: Mapping, base: str) -> FeedItem | None:
    """None if the entry leads nowhere or cannot be called anything."""
    link = complete_link(entry["link"], base) if entry["link"].strip() else None
    title = one_line(entry["title"]) or one_line(words_of(entry["text"]), TITLE_FROM_TEXT)
    if link is None or not title:
        return None
    moment = read_moment(entry["seconds"]) if entry["seconds"] is not None else None
    return FeedItem(entry["id"] or link, link, title, moment)


def read_xml(body: bytes, url: str, content_type: str, most: int) -> dict:
    try:
        if is_harmless(body):
            values = extraction.extract(body, url=url, content_type=content_type, most=most)
        else:
            values = extract_apart(body, url=url, content_type=content_type, most=most)
    except FeedError:
        raise
    except Exception as error:  # a library that is fed by strangers: whatever it stumbles over is theirs to mend
        raise FeedError(_("The feed is broken in a way we cannot read.")) from error
    if not values["format"]:
        raise FeedError(_("There is no feed at this address: it is neither RSS nor Atom nor JSON Feed."))
    return values


def is_harmless(body: bytes) -> bool:
    """Short, and without entities of its own, which a few bytes blow up to megabytes."""
    return len(body) <= HARMLESS and b"<!entity" not in body.replace(b"\x00", b"").lower()


def extract_apart(body: bytes, **arguments) -> dict:
    """``extract`` in a process of its own, which ends when it takes too much time or memory."""
    url, content_type, most = arguments["url"], arguments["content_type"], arguments["most"]
    arguments = [argument.replace("\x00", "") for argument in (url, content_type, str(most))]
    try:
        with APART:
            done = subprocess.run(  # noqa: S603 - our own program, without a shell
                [sys.executable, "-I", extraction.__file__, *arguments],
                input=body,
                capture_output=True,
                timeout=PATIENCE,
            )
    except subprocess.TimeoutExpired as error:
        raise FeedError(_("The feed takes too long to read.")) from error
    if done.returncode:
        raise FeedError(_("The feed is too large or too tangled to read."))
    return json.loads(done.stdout)


def read_json(body: bytes, most: int) -> dict:
    """JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/) in the form of ``extraction.extract``."""
    try:
        feed = json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise FeedError(_("The feed begins like JSON, but is none.")) from error
    if not isinstance(feed, dict) or "jsonfeed.org/version/" not in said(feed, "version"):
        raise FeedError(_("This is JSON, but no JSON Feed."))
    items = feed.get("items")
    entries = [item for item in items[:most] if isinstance(item, dict)] if isinstance(items, list) else []
    return {
        "title": said(feed, "title"),
        "link": said(feed, "home_page_url"),
        "language": said(feed, "language"),
        "entries": [
            {
                "id": said(item, "id"),
                "link": said(item, "url") or said(item, "external_url") or address_in(said(item, "id")),
                "title": said(item, "title"),
                "text": said(item, "summary") or said(item, "content_text") or said(item, "content_html"),
                "seconds": seconds(said(item, "date_published") or said(item, "date_modified")),
            }
            for item in entries
        ],
    }


def said(values: Mapping, name: str) -> str:
    """A text of a JSON object; numbers as text (some feeds number their items), "" for everything else."""
    value = values.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = repr(value) if isinstance(value, float) or abs(value) < 10**30 else ""
    return value[: extraction.LONGEST_TEXT] if isinstance(value, str) else ""


def address_in(name: str) -> str:
    return name if name.startswith(("http://", "https://")) else ""


def seconds(moment: str) -> float | None:
    try:
        read = datetime.datetime.fromisoformat(moment)
        return (read if read.tzinfo else read.replace(tzinfo=datetime.UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
