from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.topic_moves import articles_concerned, move_topic, topic_named
from topics.progress import Progress


class Command(BaseCommand):
    """Hangs a topic, with all below it, under another one, and brings the timelines of its articles along.

    An interrupted run is finished by running the same command again.
    """

    help = _("Move a topic to another place in the tree.")

    def add_arguments(self, parser):
        parser.add_argument("topic", metavar="SLUG")
        place = parser.add_mutually_exclusive_group(required=True)
        place.add_argument("--under", metavar="SLUG", help=_("The topic it shall stand under."))
        place.add_argument("--to-top", action="store_true", help=_("It shall stand under none."))

    def handle(self, *, topic, under, to_top, **options):
        try:
            moved = topic_named(topic)
            parent = None if to_top else topic_named(under)
            with Progress(_("Articles"), total=articles_concerned(moved), stream=self.stdout) as progress:
                done = move_topic(moved, parent=parent, progress=progress.advance)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        self.stdout.write(
            _("“%(topic)s” is moved: %(articles)s articles, %(rows)s rows of timelines changed.")
            % {"topic": moved, "articles": f"{done.articles:,}", "rows": f"{done.rows:,}"}
        )
