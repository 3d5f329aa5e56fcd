import os
import sys

from django.conf import settings
from django.core.management import BaseCommand

from newsportal.serving import HOST, refuse_busy_port

WORKERS = 2
THREADS = 4  # of each worker; each may hold a connection to the database


class Command(BaseCommand):
    help = f"Serves the site with the production server at {HOST}, on the port of the environment."

    def handle(self, **options):
        port = settings.ENVIRONMENT.port
        refuse_busy_port(port)
        self.stdout.write(f"Serving {settings.SITE_NAME} at {settings.SITE_URL}/ (Ctrl-C stops it)")
        self.stdout.flush()
        arguments = {
            "--interface": "wsgi",
            "--host": HOST,
            "--port": port,
            "--workers": WORKERS,
            "--blocking-threads": THREADS,
            "--log-level": "warning",
        }
        # In place of this process, so that signals reach the server itself.
        os.execv(  # noqa: S606 - no shell is wanted
            sys.executable,
            [
                sys.executable,
                "-m",
                "granian",
                "--no-ws",
                "--respawn-failed-workers",
                *(str(part) for pair in arguments.items() for part in pair),
                "newsportal.wsgi:application",
            ],
        )
