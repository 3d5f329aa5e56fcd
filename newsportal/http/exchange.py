"""What goes through the door: what may be asked and spent, what comes back, and what is said when nothing does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from django.utils.datastructures import CaseInsensitiveMapping

LONGEST_PAUSE = 30 * 24 * 60 * 60  # seconds; whoever asks for more is asked again after that

# Validators are stored and sent back: printable ASCII of a sane length, or none at all.
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,255}")


class FetchError(Exception):
    """Nothing usable came. ``str()`` is a translated sentence for people that quotes nothing of the other side."""


class Refused(FetchError):
    """We do not go there: the scheme, the port, the form of the address, or where its name leads."""


class Unreachable(FetchError):
    """No such host, no connection, or no connection that can be trusted."""


class TooSlow(FetchError):
    """One of the limits in seconds was reached."""


class TooLarge(FetchError):
    """The limit in bytes was reached: on the wire, or after decompression."""


class BadResponse(FetchError):
    """What came is not HTTP, broke off, cannot be decompressed, or leads in circles."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost, with all its redirects together."""

    bytes: int = 2_000_000  # of the body, before and after decompression
    seconds: float = 20  # from the call to the answer
    connect: float = 3  # for each address of a host
    read: float = 5  # of silence, and for the TLS handshake
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Conditions:
    """Send the body only if it is another one than that with these validators (RFC 9110, section 13)."""

    etag: str = ""
    last_modified: str = ""

    def as_headers(self) -> dict[str, str]:
        """Headers for the request; what no server could have sent as a validator is left out."""
        headers = {"If-None-Match": read_validator(self.etag), "If-Modified-Since": read_validator(self.last_modified)}
        return {name: value for name, value in headers.items() if value}


@dataclass(frozen=True, slots=True)
class Response:
    """The answer at the end of all redirects, whatever its status. Everything in it is text of strangers.

    ``url``: where the answer came from, in normal form. ``permanent_url``: the same, if redirects led there, every one
    of them permanent (301 or 308), and the answer is a good one (2xx or 304), so that the stored address should become
    this one; else None. ``body``: decompressed; empty unless the status is 2xx. ``etag``, ``last_modified``: for the
    ``Conditions`` of the next time; "" if there are none worth keeping. ``retry_after``: seconds, from 0 to
    ``LONGEST_PAUSE``, or None if the other side did not say.
    """

    status: int
    url: str
    permanent_url: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: CaseInsensitiveMapping({}))
    body: bytes = b""
    etag: str = ""
    last_modified: str = ""
    retry_after: int | None = None

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304


def read_validator(value: str) -> str:
    """An ETag or Last-Modified header as it may be stored and sent back; "" if it may not."""
    value = value.strip()
    return value if _VALIDATOR.fullmatch(value) else ""


def read_retry_after(value: str, now: datetime) -> int | None:
    """Seconds to wait by a Retry-After header (a number of seconds, or a date; RFC 9110, section 10.2.3).

    Dates in the past and negative numbers are 0, pauses longer than ``LONGEST_PAUSE`` are cut to it; None for anything
    that is neither a number nor a date.
    """
    value = value.strip()
    if re.fullmatch(r"[+-]?[0-9]+", value):
        # So many digits that int() would refuse them are an absurd pause all the same.
        seconds = int(value[:20])
    else:
        try:
            moment = parsedate_to_datetime(value[:100])
            seconds = int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp())
        except (TypeError, ValueError, IndexError, OverflowError):  # all of them happen, by what is wrong in it
            return None
    return min(max(seconds, 0), LONGEST_PAUSE)
