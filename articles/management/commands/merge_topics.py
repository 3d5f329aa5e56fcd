from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.topic_moves import articles_concerned, merge_topics, topic_named
from topics.progress import Progress


class Command(BaseCommand):
    """Files all articles of a topic under another one and deletes it; its address redirects from then on.

    An interrupted run is finished by running the same command again.
    """

    help = _("Merge a topic into another one.")

    def add_arguments(self, parser):
        parser.add_argument("topic", metavar="SLUG", help=_("The topic that goes."))
        parser.add_argument("--into", metavar="SLUG", required=True, help=_("The topic that stays."))

    def handle(self, *, topic, into, **options):
        try:
            source, target = topic_named(topic), topic_named(into)
            name = str(source)
            with Progress(_("Articles"), total=articles_concerned(source), stream=self.stdout) as progress:
                done = merge_topics(source, into=target, progress=progress.advance)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        self.stdout.write(
            _("“%(source)s” is merged into “%(into)s”: %(articles)s articles, %(rows)s rows of timelines changed.")
            % {"source": name, "into": target, "articles": f"{done.articles:,}", "rows": f"{done.rows:,}"}
        )
