from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from newsportal.plans import plans_of, readers_pages


class Command(BaseCommand):
    """Asks each page of readers once with nothing kept, and has the database explain every question of it."""

    help = "Prints how the database answers readers' pages; fails where one reads a table of all stories whole."

    def add_arguments(self, parser):
        parser.add_argument("--brief", action="store_true", help="Print only what reads a large table whole.")

    def handle(self, *, brief, **options):
        found = 0
        with override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
            for name, address in readers_pages():
                plans = plans_of(address)
                self.stdout.write(self.style.MIGRATE_HEADING(f"{name}: {address} asks {len(plans)} questions"))
                for plan in plans:
                    found += plan.reads_a_large_table_whole
                    if plan.reads_a_large_table_whole or not brief:
                        mark = "READS A LARGE TABLE WHOLE: " if plan.reads_a_large_table_whole else ""
                        self.stdout.write(f"{mark}{plan.sql}\n\n{plan.text}\n")
        if found:
            raise CommandError(f"{found} questions of readers' pages read a table of all articles from end to end.")
        self.stdout.write("No question of a reader's page reads a table of all articles from end to end.")
