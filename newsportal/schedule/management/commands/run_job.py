import os
import signal
import threading

from django.core.management import BaseCommand, CommandError, call_command
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.jobs import periodic_jobs


class Command(BaseCommand):
    """How the worker starts a job. Whoever runs one by hand calls the job's own command."""

    help = gettext_lazy("Runs a job for the worker at the other end of standard input, and is killed when that ends.")

    def add_arguments(self, parser):
        parser.add_argument("command", metavar=_("COMMAND"))

    def handle(self, *, command, **options):
        job = periodic_jobs().get(command)
        if job is None:
            raise CommandError(_("“%s” is no job of this site.") % command)
        end_with_worker()
        call_command(job.command, *job.arguments)


def end_with_worker() -> None:
    """From here on this process and all that it starts are killed as soon as the worker has ended, however it ended.

    A worker that is killed cannot stop its jobs, and the next one would begin them while they still run.
    """

    def wait() -> None:
        os.read(0, 1)  # not by `sys.stdin`, whose lock this thread would hold when the job is over and Python ends
        os.killpg(os.getpid(), signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()
