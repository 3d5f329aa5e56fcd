"""How the site is served on this machine."""

import socket
import sys

from django.core.management import CommandError

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4  # of each worker; each may hold a connection to the database, and one more that looks for changes
BACKLOG = 1024  # connections that wait to be accepted


def server_command(port: int, *, application: str = "newsportal.wsgi:application", workers: int = WORKERS) -> list[str]:
    """The command line of the production server."""
    options = {
        "--interface": "wsgi",
        "--host": HOST,
        "--port": port,
        "--workers": workers,
        "--blocking-threads": THREADS,
        "--backlog": BACKLOG,
        "--workers-kill-timeout": 30,  # seconds for requests that have begun, when a worker ends
        "--log-level": "warning",
    }
    listed = [str(part) for pair in options.items() for part in pair]
    return [sys.executable, "-m", "granian", "--no-ws", "--respawn-failed-workers", *listed, application]


def refuse_busy_port(port: int) -> None:
    """Raise ``CommandError`` when something on this machine already answers at ``port``, or nothing may."""
    with socket.socket() as probe:
        # As the server will: a port whose last connections are still being closed counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} cannot be used ({error}). Stop what runs there, or choose another: "
                f"PORT={port + 1 if port < 65535 else 8000} make run"
            ) from None
