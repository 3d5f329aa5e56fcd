"""Other people's web pages: the feeds they name, and how they describe themselves."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from articles.markup import Start, read_markup
from newsportal.partners.records import LONGEST_NAME, complete_link, language_code, one_line

FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json"}
MOST_FEEDS = 20
LONGEST_TITLE = 250  # of a link in other media
HEAD = 500_000  # characters: whatever describes a page stands at its beginning
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
# What Python can decode and no page is written in; the first takes quadratic time.
UNFIT = {"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class FoundFeed:
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Description:
    """How a page calls itself and its outlet; ``language`` may be "", and so may the title."""

    title: str
    outlet: str
    language: str


def read_text(body: bytes, content_type: str = "") -> str:
    """HTML as text: by its byte order mark, the header, its own declaration, or as UTF-8 or windows-1252."""
    for mark, charset in BYTE_ORDER_MARKS.items():
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    header = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", content_type, re.IGNORECASE | re.ASCII)
    declared = CHARSET.search(body[:4096])
    for charset in (header and header[1], declared and declared[1].decode("ascii", "replace"), "utf-8"):
        try:
            if charset and codecs.lookup(charset).name not in UNFIT:
                return body.decode(charset, "replace" if charset != "utf-8" else "strict")
        except (LookupError, ValueError):  # nobody has heard of it, or it is another one
            continue
    return body.decode("windows-1252", "replace")


def head_tags(html: str) -> Iterator[Start]:
    """The start tags of the page's head, and of its body as far as it is read."""
    for token in read_markup(html[:HEAD]):
        if not isinstance(token, Start):
            continue
        yield token
        if token.name == "head":
            # The reader takes a head for something that has no text, and hands it over as it is written.
            yield from (inner for inner in read_markup(token.inside) if isinstance(inner, Start))


def find_feeds(body: bytes, *, url: str, content_type: str = "") -> list[FoundFeed]:
    """The feeds that a page names in its head (``rel="alternate"``), each address once, in its order."""
    found: dict[str, FoundFeed] = {}
    base = url
    for tag in head_tags(read_text(body, content_type)):
        attributes = tag.attributes
        if tag.name == "base" and base == url:
            base = complete_link(attributes.get("href", ""), url) or url
        if tag.name != "link" or "alternate" not in attributes.get("rel", "").lower().split():
            continue
        kind = attributes.get("type", "").partition(";")[0].strip().lower()
        link = complete_link(attributes.get("href", ""), base) if attributes.get("href", "").strip() else None
        if link and (kind in FEED_TYPES or (kind == "application/json" and "feed" in link)):
            found.setdefault(link, FoundFeed(link, one_line(attributes.get("title", ""), LONGEST_NAME)))
    return list(found.values())[:MOST_FEEDS]


def describe_page(body: bytes, *, url: str, content_type: str = "") -> Description:
    """By Open Graph (https://ogp.me/), else by ``<title>`` and the host; never raises."""
    said: dict[str, str] = {}
    for tag in head_tags(read_text(body, content_type)):
        if tag.name == "meta":
            name = (tag.attributes.get("property") or tag.attributes.get("name") or "").strip().lower()
            said.setdefault(name, tag.attributes.get("content", "").strip())
        elif tag.name == "title":
            said.setdefault("<title>", tag.inside)
        elif tag.name == "html":
            said.setdefault("<html>", tag.attributes.get("lang", ""))
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    titles = (one_line(said.get(name, ""), LONGEST_TITLE) for name in ("og:title", "twitter:title", "<title>"))
    languages = (language_code(said.get(name, "")) for name in ("<html>", "og:locale", "language"))
    return Description(
        title=next(filter(None, titles), ""),
        outlet=one_line(said.get("og:site_name", ""), LONGEST_NAME) or host[:LONGEST_NAME],
        language=next(filter(None, languages), ""),
    )
