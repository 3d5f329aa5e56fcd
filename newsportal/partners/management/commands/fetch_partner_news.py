from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.http import fetch
from newsportal.partners.models import Source
from newsportal.partners.refreshing import RefreshResult, refresh_all
from newsportal.partners.side_by_side import WORKERS
from topics.progress import Progress


class Command(BaseCommand):
    help = gettext_lazy(
        "Reads the feeds of all partners that are due, several side by side. What came of each stands on it at the "
        "desk. Ends with an error when a source could not be read; the others are read all the same."
    )

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help=_("Read every source that is on, due or not."))
        parser.add_argument(
            "--workers", type=int, default=WORKERS, metavar=_("NUMBER"), help=_("How many to read at once.")
        )

    def handle(self, *, workers: int, **options):
        sources = Source.objects.active() if options["all"] else Source.objects.due(timezone.now())
        sources = list(sources)
        results = self.read(sources, workers=max(1, workers))
        if not results:
            self.stdout.write(_("No source is due."))
            return
        failed = sum(result.is_failure for result in results)
        created = sum(result.created for result in results)
        self.stdout.write(
            ngettext("%(count)s source", "%(count)s sources", len(results)) % {"count": len(results)}
            + _(": %(created)s new items, %(failed)s failures") % {"created": created, "failed": failed}
        )
        if failed:
            raise CommandError(_("Some sources could not be read."))

    def read(self, sources: list[Source], *, workers: int) -> list[RefreshResult]:
        results = []
        with Progress(_("Sources"), total=len(sources), stream=self.stdout) as progress:
            for source, result in refresh_all(sources, fetch=fetch, workers=workers):
                results.append(result)
                progress.note(f"{source.name}: {result.outcome}")
                progress.advance()
        return results
