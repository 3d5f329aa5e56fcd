from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.test.utils import override_settings

from newsportal.bench.archives import empty_postgres, empty_sqlite
from newsportal.bench.relevance import ask, import_stories, relevance_table, verdict, wanted_stories


class Command(BaseCommand):
    """Prints, as Markdown, at which place the story that was meant stands, on both databases.

    FILE is wire copy with the stories that ``newsportal/bench/relevance_queries.toml`` asks for; it comes into
    databases of its own.
    """

    help = "Measure whether search finds the story that is meant, in a file of real stories."
    requires_system_checks = ()  # the site's own database need not exist

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--folder", type=Path, default=settings.BASE_DIR / ".bench", help="Where the databases are made."
        )

    def handle(self, *, file, folder, **options):
        wanted, answers = wanted_stories(), {}
        folder.mkdir(exist_ok=True)
        with override_settings(DEBUG=False, MEDIA_ROOT=folder / "media"):
            for empty in (empty_sqlite, empty_postgres):
                database = empty(folder, "relevance")
                with database.as_default():
                    self.stderr.write(f"Importing {file.name} on {database.engine}")
                    import_stories(file)
                    answers[database.engine] = ask(wanted)
        self.stdout.write(relevance_table(answers))
        for engine, of_engine in answers.items():
            self.stdout.write(f"\n{verdict(engine, of_engine)}")
