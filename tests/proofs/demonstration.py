"""A demonstration site of its own for the proofs: in a temporary folder, with production settings.

``prepare()`` must run before anything imports Django's settings, as these are read once.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "127.0.0.1"
STARTS_WITHIN = 60  # seconds


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def prepare() -> Iterator[str]:
    """Set Django up on a freshly filled site; yields its address. Nothing of the shell or ``.env`` counts."""
    with tempfile.TemporaryDirectory(prefix="newsportal-proofs-") as folder:
        port = free_port()
        names = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
        os.environ.update({name.partition("=")[0]: "" for name in names if name and not name.startswith("#")})
        os.environ.update(
            DJANGO_SETTINGS_MODULE="newsportal.settings",
            SECRET_KEY=secrets.token_urlsafe(64),
            SITE_NAME="Northlight",
            AGENCY="NORTHLIGHT",
            TIME_ZONE="Europe/Helsinki",
            DATABASE_URL=f"sqlite:///{folder}/db.sqlite3",
            MEDIA_ROOT=f"{folder}/media",
            PORT=str(port),
        )
        import django  # its settings read the environment that was just made
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("seed_demo", stdout=sys.stderr)
        yield f"http://{HOST}:{port}"


@contextlib.contextmanager
def serve(address: str) -> Iterator[None]:
    """Run the production server on the prepared site."""
    server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        _wait_for(address, server)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            with urllib.request.urlopen(address + "/robots.txt", timeout=5):  # noqa: S310 - our own address
                return
        except OSError:
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit("The demonstration site did not start.") from None
        time.sleep(0.2)
