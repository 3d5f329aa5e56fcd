from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.search.vocabulary import collect_vocabulary
from topics.progress import Progress


class Command(BaseCommand):
    """Collects the words of the newest stories and of all names, from which search proposes "Did you mean"."""

    help = _("Collect the site's own words anew, for what search proposes to readers who mistyped one.")

    def handle(self, **options):
        with Progress(_("Stories"), stream=self.stdout) as progress:
            count = collect_vocabulary(advance=progress.advance)
        self.stdout.write(_("%(count)s words.") % {"count": f"{count:,}"})
