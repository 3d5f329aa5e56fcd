"""How often one client may ask for a page that costs more than others.

allauth counts as well (signing in, mail), but only what is posted; whom it counts is asked of the same adapter.
"""

from __future__ import annotations

import ipaddress
import logging
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

IPV6_NETWORK = 64  # bits: what one household has
PER = 60  # seconds


def is_within_limit(request: HttpRequest, action: str, *, most: int, seconds: int = PER) -> bool:
    """Count one more ``action`` of the client; whether it has done so at most ``most`` times in ``seconds``.

    What is kept for that long is a number under a name that tells no address. Two requests at the same moment may be
    counted as one: the limit is against machines that ask without end. While the shared cache is away, nobody is.
    """
    key = f"limit:{action}:{_client(request)}"
    now = time.time()
    try:
        count, ends = cache.get(key) or (0, now + seconds)
        if ends <= now:
            count, ends = 0, now + seconds
        if count >= most:
            return False
        cache.set(key, (count + 1, ends), timeout=int(ends - now) + 1)
    except ConnectionError as error:
        logger.warning("%s Nobody is counted who asks for “%s”.", error, action)
    return True


def too_many(request: HttpRequest, *, seconds: int = PER) -> HttpResponse:
    """The page that asks for patience, for this client alone."""
    response = render(request, "429.html", status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _client(request: HttpRequest) -> str:
    address = get_adapter(request).get_client_ip(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        parsed = None
    if isinstance(parsed, ipaddress.IPv6Address):
        address = str(ipaddress.ip_network((parsed, IPV6_NETWORK), strict=False))
    return salted_hmac("articles.limits", address).hexdigest()
