import os

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from newsportal.bench.archives import POSTGRESQL, SQLITE, prepare_archives, sqlite_archive
from newsportal.bench.feeds import feeds_table, measure_feeds
from newsportal.bench.feeds import verdict as verdict_on_feeds
from newsportal.bench.imports import BUDGET_PER_SECOND, ITEMS, import_rate
from newsportal.bench.pages import count_queries, measure_pages, pages_table
from newsportal.bench.searches import measure_searches, searches_table
from newsportal.bench.searches import verdict as verdict_on_searches
from newsportal.bench.streams import measure_streams, stream_table, verdict
from newsportal.bench.tables import size_name
from topics.progress import Progress

PARTS = ["streams", "feeds", "searches", "pages", "import"]
ENGINES = [SQLITE, POSTGRESQL]
SMALL = 10_000
LARGE = 1_000_000
SEARCHED_ON_SQLITE = 100_000  # SQLite is for sites of this size; their search is measured on an archive of its own
ARTICLE_QUERIES, OWN_ARTICLE_QUERIES = 12, 6
# The site of the bench: nothing of it depends on what .env says, and nothing is written outside .bench/.
SITE = {
    "DEBUG": False,  # Django would keep a copy of every query
    "ALLOWED_HOSTS": ["127.0.0.1"],
    "SITE_URL": "http://127.0.0.1:8000",
    "SECURE_SSL_REDIRECT": False,
    "STATIC_ROOT": settings.STATICFILES_DIRS[0],  # collected files are not needed, but WhiteNoise looks for them
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
}


class Command(BaseCommand):
    """Prints what ``make bench`` promises, as Markdown. The first run makes the archives, which takes some minutes."""

    help = "Measure the stream, searches, the pages and the import on archives kept in .bench/."
    requires_system_checks = ()  # the site's own database need not exist

    def add_arguments(self, parser):
        parser.add_argument(
            "--articles",
            type=int,
            default=int(os.environ.get("ARTICLES") or LARGE),
            help="The size of the larger archive; the environment's ARTICLES says the same.",
        )
        parser.add_argument("--rounds", type=int, default=150, help="How often each page of the stream is read.")
        parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="What is measured.")
        parser.add_argument("--on", nargs="+", choices=ENGINES, default=ENGINES, help="Which databases are measured.")

    def handle(self, *, articles, rounds, only, on, **options):
        if articles <= SMALL:
            raise CommandError(f"ARTICLES must be more than {SMALL:,}: the archives are compared.")
        folder = settings.BASE_DIR / ".bench"
        sizes = [SMALL, articles]
        with override_settings(**SITE, MEDIA_ROOT=folder / "media"):
            for engine, databases in prepare_archives(folder, sizes, on).items():
                if "streams" in only:
                    self._streams(engine, databases, sizes, rounds)
                if "feeds" in only:
                    self._feeds(engine, databases, sizes, rounds=max(5, rounds // 6))
                if "searches" in only:
                    self._searches(engine, databases[1], articles, folder, rounds=max(20, rounds // 2))
                if "pages" in only:
                    self._pages(engine, databases, sizes, rounds=max(3, rounds // 10))
            if "import" in only:
                self._import(folder)

    def _streams(self, engine, databases, sizes, rounds):
        small, large = (database.alias for database in databases)
        with Progress(f"Streams on {engine}", total=rounds) as progress:
            measured = measure_streams(small, large, rounds=rounds, advance=progress.advance)
        self._say(f"## The stream on {engine} (ms)")
        self._say(stream_table(measured, list(zip((small, large), sizes, strict=True))))
        self._say(verdict(measured, small, large))

    def _feeds(self, engine, databases, sizes, rounds):
        with Progress(f"Feeds on {engine}", total=rounds) as progress:
            measured = measure_feeds(*databases, rounds=rounds, advance=progress.advance)
        names = [size_name(size) for size in sizes]
        for has_words, what in ((False, "Feeds of readers"), (True, "Feeds with words")):
            self._say(f"## {what} on {engine} (ms in the database; whole: with all of Python)")
            self._say(feeds_table(measured, *databases, names, has_words=has_words))
            self._say(verdict_on_feeds(measured, databases[1], has_words=has_words))

    def _searches(self, engine, database, size, folder, rounds):
        if engine == SQLITE and size > SEARCHED_ON_SQLITE:
            size = SEARCHED_ON_SQLITE
            database = sqlite_archive(folder, size)
        with Progress(f"Searches on {engine}", total=rounds) as progress:
            measured = measure_searches(database, rounds=rounds, advance=progress.advance)
        self._say(f"## Searches of {size_name(size)} stories on {engine} (ms; whole: a page with all of Python)")
        self._say(searches_table(measured))
        self._say(verdict_on_searches(measured))

    def _pages(self, engine, databases, sizes, rounds):
        small, large = databases
        counts, own = count_queries(large)
        with Progress(f"Pages on {engine}", total=rounds) as progress:
            measured = measure_pages(small, large, rounds=rounds, advance=progress.advance)
        self._say(f"## Pages on {engine}, nothing cached (queries; ms)")
        self._say(pages_table(counts, measured, small, large, [size_name(size) for size in sizes]))
        self._say(
            f"The article page asks {counts['article']} queries (at most {ARTICLE_QUERIES}), "
            f"{own} of them for itself (at most {OWN_ARTICLE_QUERIES})."
        )

    def _import(self, folder):
        rate = import_rate(folder)
        self._say("## Import")
        self._say(f"{ITEMS:,} ninjs items into an empty SQLite: {rate:.0f} a second (at least {BUDGET_PER_SECOND}).")

    def _say(self, text):
        self.stdout.write(text + "\n")
        self.stdout.flush()
