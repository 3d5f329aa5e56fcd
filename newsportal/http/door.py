"""The door itself: one request, its redirects, and a body that is not read further than allowed."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException

from django.conf import settings
from django.utils import timezone
from django.utils.datastructures import CaseInsensitiveMapping
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, SSLError
from urllib3.exceptions import TimeoutError as HTTPTimeoutError
from urllib3.response import HTTPResponse

from newsportal.http.addresses import PORTS, Candidate, Target, is_public, look_up, read_location, read_target
from newsportal.http.connections import Allowance, open_connection, public_tls
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
    read_retry_after,
    read_validator,
)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
# Bytes for status and headers, and as much again for what frames the chunks of a body. Browsers take more, but the
# standard library's reading of a Content-Type takes time by the square of its length: half a second for this much.
HEAD = 32 * 1024
STEP = 64 * 1024  # bytes of a body that are decompressed at once
ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
STANDARD = Limits()


class Door:
    """Fetches addresses. The site uses the one at the end of this module, with nothing changed: no setting reaches it.

    For caches that the operator has set (``send_to_cache``) there is one that leads to these addresses alone.

    Tests make doors of their own, to servers on this machine: other ``ports``, other addresses that are ``allowed``,
    names that lead elsewhere (``look_up``), and certificates of their own (``tls``).
    """

    def __init__(
        self,
        *,
        ports: Collection[int] = frozenset(PORTS.values()),
        allowed: Callable[[str], bool] = is_public,
        look_up: Callable[[str, int, float], list[Candidate]] = look_up,
        tls: Callable[[], ssl.SSLContext] = public_tls,
    ):
        self._ports, self._allowed, self._look_up, self._tls = ports, allowed, look_up, tls

    def fetch(self, url: str, *, conditions: Conditions | None = None, limits: Limits = STANDARD) -> Response:
        """GET ``url``, following redirects, every one of them checked like the first address.

        No cookies, no proxies, no credentials. Raises ``FetchError`` and nothing else, whatever the other side does.
        A status that is no success (304, 404, 410, 429, 503 …) is a ``Response`` without a body.
        """
        allowance, headers = Allowance(limits), _own_headers()
        validators = conditions.as_headers() if conditions else {}
        target = read_target(url, self._ports)
        visited, is_permanent = [target], True
        while True:
            with self._ask("GET", target, headers | validators, allowance) as answer:
                if answer.status == 304 and not validators:
                    raise BadResponse(_("%(host)s says that nothing changed, unasked.") % {"host": target.host})
                if answer.status not in REDIRECTS:
                    return _receive(answer, target, allowance, moved=is_permanent and len(visited) > 1)
                if len(visited) > limits.redirects:
                    raise BadResponse(_("There are more than %(count)s redirects.") % {"count": limits.redirects})
                is_permanent = is_permanent and answer.status in PERMANENT
                location = answer.headers.get("Location", "")
                if not location.strip():
                    raise BadResponse(_("%(host)s sent us on without saying where.") % {"host": target.host})
                target = read_location(location, target, self._ports)
                if target in visited:
                    raise BadResponse(_("The redirects of %(host)s go round in circles.") % {"host": target.host})
                visited.append(target)

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str], body: bytes = b"", limits: Limits = STANDARD
    ) -> Response:
        """Have ``url`` do something, such as forget pages: one request with ``headers`` and ``body`` of ours.

        Nobody is sent on: a redirect is a ``Response`` like any other. All else is as ``fetch`` has it.
        """
        allowance, target = Allowance(limits), read_target(url, self._ports)
        with self._ask(method, target, _own_headers() | dict(headers), allowance, body=body) as answer:
            return _receive(answer, target, allowance, moved=False)

    @contextmanager
    def _ask(
        self, method: str, target: Target, headers: dict[str, str], allowance: Allowance, *, body: bytes = b""
    ) -> Iterator[HTTPResponse]:
        """The answer of one host, its body still to be read; the connection ends with the block."""
        connection = self._connect(target, allowance)
        with _in_words(target.host):
            try:
                allowance.grant(HEAD)
                connection.request(method, target.path, body=body or None, headers=headers, preload_content=False)
                answer = connection.getresponse()
                try:
                    yield answer
                finally:
                    answer.close()
            finally:
                connection.close()

    def _connect(self, target: Target, allowance: Allowance) -> HTTPConnection:
        candidates = self._look_up(target.host, target.port, allowance.seconds())
        # One address that is not public is enough: nobody has a good reason to mix them.
        if not all(self._allowed(address[0]) for _family, _kind, _protocol, address in candidates):
            raise Refused(_("%(host)s is not on the public internet.") % {"host": target.host})
        tls = self._tls() if target.scheme == "https" else None
        return open_connection(target.host, target.port, candidates=candidates, allowance=allowance, tls=tls)


def _own_headers() -> dict[str, str]:
    return {
        "User-Agent": f"newsportal (+{iri_to_uri(settings.SITE_URL)})",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }


def _receive(answer: HTTPResponse, target: Target, allowance: Allowance, *, moved: bool) -> Response:
    headers = CaseInsensitiveMapping({name: answer.headers[name] for name in answer.headers})
    is_success = 200 <= answer.status < 300
    return Response(
        status=answer.status,
        url=target.url,
        permanent_url=target.url if moved and (is_success or answer.status == 304) else None,
        headers=headers,
        body=_read_body(answer, target, allowance) if is_success else b"",
        etag=read_validator(headers.get("ETag", "")),
        last_modified=read_validator(headers.get("Last-Modified", "")),
        retry_after=read_retry_after(headers.get("Retry-After", ""), timezone.now()),
    )


def _read_body(answer: HTTPResponse, target: Target, allowance: Allowance) -> bytes:
    most = allowance.limits.bytes
    if answer.headers.get("Content-Encoding", "").strip().lower() not in ENCODINGS:
        raise BadResponse(_("%(host)s compresses in a way we did not ask for.") % {"host": target.host})
    if (answer.length_remaining or 0) > most:
        raise TooLarge(_("The answer has more than %(bytes)s bytes.") % {"bytes": most})
    # Chunks of a few bytes each take more room than their content; endless framing without content ends here too.
    allowance.grant(2 * most + HEAD)
    body = bytearray()
    while step := answer.read(min(STEP, most + 1 - len(body)), decode_content=True):
        body += step
        if len(body) > most:
            raise TooLarge(_("The answer has more than %(bytes)s bytes.") % {"bytes": most})
    return bytes(body)


@contextmanager
def _in_words(host: str) -> Iterator[None]:
    """Whatever goes wrong while talking to ``host``, as a ``FetchError``. The order matters: kinds of error overlap."""
    try:
        yield
    except FetchError:
        raise
    except (TimeoutError, HTTPTimeoutError) as error:
        raise TooSlow(_("%(host)s did not answer in time.") % {"host": host}) from error
    except ssl.SSLCertVerificationError as error:
        raise Unreachable(
            _("The certificate of %(host)s is not valid: %(reason)s.") % {"host": host, "reason": error.verify_message}
        ) from error
    except (ssl.SSLError, SSLError) as error:
        raise Unreachable(_("There is no secure connection to %(host)s.") % {"host": host}) from error
    except (HTTPError, HTTPException) as error:
        raise BadResponse(_("The answer of %(host)s is broken or broke off.") % {"host": host}) from error
    except OSError as error:
        raise Unreachable(_("The connection to %(host)s broke.") % {"host": host}) from error
    except Exception as error:  # the standard library's reading of headers stumbles over some with a TypeError
        raise BadResponse(_("The answer of %(host)s is broken or broke off.") % {"host": host}) from error


def send_to_cache(url: str, *, headers: Mapping[str, str], limits: Limits = STANDARD) -> Response:
    """PURGE one of the addresses in ``PURGE_URLS``, wherever it is: the one way to a machine in our own network.

    Raises ``Refused`` for any other address, to the letter; all else is as ``send`` has it.
    """
    if url not in settings.PURGE_URLS:
        raise Refused(_("This is none of the caches that the site was told of."))
    own = Door(ports=range(1, 65536), allowed=lambda address: True)
    return own.send("PURGE", url, headers=headers, limits=limits)


_door = Door()
fetch, send = _door.fetch, _door.send
