import os
import subprocess
import sys

from django.conf import settings
from django.core.management import BaseCommand

from newsportal.serving import HOST, refuse_busy_port, server_command


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
        if with_worker:
            worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--with-parent", str(os.getpid())]
            subprocess.Popen(worker)  # noqa: S603 - our own command
        # In place of this process, so that signals reach the server itself.
        command = server_command(port)
        os.execv(command[0], command)  # noqa: S606 - no shell is wanted
