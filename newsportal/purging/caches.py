"""How each kind of cache in front is told what has changed: by one request that names keys.

A cache's ``purge`` hands back the answer, whatever its status, or raises ``FetchError``. The functions that ask are
arguments, so that tests need no network. Tokens stand in headers, and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.conf import settings

from newsportal.http import Limits, Response, send, send_to_cache

SHORT = Limits(bytes=100_000, seconds=10)


class Cache(Protocol):
    name: str
    most_keys: int  # in one request

    def purge(self, keys: Sequence[str]) -> Response: ...

    def has_done(self, answer: Response) -> bool:
        """Whether nothing is kept under the keys any more."""


@dataclass(frozen=True)
class OwnCache:
    """Varnish, nginx or another that takes the method PURGE, at an address of the operator's.

    The keys stand in ``Surrogate-Key``, separated by spaces. What Varnish makes of them is for its VCL to say.
    """

    name: str  # its address
    send: Callable[..., Response] = field(default=send_to_cache, repr=False)
    most_keys: int = 100  # some 2 KB: servers take headers of 8

    def purge(self, keys: Sequence[str]) -> Response:
        return self.send(self.name, headers={"Surrogate-Key": " ".join(keys)}, limits=SHORT)

    def has_done(self, answer: Response) -> bool:
        # Usual answers of such caches when there was nothing to forget are 404, and 412 of nginx.
        return 200 <= answer.status < 300 or answer.status in {404, 412}


@dataclass(frozen=True)
class Fastly:
    """https://www.fastly.com/documentation/reference/api/purging/

    A soft purge: what has changed is stale, and may be shown while Fastly asks anew or cannot reach the site.
    """

    service_id: str
    token: str = field(repr=False)
    send: Callable[..., Response] = field(default=send, repr=False)
    name: str = "Fastly"
    most_keys: int = 256

    def purge(self, keys: Sequence[str]) -> Response:
        headers = {"Fastly-Key": self.token, "Fastly-Soft-Purge": "1", "Surrogate-Key": " ".join(keys)}
        url = f"https://api.fastly.com/service/{self.service_id}/purge"
        return self.send("POST", url, headers=headers | {"Accept": "application/json"}, limits=SHORT)

    def has_done(self, answer: Response) -> bool:
        return 200 <= answer.status < 300


@dataclass(frozen=True)
class Cloudflare:
    """https://developers.cloudflare.com/api/resources/cache/methods/purge/"""

    zone_id: str
    token: str = field(repr=False)
    send: Callable[..., Response] = field(default=send, repr=False)
    name: str = "Cloudflare"
    most_keys: int = 30

    def purge(self, keys: Sequence[str]) -> Response:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        url = f"https://api.cloudflare.com/client/v4/zones/{self.zone_id}/purge_cache"
        return self.send("POST", url, headers=headers, body=json.dumps({"tags": list(keys)}).encode(), limits=SHORT)

    def has_done(self, answer: Response) -> bool:
        return 200 <= answer.status < 300


def configured() -> list[Cache]:
    """The caches that the environment names."""
    caches: list[Cache] = [OwnCache(url) for url in settings.PURGE_URLS]
    if settings.FASTLY_SERVICE_ID:
        caches.append(Fastly(settings.FASTLY_SERVICE_ID, settings.FASTLY_TOKEN))
    if settings.CLOUDFLARE_ZONE_ID:
        caches.append(Cloudflare(settings.CLOUDFLARE_ZONE_ID, settings.CLOUDFLARE_TOKEN))
    return caches
