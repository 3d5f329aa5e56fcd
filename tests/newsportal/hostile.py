"""A server on this machine that plays the outside world at its worst, and a door that leads to it.

``Outside`` answers every path with a function that gets a ``Visit`` and writes raw bytes; ``answer`` and its like make
such functions. ``loopback_door`` is the only way past the rule that addresses have to be public: it is made of
arguments of ``Door``, which nothing but tests passes.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import socketserver
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from newsportal.http import Limits
from newsportal.http.door import Door

PORTS = range(1, 65536)
SMALL = Limits(bytes=100_000, seconds=5, read=2)
SHORT = Limits(bytes=100_000, seconds=0.6, connect=0.3, read=0.3)
PATIENCE = 2  # seconds, for a machine that is busy with other tests
FEED = b"<rss>" + b"news " * 2000 + b"</rss>"


class Visit:
    """One request: its head as text, and ways to answer it. Every way ends when the other side or the test has gone."""

    def __init__(self, connection: socket.socket, head: str, stopping: threading.Event):
        self.connection, self.head, self.stopping = connection, head, stopping
        self.sent = 0

    @property
    def path(self) -> str:
        return self.head.split(" ")[1]

    @property
    def headers(self) -> dict[str, str]:
        lines = (line.partition(": ") for line in self.head.split("\r\n")[1:] if line)
        return {name.lower(): value for name, _, value in lines}

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)
        self.sent += len(data)

    def send_for_ever(self, data: bytes) -> None:
        while not self.stopping.is_set():
            self.send(data)

    def trickle(self, data: bytes, pause: float = 0.02) -> None:
        """One byte at a time, again and again, always well before any time limit for a single read."""
        while True:
            for byte in data:
                if self.stopping.wait(pause):
                    return
                self.send(bytes([byte]))

    def keep_silent(self) -> None:
        self.stopping.wait(30)


Route = Callable[[Visit], None]


class Outside:
    """The server; a context manager. ``routes`` maps paths to what their visitors get, ``visits`` tells who came.

    With ``tls`` it speaks https. A path that is not in ``routes`` is answered with 404.
    """

    def __init__(self, tls: ssl.SSLContext | None = None):
        self.routes: dict[str, Route] = {}
        self.visits: list[Visit] = []
        self.scheme = "https" if tls else "http"
        self._tls = tls
        self._stopping = threading.Event()
        outside = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                with contextlib.suppress(OSError):  # the visitor hung up: that is what most of these tests want
                    outside._welcome(self.request)

        class Server(socketserver.ThreadingTCPServer):
            request_queue_size = 50

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]

    def url(self, path: str = "/", host: str = "good.example") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def _welcome(self, connection: socket.socket) -> None:
        if self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True)
        with connection:
            head = b""
            while b"\r\n\r\n" not in head and head[:1] in b"G" and (received := connection.recv(65536)):
                head += received
            if not head.startswith(b"GET "):  # nothing at all, or the hello of TLS at a server without
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
            visit = Visit(connection, head.decode("latin-1"), self._stopping)
            self.visits.append(visit)
            self.routes.get(visit.path, answer(status="404 Not Found"))(visit)
            # Closing with unread input would be a reset, and what was sent might never arrive.
            connection.shutdown(socket.SHUT_WR)

    def __enter__(self) -> Outside:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_exception) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()  # waits for the visits
        self._thread.join()


def loopback_door(names: Mapping[str, str] = MappingProxyType({}), tls: ssl.SSLContext | None = None) -> Door:
    """A door to servers on this machine, on any port, and to nothing else.

    ``*.example`` leads to 127.0.0.1, but for the ``names`` that lead to an address of their own. With ``tls``, that
    decides which certificates are good. Everything else is as at the site's own door.
    """

    def find(host: str, port: int, seconds: float):
        address = names.get(host, "127.0.0.1" if host.endswith(".example") else host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, (address, port))]

    more = {"tls": lambda: tls} if tls else {}
    return Door(ports=PORTS, allowed=lambda address: address == "127.0.0.1", look_up=find, **more)


def head(status: str = "200 OK", **headers: str) -> bytes:
    """Status and headers; underscores in names stand for hyphens."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> Route:
    """A well-behaved answer."""
    return lambda visit: visit.send(head(status, Content_Length=str(len(body)), **headers) + body)


def redirect(location: str, status: str = "302 Found") -> Route:
    return answer(status=status, Location=location)


def raw(data: bytes) -> Route:
    """Exactly these bytes, then the end of the connection."""
    return lambda visit: visit.send(data)


def hang_up(visit: Visit) -> None:
    """The connection is reset, as by a firewall or a server that died."""
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    visit.connection.close()


def endless(beginning: bytes, again: bytes) -> Route:
    def route(visit: Visit) -> None:
        visit.send(beginning)
        visit.send_for_ever(again)

    return route


def trickling(beginning: bytes, again: bytes) -> Route:
    """A slow loris: ``again`` comes byte by byte, for ever."""

    def route(visit: Visit) -> None:
        visit.send(beginning)
        visit.trickle(again)

    return route


@cache
def gzip_bomb(megabytes: int = 100) -> bytes:
    """About a thousandth of what it becomes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    zeros = bytes(1_000_000)
    return b"".join(packer.compress(zeros) for _ in range(megabytes)) + packer.flush()


# A gzip stream that goes on and on and never holds a byte: its header, and an empty stored block to be repeated.
GZIP_HEAD, EMPTY_BLOCK = gzip.compress(b"", mtime=0)[:10], b"\x00\x00\x00\xff\xff"
CHUNKED = head(Transfer_Encoding="chunked")

SLOW: dict[str, Route] = {
    "silence": lambda visit: visit.keep_silent(),
    "silence after the head": lambda visit: (visit.send(head(Content_Length="9")), visit.keep_silent()),
    "trickling status": trickling(b"", b"HTTP/1.1 200 OK and so on "),
    "trickling headers": trickling(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
    "trickling body": trickling(head(Content_Length="100000"), b"x"),
    "trickling body without length": trickling(head(), b"x"),
    "trickling chunks": trickling(CHUNKED, b"1\r\nx\r\n"),
    "trickling trailers": trickling(CHUNKED + b"0\r\n", b"A: b\r\n"),
    "trickling continuations": trickling(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}

LARGE: dict[str, Route] = {
    "endless headers": endless(b"HTTP/1.1 200 OK\r\n", b"A: " + b"b" * 60_000 + b"\r\n"),
    "headers that take long to read": raw(
        b'HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; "' + b";" * 60_000 + b"\r\n\r\n"
    ),
    "endless continuations": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "endless body": endless(head(), b"x" * 65_536),
    "endless body of a huge length": endless(head(Content_Length="1" + "0" * 12), b"x" * 65_536),
    "endless body of a negative length": endless(head(Content_Length="-1"), b"x" * 65_536),
    "endless chunks": endless(CHUNKED, b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
    "one huge chunk": endless(CHUNKED + b"ffffffffff\r\n", b"x" * 65_536),
    "endless chunk of a negative size": endless(CHUNKED + b"-1\r\n", b"x" * 65_536),
    "endless tiny chunks": endless(CHUNKED, b"1\r\nx\r\n" * 10_000),
    "endless trailers": endless(CHUNKED + b"0\r\n", b"A: b\r\n" * 10_000),
    "gzip bomb": answer(gzip_bomb(), Content_Encoding="gzip"),
    "deflate bomb": answer(zlib.compress(bytes(100_000_000)), Content_Encoding="deflate"),
    "endless gzip without content": endless(head(Content_Encoding="gzip") + GZIP_HEAD, EMPTY_BLOCK * 10_000),
    "endless empty gzip members": endless(head(Content_Encoding="gzip"), gzip.compress(b"") * 1000),
}

BROKEN: dict[str, Route] = {
    "nothing": raw(b""),
    "no HTTP": raw(b"220 mail.example ESMTP ready\r\n"),
    "HTTP 0.9": raw(b"<rss/>"),
    "a status that is no number": raw(b"HTTP/1.1 fine\r\n\r\n"),
    "binary junk": raw(bytes(range(256)) * 40),
    "one endless line": endless(b"HTTP/1.1 200 OK\r\nA: ", b"b" * 60_000),
    "a thousand headers": raw(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 1000 + b"\r\n"),
    "a boundary given in two ways": raw(head(Content_Type="multipart/mixed; boundary*=a; boundary*0=b")),
    "body broken off": raw(head(Content_Length="100") + b"half"),
    "chunks broken off": raw(CHUNKED + b"5\r\nhalf"),
    "no last chunk": raw(CHUNKED + b"4\r\nhalf\r\n"),
    "a chunk without a size": raw(CHUNKED + b"xyz\r\nhalf\r\n0\r\n\r\n"),
    "a chunk of a negative size": raw(CHUNKED + b"-5\r\nhalf\r\n0\r\n\r\n"),
    "endless chunk size": endless(CHUNKED, b"0" * 60_000),
    "two lengths": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
    "gzip that is none": answer(b"<rss/>", Content_Encoding="gzip"),
    "gzip within gzip": answer(gzip.compress(gzip_bomb()), Content_Encoding="gzip, gzip"),
    "a compression not asked for": answer(b"\x0b\x02\x80", Content_Encoding="br"),
    "nothing new, unasked": answer(status="304 Not Modified"),
    "a redirect to nowhere": answer(status="302 Found"),
    "a redirect to something broken": redirect("http://[::1"),
    "a redirect to itself": redirect("#again"),
}
