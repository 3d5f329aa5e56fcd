from io import StringIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings

from articles.models import Article
from newsportal.bench.tables import ms, table
from newsportal.fresh.application import FreshPages
from newsportal.profiling import profile_page
from newsportal.serving import HOST


class Command(BaseCommand):
    help = "Prints where the time goes while a page is made that nobody has kept; the parts pages share are kept."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", help="Such as /news/; without one, the newest story.")
        parser.add_argument("--rounds", type=int, default=50, help="How often the page is made.")
        parser.add_argument("--functions", type=int, default=20, help="How many of the costliest functions are named.")

    def handle(self, *, address, rounds, functions, **options):
        if address is None:
            newest = Article.objects.published().newest_first().first()
            if newest is None:
                raise CommandError("There is no story yet: name an address.")
            address = newest.get_absolute_url()
        with override_settings(DEBUG=False, ALLOWED_HOSTS=[HOST], SECURE_SSL_REDIRECT=False):
            pages = FreshPages(get_wsgi_application(), most_bytes=1)  # no page fits: each time is the first time
            try:
                stats, seconds = profile_page(pages, address, rounds=rounds)
            except ValueError as error:
                raise CommandError(str(error)) from error
        whole = sum(seconds.values())
        rows = [
            [subject, ms(spent / rounds * 1000), f"{spent / whole:.0%}"] for subject, spent in seconds.most_common()
        ]
        self.stdout.write(f"{address}, made anew {rounds} times; a profile makes all of it two or three times as slow.")
        self.stdout.write(table(["busy with", "ms a page", "share"], [*rows, ["", ms(whole / rounds * 1000), ""]]))
        stats.stream = StringIO()  # it writes in pieces
        stats.sort_stats("tottime").print_stats(functions)
        self.stdout.write(stats.stream.getvalue().replace(f"{settings.BASE_DIR}/", ""))
