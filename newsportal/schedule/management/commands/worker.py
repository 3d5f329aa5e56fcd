import os
import signal
import threading

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.schedule.worker import Worker


class Command(BaseCommand):
    """Ends with SIGTERM or Ctrl-C: what runs may come to its end, for twenty seconds."""

    help = gettext_lazy(
        "Runs the site's periodic jobs when they are due, until it is stopped. Any number of workers may run, on any "
        "number of machines; cron may run the jobs instead."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--with-parent",
            type=int,
            metavar="PID",
            help=_("End as soon as the process of this number, which started this one, has ended."),
        )

    def handle(self, *, with_parent, **options):
        # Its number is given, because it may have ended before this line is reached.
        worker = Worker(self._say, is_wanted=lambda: not with_parent or os.getppid() == with_parent)

        def stop(*_signal) -> None:
            # From a thread: the signal may come while this one holds the event's lock, and it would wait for itself.
            threading.Thread(target=worker.stop.set).start()

        for sent in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sent, stop)
        self._say(_("The worker looks for due jobs."))
        worker.work()
        self._say(_("The worker has ended."))

    def _say(self, line: str) -> None:
        self.stdout.write(f"{timezone.localtime():%Y-%m-%d %H:%M:%S} {line}")
        self.stdout.flush()
