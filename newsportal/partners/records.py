"""What is read from partners' feeds and other people's pages: all of it text, none of it markup."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from articles.attributes import web_address
from articles.markup import UNPRINTABLE
from articles.plaintext import excerpt, plain_text

LONGEST_TITLE = 300
LONGEST_NAME = 120
LONGEST_LINK = 2000
LONGEST_SOURCE_TEXT = 20_000  # characters of a title or text that are looked at
LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,2}")
# Marks that turn the direction of all that follows them, the page's own words included.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
VISIBLE = "LNPS"  # letters, numbers, punctuation and symbols
# Parameters that say where a reader comes from, not what is read.
TRACKING = re.compile(r"utm_\w+|at_\w+|fbclid|gclid|mc_[ce]id|cmp|ref|source", re.IGNORECASE)


class FeedError(Exception):
    """What came is no feed we can read. ``str()`` is a translated sentence for people."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One story of a partner. ``guid`` is the feed's own name for it; ``published_at`` is aware and in UTC, or None."""

    guid: str
    url: str
    title: str
    published_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read: items in its own order, without those that had no address or nothing to call them by."""

    title: str
    home_page: str
    language: str
    items: tuple[FeedItem, ...]


def one_line(html: str, limit: int = LONGEST_TITLE) -> str:
    """The words of a text from outside on one line, without markup and control characters; cut with "…".

    "" for a text that nobody could see or click, such as one of zero-width spaces.
    """
    text = excerpt(TURNING.sub("", html[:LONGEST_SOURCE_TEXT]), limit)
    return text if any(unicodedata.category(character)[0] in VISIBLE for character in text) else ""


def words_of(html: str) -> str:
    return plain_text(html[:LONGEST_SOURCE_TEXT]).replace("\n", " ")


def complete_link(address: str, base: str) -> str | None:
    """``address`` made complete; None unless it leads to a web page and is of a sane length."""
    try:
        joined = urljoin(base, UNPRINTABLE.sub("", address).strip())
    except ValueError:
        return None
    link = web_address(joined)
    return link if link and len(link) <= LONGEST_LINK else None


def language_code(text: str) -> str:
    """``en_US`` and its like as ``en-US``; "" for what is no language."""
    text = text.strip()
    return text.replace("_", "-")[:16] if LANGUAGE.fullmatch(text) else ""


def read_moment(seconds: float) -> datetime.datetime | None:
    """Seconds since 1970 as a moment; None for years that no feed means."""
    if not 0 < seconds < 4_102_444_800:  # the year 2100
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def digest(text: str) -> str:
    """A name of fixed length for ``text``, which may hold anything."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def link_digest(url: str) -> str:
    """The same for addresses that lead to the same story: scheme, ``www.``, tracking and fragments do not count."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    # Old sites escape the bytes of another charset: kept as they are, or two words of one length would be the same.
    said = parse_qsl(parts.query, True, errors="surrogateescape")
    known = urlencode([(name, value) for name, value in said if not TRACKING.fullmatch(name)], errors="surrogateescape")
    return digest(f"{host}{port}{parts.path.rstrip('/')}?{known}")
