from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.feeds.claims import settle_interrupted
from newsportal.feeds.digests import Outcome, due_digests, send_due
from newsportal.feeds.mailing import Post, Unreachable
from topics.progress import Progress


class Command(BaseCommand):
    """Exit code 1 means that the mail server could not be reached; the next run goes on from there."""

    help = gettext_lazy(
        "Sends readers the digests that are due. Meant to be called every few minutes; two runs at once, and runs "
        "that were killed, do no harm: no edition is sent twice."
    )

    def handle(self, **options):
        self._tell_interrupted()
        due = due_digests(timezone.now())
        outcomes = Counter()
        try:
            with Progress(_("Digests"), total=len(due), stream=self.stdout) as progress, Post() as post:
                for _pk, outcome in send_due(post, due):
                    outcomes[outcome] += 1
                    progress.advance()
        except Unreachable as problem:
            self._tell(outcomes)
            raise CommandError(
                _("The mail server cannot be reached (%(problem)s): the next run sends the rest.")
                % {"problem": problem}
            ) from problem
        self._tell(outcomes)

    def _tell_interrupted(self) -> None:
        for edition in settle_interrupted(timezone.now()):
            self.stderr.write(
                _("A run was interrupted while it handed over digest %(digest)s of %(due)s. It is not sent again.")
                % {"digest": edition.digest_id, "due": f"{edition.due_at:%Y-%m-%d %H:%M} UTC"}
            )

    def _tell(self, outcomes: Counter) -> None:
        lines = {
            Outcome.SENT: _("sent"),
            Outcome.EMPTY: _("nothing new, not sent"),
            Outcome.FAILED: _("failed, to be tried again after an hour"),
            Outcome.UNCERTAIN: _("interrupted while they were handed over, not to be sent again"),
            Outcome.UNVERIFIED: _("without a verified address"),
            Outcome.LEFT: _("left to another run, or to a later one"),
        }
        for outcome, said in lines.items():
            if outcomes[outcome]:
                self.stdout.write(f"{outcomes[outcome]:,} {said}")
        if not outcomes:
            self.stdout.write(_("No digest is due."))
