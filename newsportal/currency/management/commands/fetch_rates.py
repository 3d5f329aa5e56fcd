from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.currency.fetching import Outcome, fetch_rates
from newsportal.http import fetch
from topics.progress import Progress


class Command(BaseCommand):
    help = gettext_lazy(
        "Gets new reference rates from their publishers. What cannot be believed is refused and reported at the desk; "
        "the rates that are there stay. Ends with an error when a publisher could not be asked."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--history", action="store_true", help=_("Get everything the publishers have, once; takes some minutes.")
        )

    def handle(self, *, history, **options):
        with Progress(_("Files"), stream=self.stdout) as progress:
            outcomes = fetch_rates(fetch=fetch, history=history, advance=progress.advance)
        for outcome in outcomes:
            self.stdout.write(f"{outcome.publisher.label}: {said(outcome)}")
        if not outcomes:
            self.stdout.write(_("No publisher is switched on."))
        if any(outcome.problem for outcome in outcomes):
            raise CommandError(_("Some rates could not be fetched."))


def said(outcome: Outcome) -> str:
    if outcome.received is None:
        return outcome.problem or _("nothing new since last time")
    counts = _("%(created)s new rates, %(corrected)s corrected, %(unchanged)s known; newest day %(day)s") % {
        "created": f"{outcome.received.created:,}",
        "corrected": f"{outcome.received.corrected:,}",
        "unchanged": f"{outcome.received.unchanged:,}",
        "day": outcome.received.newest_day.isoformat(),
    }
    return f"{counts}. {outcome.problem}" if outcome.problem else counts
