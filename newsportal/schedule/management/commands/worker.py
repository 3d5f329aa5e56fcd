import os
import signal

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
            action="store_true",
            help=_("End as soon as the process that started this one has ended."),
        )

    def handle(self, *, with_parent, **options):
        parent = os.getppid()
        worker = Worker(self._say, is_wanted=lambda: not with_parent or os.getppid() == parent)
        for sent in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sent, lambda *_: worker.stop.set())
        self._say(_("The worker looks for due jobs."))
        worker.work()
        self._say(_("The worker has ended."))

    def _say(self, line: str) -> None:
        self.stdout.write(f"{timezone.localtime():%Y-%m-%d %H:%M:%S} {line}")
        self.stdout.flush()
