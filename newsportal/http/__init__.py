"""The one door to the outside: whatever the site asks of other machines over HTTP, it asks with ``fetch``.

What changes something there goes by ``send``; and to caches of our own, which the operator has named, by
``send_to_cache``.

The other side is not trusted. It may be slow, endless, broken or hostile, and its name may lead into our own network;
it costs at most what ``Limits`` say, and all that comes of it is a ``Response`` or a ``FetchError``.
"""

from newsportal.http.door import fetch, send, send_to_cache
from newsportal.http.exchange import (
    BadResponse,
    Conditions,
    FetchError,
    Limits,
    Refused,
    Response,
    TooLarge,
    TooSlow,
    Unreachable,
)

__all__ = [
    "BadResponse",
    "Conditions",
    "FetchError",
    "Limits",
    "Refused",
    "Response",
    "TooLarge",
    "TooSlow",
    "Unreachable",
    "fetch",
    "send",
    "send_to_cache",
]
