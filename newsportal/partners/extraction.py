"""RSS, Atom and RDF by feedparser, as plain values. Also a program of its own, for bodies that may cost too much.

    python -I extraction.py ADDRESS CONTENT-TYPE MOST < body > values.json

The library takes minutes over some bodies of two megabytes (measured: an element with a hundred thousand attributes),
and nothing inside a process can stop it; a process has limits. This module knows neither Django nor the project.
"""

from __future__ import annotations

import calendar
import io
import json
import sys

LONGEST_TEXT = 20_000
CPU_SECONDS = 6
MEMORY = 1_000_000_000


def extract(body: bytes, *, url: str, content_type: str, most: int) -> dict:
    """What ``body`` says, cut to ``most`` entries: ``{"format", "title", "link", "language", "entries": [...]}``.

    ``format`` is "" if this looks like no feed. Entries have ``id``, ``link``, ``title``, ``text`` and ``seconds``
    (since 1970, or None). The library may raise whatever it likes.
    """
    # Loaded here: it costs a tenth of a second, and only who reads feeds needs it.
    import feedparser

    headers = {"content-location": url}
    if content_type:
        headers["content-type"] = content_type
    # Never the bytes themselves: the library opens what looks like a path or an address.
    read = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    entries = read.entries[:most]
    return {
        "format": read.get("version") or ("unknown" if entries else ""),
        "title": text(read.feed.get("title")),
        "link": text(read.feed.get("link")),
        "language": text(read.feed.get("language")),
        "entries": [
            {
                "id": text(entry.get("id")),
                "link": text(entry.get("link")),
                "title": text(entry.get("title")),
                "text": text(entry.get("summary")),
                # Asked as a dictionary: the library takes one for the other, with a warning.
                "seconds": seconds(dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")),
            }
            for entry in entries
        ],
    }


def text(value) -> str:
    return value[:LONGEST_TEXT] if isinstance(value, str) else ""


def seconds(moment) -> int | None:
    try:
        return calendar.timegm(moment)
    except (TypeError, ValueError, OverflowError):  # no date at all, or one that no calendar has
        return None


def main() -> None:
    try:
        # Other systems than Unix have no such limits; there the parent's patience is the only one.
        import resource
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    _program, url, content_type, most = sys.argv
    values = extract(sys.stdin.buffer.read(), url=url, content_type=content_type, most=int(most))
    sys.stdout.write(json.dumps(values))


if __name__ == "__main__":
    main()
