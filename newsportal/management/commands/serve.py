import os
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand

from newsportal.serving import HOST, refuse_busy_port

WORKERS = 2
THREADS = 4  # of each worker; each may hold a connection to the database


class Command(BaseCommand):
    help = f"Serves the site with the production server at {HOST}, on the port of the environment."

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-worker", action="store_true", help="Run the worker beside the server, for as long as that lives."
        )

    def handle(self, *, with_worker, **options):
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
        if with_worker:
            worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--with-parent", str(os.getpid())]
            subprocess.Popen(worker)  # noqa: S603 - our own command
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
