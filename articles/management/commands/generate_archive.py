import datetime

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.archive.loading import load_archive
from articles.archive.planning import ARCHIVE_END, Archive
from articles.models import Article, ArticleTag, ArticleTopic, Authorship
from articles.search.loading import load_index
from topics.progress import Progress


class Command(BaseCommand):
    """Fills an empty site with invented articles of ten years, to measure and try it at size.

    The same number, seed and end give the same rows with the same ids on every database. Most articles are
    published; some are drafts, in review, withdrawn, scheduled, or end at a set moment. There are no photographs.
    """

    help = _("Fill an empty site with invented articles, as many as wanted.")

    def add_arguments(self, parser):
        parser.add_argument("--articles", type=_count, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, help=_("Another seed invents another archive."))
        parser.add_argument(
            "--until",
            type=_date,
            default=ARCHIVE_END,
            metavar="YYYY-MM-DD",
            help=_("The day the ten years end, in UTC (%(day)s).") % {"day": f"{ARCHIVE_END:%Y-%m-%d}"},
        )

    def handle(self, *, articles, seed, until, **options):
        archive = Archive(articles, seed, until)
        try:
            with Progress(_("Articles"), total=articles, stream=self.stdout) as progress:

                def advance(steps: int) -> None:
                    progress.advance(steps)
                    if progress.done == articles:
                        progress.note(_("All rows are written; making the indexes."))

                load_archive(archive, advance=advance)
            with Progress(_("Indexed for search"), total=articles, stream=self.stdout) as progress:
                load_index(advance=progress.advance)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        self.stdout.write(
            _("%(articles)s articles, %(topics)s rows of topics, %(tags)s of tags, %(authors)s of authors.")
            % {
                "articles": f"{Article.objects.count():,}",
                "topics": f"{ArticleTopic.objects.count():,}",
                "tags": f"{ArticleTag.objects.count():,}",
                "authors": f"{Authorship.objects.count():,}",
            }
        )


def _count(text: str) -> int:
    number = int(text.replace("_", ""))
    if number < 1:
        raise ValueError(text)
    return number


def _date(text: str) -> datetime.datetime:
    return datetime.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=datetime.UTC)
