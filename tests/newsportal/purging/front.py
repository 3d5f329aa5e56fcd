"""A cache in front, on this machine: it writes down what it is asked, and answers as it is told to."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from newsportal.http.door import Door


class Front:
    """A context manager. ``asked`` has method, path, headers (lower case) and body of each request, in order.

    ``answers`` are given one after the other, as (status, headers); then 200.
    """

    def __init__(self):
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        front = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self):
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                front.asked.append((self.command, self.path, headers, body))
                status, extra = front.answers.pop(0) if front.answers else (200, {})
                self.send_response(status)
                for name, value in {"Content-Length": "0", **extra}.items():
                    self.send_header(name, value)
                self.end_headers()

            do_PURGE = do_POST = do_GET = answer  # noqa: N815 - names that http.server looks for

            def log_message(self, *_line):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/purge"

    def __enter__(self) -> Front:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_exception) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def keys(self) -> list[list[str]]:
        """The keys of each request, wherever they stood in it."""
        return [
            headers["surrogate-key"].split() if "surrogate-key" in headers else json.loads(body)["tags"]
            for _method, _path, headers, body in self.asked
        ]

    def send(self, method, url, **arguments):
        """As the site's own ``send``, but whatever https address is asked for, this is where one gets."""
        assert url.startswith("https://")

        def look_up(host, port, seconds):
            return [(socket.AF_INET, socket.SOCK_STREAM, 0, ("127.0.0.1", self.port))]

        door = Door(allowed=lambda address: address == "127.0.0.1", look_up=look_up)
        return door.send(method, url.replace("https://", "http://"), **arguments)
