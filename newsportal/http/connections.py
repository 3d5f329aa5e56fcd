"""Connections that cannot be made to wait or to swallow more than they are allowed.

Limits are kept where bytes enter: a socket here asks for permission before every read. That holds for whatever
http.client and urllib3 do above it, such as reading endless headers, endless ``100 Continue`` or endless chunk sizes.
"""

from __future__ import annotations

import socket
import ssl
import time
from functools import cache

from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection

from newsportal.http.addresses import Candidate
from newsportal.http.exchange import Limits, TooLarge, TooSlow, Unreachable


class Allowance:
    """What is left of the limits of one fetch. The time runs from the beginning; bytes are granted step by step."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self._end = time.monotonic() + limits.seconds
        self._bytes = 0

    def seconds(self, at_most: float | None = None) -> float:
        """The seconds left, or ``at_most``; raises ``TooSlow`` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow(_("The answer took longer than %(seconds)g seconds.") % {"seconds": self.limits.seconds})
        return left if at_most is None else min(left, at_most)

    def grant(self, count: int) -> None:
        """From here on ``count`` bytes may come in."""
        self._bytes = count

    def spend(self, count: int) -> None:
        """Raises ``TooLarge`` when more has come in than was granted."""
        self._bytes -= count
        if self._bytes < 0:
            # Bodies are measured where they are unpacked: this is headers, or framing with hardly a body in it.
            raise TooLarge(_("The answer goes on without end."))


class _Metered:
    """Part of a socket: every read is within the allowance. http.client reads through ``recv_into`` only."""

    allowance: Allowance

    def recv_into(self, *args, **kwargs) -> int:
        # A timeout of the socket alone starts anew with every byte that trickles in.
        self.settimeout(self.allowance.seconds(self.allowance.limits.read))
        count = super().recv_into(*args, **kwargs)
        self.allowance.spend(count)
        return count


class MeteredSocket(_Metered, socket.socket):
    pass


class MeteredTLSSocket(_Metered, ssl.SSLSocket):
    pass


@cache
def public_tls() -> ssl.SSLContext:
    """Certificates are verified against the authorities of this machine, and against the host's name."""
    context = ssl.create_default_context()
    context.sslsocket_class = MeteredTLSSocket
    return context


class _Checked:
    """Part of a connection: it opens its socket to the first of ``candidates`` that answers, and to nothing else."""

    candidates: list[Candidate]
    allowance: Allowance

    def _new_conn(self) -> socket.socket:
        problem: OSError | None = None
        for family, kind, protocol, address in self.candidates:
            # A machine without IPv6 refuses even to make such a socket.
            try:
                opened = MeteredSocket(family, kind, protocol)
            except OSError as error:
                problem = error
                continue
            opened.allowance = self.allowance
            try:
                opened.settimeout(self.allowance.seconds(self.allowance.limits.connect))
                opened.connect(address)
                # For what comes before the first read: the handshake, whose steps share one timeout, and the request.
                opened.settimeout(self.allowance.seconds(self.allowance.limits.read))
                return opened
            except OSError as error:
                problem = error
                opened.close()
            except BaseException:
                opened.close()
                raise
        if isinstance(problem, TimeoutError):
            raise problem
        raise Unreachable(_("%(host)s does not accept connections.") % {"host": self.host}) from problem


class CheckedConnection(_Checked, HTTPConnection):
    pass


class CheckedTLSConnection(_Checked, HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.sock.allowance = self.allowance  # the TLS socket took the place of the one that had it


def open_connection(
    host: str, port: int, *, candidates: list[Candidate], allowance: Allowance, tls: ssl.SSLContext | None
) -> HTTPConnection:
    """A connection, by https if there is ``tls``, made with the first request.

    No proxy is ever asked, whatever the environment says.
    """
    timeout = allowance.limits.read
    if tls:
        connection = CheckedTLSConnection(host, port, timeout=timeout, ssl_context=tls)
    else:
        connection = CheckedConnection(host, port, timeout=timeout)
    connection.candidates, connection.allowance = candidates, allowance
    return connection
