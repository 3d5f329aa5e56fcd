"""The production server on loopback, and requests to it from a load generator that others wrote."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from newsportal.serving import HOST, server_command

PATIENCE = 60  # seconds until a server answers
CONNECTIONS = 8  # as many as both workers have threads: more would only queue
SECRET_KEY = "of-the-bench-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"  # noqa: S105 - signs nothing of value
LATENCY = re.compile(r"^\s*(50|99)%\s+([\d.]+)(us|ms|s)\s*$", re.MULTILINE)
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def load_generator() -> str | None:
    """The path of wrk (https://github.com/wg/wrk); ``None`` where it is not installed."""
    return shutil.which("wrk")


@dataclass(frozen=True)
class Load:
    """What came of one run: requests a second, and milliseconds within which half and 99 of 100 were answered.

    ``cpu_ms`` is what the server's processes computed for a request: other work on the machine changes it least.
    """

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    requests: int


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen
    port: int

    def get(self, path: str, headers: Mapping[str, str]) -> tuple[int, int, bytes]:
        """Status, size of the head in bytes, and body."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers=dict(headers))
            response = connection.getresponse()
            lines = [f"HTTP/1.1 {response.status} {response.reason}", *map(": ".join, response.getheaders()), ""]
            return response.status, sum(len(line) + len("\r\n") for line in lines), response.read()
        finally:
            connection.close()

    def load(self, path: str, headers: Mapping[str, str], *, seconds: float, script: Path | None = None) -> Load:
        """Ask for ``path`` (or what ``script`` says) as fast as it is answered. Raises ``AssertionError`` on errors."""
        command = [load_generator(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds:g}s", "--latency"]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        command += ["-s", str(script)] if script else []
        command.append(f"http://{HOST}:{self.port}{path}")
        computed = self.computed()
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own
        computed = self.computed() - computed
        if "Socket errors" in said or "Non-2xx" in said:
            raise AssertionError(f"{path} was not always answered: {said}")
        percentiles = {percent: float(value) * UNITS[unit] for percent, value, unit in LATENCY.findall(said)}
        per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
        requests = int(re.search(r"(\d+) requests in", said)[1])
        return Load(per_second, percentiles["50"], percentiles["99"], computed / max(requests, 1) * 1000, requests)

    def memory(self) -> list[float]:
        """Megabytes of resident memory of each worker, where what several processes share counts in parts."""
        return sorted(_resident(pid) for pid in self._children() if "resource_tracker" not in _command_line(pid))

    def computed(self) -> float:
        """Seconds that the workers have computed since they began."""
        ticks = 0
        for pid in self._children():
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def _children(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _resident(pid: int) -> float:
    return int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)[1]) / 1024


def _command_line(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


@contextmanager
def serving(application: str, **variables: str) -> Iterator[Server]:
    """The production server with ``application``, two workers and ``variables`` in its environment."""
    port = _free_port()
    environment = {
        **{"SECRET_KEY": SECRET_KEY, "DEBUG": "0", "SITE_URL": f"http://{HOST}:{port}", "ALLOWED_HOSTS": HOST},
        **{"CACHE_URL": "locmemcache://", "DJANGO_SETTINGS_MODULE": "newsportal.settings", "PORT": str(port)},
    }
    command = server_command(port, application=application)
    process = subprocess.Popen(command, env=os.environ | environment | variables, cwd=settings.BASE_DIR)  # noqa: S603 - our own
    server = Server(process, port)
    try:
        _wait_for(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_for(server: Server) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.process.poll() is None:
        try:
            server.get("/robots.txt", {})
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The server did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
