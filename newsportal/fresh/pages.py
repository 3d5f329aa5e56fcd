"""A page that was made: what is kept of it, and how it answers who asks for it."""

from __future__ import annotations

import gzip
import math
import re
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.http import parse_etags, parse_http_date_safe
from isal import igzip

from articles.caching import STALE_WHILE_REVALIDATE
from topics.versions import Versions

Headers = list[tuple[str, str]]

# Level 2 of 3: as small as the third of Python's own nine, in a seventh of the time.
LEVEL, WORTH_IT = 2, 500  # bytes
TEXTS = (
    "text/",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/json",
)
KEPT_STATUSES = {"200", "301", "410"}
S_MAXAGE = re.compile(r"s-maxage=(\d+)")
# RFC 9110 §15.4.5: a 304 tells what may have changed, and nothing about a body that it does not have.
NOT_IN_304 = {"content-type", "content-encoding", "content-language", "link", "surrogate-key", "cache-tag"}
AWAY = 'newsportal; hit; detail="database away"'


@dataclass(frozen=True)
class Page:
    """What was answered to one address: it is fresh while the versions are the same and ``until`` has not come.

    ``headers`` are those of Django's answer; ``body`` is kept compressed where that makes it smaller.
    """

    status: str
    headers: Headers
    body: bytes = field(repr=False)
    is_compressed: bool
    versions: Versions | None = field(default=None, repr=False)
    until: float = math.inf  # seconds since 1970

    @classmethod
    def of(cls, status: str, headers: Headers, body: bytes) -> Page:
        """The page as an application has answered it."""
        kept = [(name, value) for name, value in headers if name not in {"Content-Length", "ETag", "Vary"}]
        of_name = dict(headers)
        if tag := of_name.get("ETag"):
            # The same page goes out compressed and as it is: equal in meaning, not in every byte.
            kept.append(("ETag", tag if tag.startswith("W/") else f"W/{tag}"))
        kept.append(("Vary", _varying(of_name.get("Vary", ""))))
        is_compressed = len(body) >= WORTH_IT and of_name.get("Content-Type", "").startswith(TEXTS)
        if is_compressed:
            body = igzip.compress(body, LEVEL, mtime=0)
        return cls(status, kept, body, is_compressed)

    @property
    def size(self) -> int:
        """Bytes of memory, roughly."""
        return len(self.body) + 3_000

    @cached_property
    def _as_compressed(self) -> Headers:
        extra = [("Content-Encoding", "gzip")] if self.is_compressed else []
        return [*self.headers, *extra, ("Content-Length", str(len(self.body)))]

    @cached_property
    def _as_not_modified(self) -> Headers:
        return [(name, value) for name, value in self.headers if name.lower() not in NOT_IN_304]

    @cached_property
    def etag(self) -> str:
        return next((value for name, value in self.headers if name == "ETag"), "")

    @cached_property
    def _last_modified(self) -> int | None:
        return parse_http_date_safe(next((value for name, value in self.headers if name == "Last-Modified"), ""))

    @cached_property
    def _shared_for(self) -> int:
        return shared_seconds(self.headers)

    def is_fresh(self, versions: Versions, now: float) -> bool:
        return now < self.until and self.versions == versions

    def answer(self, environ: dict, now: float, *, is_stale: bool = False) -> tuple[str, Headers, list[bytes]]:
        """Status, headers and body for the GET or HEAD request of ``environ``.

        ``is_stale``: the page may be old, as nobody could be asked; the answer says so, and is kept by no other cache.
        """
        if self._is_known_to(environ):
            status, headers, body = "304 Not Modified", self._as_not_modified, b""
        elif not self.is_compressed or accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            status, headers, body = self.status, self._as_compressed, self.body
        else:
            body = gzip.decompress(self.body)
            status, headers = self.status, [*self.headers, ("Content-Length", str(len(body)))]
        if is_stale:
            headers = _saying(headers, "public, max-age=0, s-maxage=0")
            headers += [("Cache-Status", AWAY), ("Warning", '111 - "Revalidation Failed"')]
        elif self._shared_for and self.until - now < self._shared_for + STALE_WHILE_REVALIDATE:
            # Something happens soon: no other cache may sleep through it, nor show what was before while it asks.
            seconds = min(self._shared_for, max(0, int(self.until - now)))
            headers = _saying(headers, f"public, max-age=0, s-maxage={seconds}")
        return status, headers, [] if environ["REQUEST_METHOD"] == "HEAD" or not body else [body]

    def _is_known_to(self, environ: dict) -> bool:
        """Whether who asks has the page already (RFC 9110 §13.2.2); only a page of status 200 can be known."""
        if not self.status.startswith("200"):
            return False
        if (known := environ.get("HTTP_IF_NONE_MATCH")) is not None:
            return bool(self.etag) and (known == self.etag or known.strip() == "*" or _is_among(self.etag, known))
        if since := environ.get("HTTP_IF_MODIFIED_SINCE"):
            moment = parse_http_date_safe(since)
            return None not in (moment, self._last_modified) and self._last_modified <= moment
        return False


class Answer:
    """Takes status and headers from an application, as the server's own function for it would (PEP 3333)."""

    status: str
    headers: Headers

    def __call__(self, status: str, headers: Headers, exc_info=None) -> None:
        self.status, self.headers = status, headers

    @property
    def is_page(self) -> bool:
        return self.status.startswith("200")

    @property
    def is_public(self) -> bool:
        """Whether it is the same page for all, and holds nobody's secrets: no harm is done by compressing it."""
        said = dict(self.headers)  # a cookie makes it somebody's
        return self.is_page and said.get("Cache-Control", "").startswith("public") and "Set-Cookie" not in said

    @property
    def is_for_all_readers(self) -> bool:
        return (
            self.status[:3] in KEPT_STATUSES
            and shared_seconds(self.headers) > 0
            and not any(name == "Set-Cookie" for name, _ in self.headers)
        )


def shared_seconds(headers: Headers) -> int:
    """For how many seconds a cache that many readers share may keep an answer; 0 when it must not."""
    for name, value in headers:
        if name == "Cache-Control" and (found := S_MAXAGE.search(value)):
            return int(found[1])
    return 0


def accepts_gzip(accepted: str) -> bool:
    """What ``Accept-Encoding`` says of gzip (RFC 9110 §12.5.3)."""
    if "gzip" not in accepted:
        return False
    for part in accepted.split(","):
        name, _, quality = part.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "").rstrip("0.") != "q="
    return False


def _is_among(etag: str, known: str) -> bool:
    opaque = etag.removeprefix("W/")
    return any(tag.removeprefix("W/") == opaque for tag in parse_etags(known))


def _varying(vary: str) -> str:
    names = [name.strip() for name in vary.split(",") if name.strip()]
    return ", ".join([*(name for name in names if name != "Accept-Encoding"), "Accept-Encoding"])


def _saying(headers: Headers, cache_control: str) -> Headers:
    return [(name, cache_control if name == "Cache-Control" else value) for name, value in headers]
