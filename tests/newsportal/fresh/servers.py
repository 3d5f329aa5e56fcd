"""Real servers for tests: granian with workers of their own, on a database that others write to."""

from __future__ import annotations

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from django.db import connection, connections

from tests.running import ROOT, SECRET_KEY

PATIENCE = 60  # seconds until a server answers


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(database_url: str, *, workers: int = 2, log: Path, **variables: str) -> Iterator[int]:
    """The port of a server on ``database_url``, which ends with the block."""
    port = free_port()
    environment = {
        **{"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        **{"SECRET_KEY": SECRET_KEY, "DEBUG": "0", "PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}"},
        **{"ALLOWED_HOSTS": "127.0.0.1", "DATABASE_URL": database_url, "CACHE_URL": "locmemcache://"},
        **{"SITE_NAME": "Test Wire", "TIME_ZONE": "Europe/Berlin"},
    }
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    options += ["--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "tests.newsportal.fresh.served:application"]
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603 - our own command line
            command, env=environment | variables, cwd=ROOT, stdout=output, stderr=output
        )
        try:
            _wait_for(workers, port, server, log)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=30)


def clients(port: int, number: int, *, workers: int = 2) -> list[Client]:
    """So many readers whose connections are spread evenly over the workers of the server at ``port``.

    By itself it may give them all to one: to whoever is awake first.
    """
    found: dict[str, list[Client]] = {}
    end = time.monotonic() + PATIENCE
    while sum(map(len, found.values())) < number:
        client = Client(port)
        of_worker = found.setdefault(client.get("/robots.txt").headers["X-Process"], [])
        if len(of_worker) < number // workers:
            of_worker.append(client)
        else:
            client.close()
            assert time.monotonic() < end, f"Only {len(found)} of {workers} workers answer."
    return [client for of_worker in found.values() for client in of_worker]


def _wait_for(workers: int, port: int, server: subprocess.Popen, log: Path) -> None:
    """Until all workers have answered: connections that are made before stay with those that were sooner."""
    end, answered = time.monotonic() + PATIENCE, set()
    while time.monotonic() < end and server.poll() is None:
        client = Client(port)
        try:
            answered.add(client.get("/robots.txt").headers["X-Process"])
            if len(answered) == workers:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            client.close()
    raise AssertionError(f"The server did not start: {log.read_text()[-2000:]}")


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status, self.headers, self.text = response.status, response.headers, response.read().decode()


class Client:
    """One reader, whose connection stays open."""

    def __init__(self, port: int):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str, **headers: str) -> Answer:
        self._connection.request("GET", path, headers=headers)
        return Answer(self._connection.getresponse())

    def post(self, path: str, body: dict[str, str], **headers: str) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        self._connection.request("POST", path, body=urlencode(body), headers=form | headers)
        return Answer(self._connection.getresponse())

    def close(self) -> None:
        self._connection.close()


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """The address of a database that other processes can open, which is the default one inside the block.

    On PostgreSQL it is that of the tests; on SQLite, where that lies in memory, a copy of it in a file.
    """
    if connection.vendor == "postgresql":
        yield url_of(connection.settings_dict)
        return
    path = folder / "site.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    copy.close()
    memory, in_file = connections["default"], connections.create_connection("default")
    in_file.settings_dict = memory.settings_dict | {"NAME": str(path)}
    connections["default"] = in_file
    try:
        yield f"sqlite:///{path}"
    finally:
        in_file.close()
        connections["default"] = memory


def url_of(settings: dict) -> str:
    user = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    place = settings["HOST"] + (f":{settings['PORT']}" if settings["PORT"] else "")
    options = urlencode(settings.get("OPTIONS", {}))  # a folder of sockets stands there
    return f"postgresql://{user}@{place}/{settings['NAME']}" + (f"?{options}" if options else "")
