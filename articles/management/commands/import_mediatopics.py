from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.search.indexing import index_changed
from articles.search.names import stories_of_topics
from topics.mediatopics import VocabularyRefused, read_vocabulary, take_over
from topics.progress import Progress

LISTED = 20


class Command(BaseCommand):
    help = gettext_lazy(
        "Imports the IPTC Media Topics from a JSON file: names in the site's language, hierarchy, retired concepts as "
        "inactive topics. Can be repeated: what editors have changed since stays as it is."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--rename", action="store_true", help=_("Give topics that are here the vocabulary's present names.")
        )

    def handle(self, *, file, rename, **options):
        try:
            concepts = read_vocabulary(file.read_bytes(), language=settings.LANGUAGE_CODE)
        except OSError as error:
            raise CommandError(_("The file cannot be read (%(reason)s).") % {"reason": error.strerror}) from None
        except VocabularyRefused as error:
            raise CommandError(str(error)) from None
        with Progress(_("Topics"), total=len(concepts), stream=self.stdout) as progress:
            outcome = take_over(
                concepts,
                rename=rename,
                advance=progress.advance,
                after_renaming=lambda topics: index_changed(stories_of_topics(topics)),
            )
        for label, count in (
            (_("created"), outcome.created),
            (_("given their code"), outcome.adopted),
            (_("renamed"), outcome.renamed),
            (_("retired"), outcome.retired),
            (_("unchanged"), outcome.unchanged),
        ):
            if count:
                self.stdout.write(f"  {label}: {count:,}")
        if not (outcome.created or outcome.adopted or outcome.renamed or outcome.retired):
            self.stdout.write(_("Nothing has changed."))
        if outcome.elsewhere:
            self.stdout.write(
                _("Topics that stand elsewhere than in the vocabulary: %(count)s. They were not moved.")
                % {"count": len(outcome.elsewhere)}
            )
            for topic in outcome.elsewhere[:LISTED]:
                self.stdout.write(f"  {topic}")
