"""Where the site is served on this machine."""

import socket

from django.core.management import CommandError

HOST = "127.0.0.1"


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
