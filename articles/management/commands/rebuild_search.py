from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.search import photos
from articles.search.indexing import articles_to_index, index_missing, is_behind, mark_all_stale
from topics.progress import Progress


class Command(BaseCommand):
    """Indexes for search what the index does not hold as it is: missing, marked, or made in another way.

    Each batch stands for itself: an interrupted run is finished by running the command again, also one with ``--all``,
    which then goes without it.
    """

    help = gettext_lazy(
        "Index for search the stories and photographs that are missing in the index or have changed around it."
    )

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--all", action="store_true", help=_("Index every story anew."))
        how.add_argument(
            "--if-behind",
            action="store_true",
            help=_("Do nothing when a glance finds nothing to do: what the worker asks every few minutes."),
        )

    def handle(self, *, if_behind, **options):
        if if_behind and not is_behind() and not photos.is_behind():
            return
        if options["all"]:
            mark_all_stale()
            photos.mark_all_stale()
        stories = pictures = 0
        try:
            if total := photos.photos_to_index().count():
                with Progress(_("Photographs"), total=total, stream=self.stdout) as progress:
                    pictures = photos.index_missing(advance=progress.advance)
            if total := articles_to_index().count():
                with Progress(_("Stories"), total=total, stream=self.stdout) as progress:
                    stories = index_missing(advance=progress.advance)
        except KeyboardInterrupt:
            raise CommandError(_("Interrupted. Run “rebuild_search” to go on.")) from None
        if pictures:
            said = ngettext("%s photograph is indexed anew.", "%s photographs are indexed anew.", pictures)
            self.stdout.write(said % f"{pictures:,}")
        if stories:
            said = ngettext("%s story is indexed anew.", "%s stories are indexed anew.", stories)
            self.stdout.write(said % f"{stories:,}")
        if not pictures and not stories:
            self.stdout.write(_("The index is complete."))
