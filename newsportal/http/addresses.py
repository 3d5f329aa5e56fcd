"""Where the door leads: addresses as people and redirects give them, and which machines may be asked."""

from __future__ import annotations

import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext as _

from newsportal.http.exchange import BadResponse, Refused, TooSlow, Unreachable

LONGEST_URL = 2000
PORTS = {"http": 80, "https": 443}

# Unicast addresses of IPv6 that are handed out stand in 2000::/3. That leaves out mapped, compatible and translated
# IPv4 (NAT64 too), link-local, site-local, private and multicast addresses without naming them.
_UNICAST = ipaddress.ip_network("2000::/3")
# Inside the public ranges, yet nobody's server. Versions of Python differ about some of these.
_NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments
        "168.63.129.16/32",  # what Azure's machines ask about themselves
        "192.88.99.0/24",  # relays of 6to4
        "2001::/23",  # protocol assignments, among them Teredo
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address inside
        "3fff::/20",  # documentation
    )
]

# As the socket module hands it out: family, kind, protocol, and the address to connect to.
Candidate = tuple[int, int, int, tuple]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; whatever is no address is not."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _NOT_PUBLIC)


@dataclass(frozen=True, slots=True)
class Target:
    """One address that is well-formed and may be asked for, if its host leads to a public address."""

    scheme: str
    host: str  # ASCII, lower case, IPv6 without brackets
    port: int
    path: str  # with the query

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def read_target(url: str, ports: Collection[int] = frozenset(PORTS.values())) -> Target:
    """Take ``url`` apart; what is connected to later is exactly what was understood here.

    Raises ``Refused`` for everything but http and https, for ports not in ``ports`` and for names and passwords.
    """
    if len(url.partition("#")[0]) > LONGEST_URL:  # before it is read: names of many letters take long
        raise Refused(_("This address is too long."))
    try:
        parts = urlsplit(url)
        host = _read_host(parts)
        port = parts.port
        # Characters that have to be escaped are; what is escaped already stays.
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~?")
    except ValueError:
        raise Refused(_("This is not a web address.")) from None
    if parts.scheme not in PORTS:
        raise Refused(_("Only addresses that begin with http:// or https:// are fetched."))
    if "@" in parts.netloc:
        raise Refused(_("Addresses with a user name or a password in them are not fetched."))
    port = PORTS[parts.scheme] if port is None else port
    if port not in ports:
        raise Refused(_("Only the ports 80 and 443 are fetched from, not %(port)s.") % {"port": port})
    target = Target(parts.scheme, host, port, f"{path}?{query}" if query else path)
    if len(target.url) > LONGEST_URL:
        raise Refused(_("This address is too long."))
    return target


def read_location(location: str, base: Target, ports: Collection[int]) -> Target:
    """The target of a Location header that came from ``base``. Raises as ``read_target`` does."""
    try:
        # Headers are read as Latin-1; servers that do not escape write UTF-8.
        location = location.encode("latin-1").decode()
    except UnicodeError:
        pass
    try:
        url = urljoin(base.url, location.strip())
    except ValueError:
        raise BadResponse(_("%(host)s sent us on to something that is no address.") % {"host": base.host}) from None
    target = read_target(url, ports)
    if base.scheme == "https" and target.scheme == "http":
        raise Refused(_("%(host)s sent us from https on to plain http.") % {"host": base.host})
    return target


def look_up(host: str, port: int, seconds: float) -> list[Candidate]:
    """All addresses of ``host``, in the order of the system's preference.

    Raises ``Unreachable`` if there are none, and ``TooSlow`` after ``seconds``.
    """
    answers: queue.SimpleQueue = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put([])

    # The system's resolver knows no time limit. A thread that it keeps is left behind; the resolver lets go some time.
    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except queue.Empty:
        raise TooSlow(_("The name %(host)s could not be looked up in time.") % {"host": host}) from None
    if not found:
        raise Unreachable(_("There is no host by the name of %(host)s.") % {"host": host})
    return [(family, kind, protocol, address) for family, kind, protocol, _name, address in found]


def _read_host(parts: SplitResult) -> str:
    """The host in ASCII, internationalised names in punycode. Raises ``ValueError`` for what cannot be a host."""
    host = parts.hostname or ""
    if "[" in parts.netloc:
        # Versions of Python differ about what may stand around the brackets, and none of it would be asked.
        if not re.fullmatch(r"\[[^\[\]%]*\](:[0-9]*)?", parts.netloc.rpartition("@")[2]):
            raise ValueError("more than an address, or one of our own network cards")
        return str(ipaddress.IPv6Address(host))
    host = host if host.isascii() else host.encode("idna").decode("ascii").lower()
    if not re.fullmatch(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?", host) or len(host) > 253:
        raise ValueError("not a host name")
    return host
