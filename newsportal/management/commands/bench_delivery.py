from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.test.utils import override_settings

from newsportal.bench.archives import postgres_archive, sqlite_archive
from newsportal.bench.delivery import delivery_table, measure_delivery, memory_table, verdict_on_delivery
from newsportal.bench.servers import load_generator
from newsportal.bench.tables import size_name
from newsportal.management.commands.bench import LARGE, SEARCHED_ON_SQLITE, SITE, SMALL
from topics.progress import Progress


class Command(BaseCommand):
    """Prints the figures as Markdown. The first run makes the archives, which takes some minutes."""

    help = "Measure pages on the production server, beside a constant Django view, on archives kept in .bench/."
    requires_system_checks = ()  # the site's own database need not exist

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=3, help="How often each page is measured.")
        parser.add_argument("--seconds", type=int, default=3, help="How long each time.")
        parser.add_argument("--articles", type=int, nargs="+", default=[SMALL, LARGE], help="Sizes on PostgreSQL.")

    def handle(self, *, rounds, seconds, articles, **options):
        if not load_generator():
            self.stdout.write("LEFT OUT: pages on the production server. They need wrk (apt install wrk).")
            return
        folder = settings.BASE_DIR / ".bench"
        # As production does it: one stylesheet, and names with hashes.
        call_command("collectstatic", interactive=False, verbosity=0)
        with override_settings(**SITE | {"STATIC_ROOT": settings.STATIC_ROOT}, MEDIA_ROOT=folder / "media"):
            for size in articles:
                self._measure(postgres_archive(folder, size), size, folder, rounds=rounds, seconds=seconds)
            database = sqlite_archive(folder, SEARCHED_ON_SQLITE)
            self._measure(database, SEARCHED_ON_SQLITE, folder, rounds=rounds, seconds=seconds)

    def _measure(self, database, size, folder, *, rounds, seconds):
        with Progress(f"Delivery from {database.engine}", total=rounds) as progress:
            measured = measure_delivery(database, folder, rounds=rounds, seconds=seconds, advance=progress.advance)
        self.stdout.write(f"## Pages of {size_name(size)} stories on {database.engine}, as they are delivered\n")
        self.stdout.write(delivery_table(measured) + "\n")
        self.stdout.write(verdict_on_delivery(measured) + "\n")
        self.stdout.write(memory_table(measured) + "\n")
        self.stdout.flush()
