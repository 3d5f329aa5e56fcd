"""Who sends an edition, and how far it came: the states of ``SentDigest``, each step taken by one run alone.

    (no row) ──► claimed ──► handed over ──► sent
                 │  ▲           ├──► failed      refused; tried again until the next is due
                 │  │           └──► uncertain   interrupted in this very step: never repeated
                 │  └── taken over when its run fell silent, or an hour after it failed
                 └──► empty, failed

Every step names the state it starts from, so that a run that was thought dead can do no harm when it wakes up.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from newsportal.feeds.models import Digest, SentDigest

TAKEN_OVER_AFTER = datetime.timedelta(minutes=10)  # no edition takes nearly as long to make
TRIED_AGAIN_AFTER = datetime.timedelta(hours=1)
KEPT_FOR = datetime.timedelta(days=90)  # what became of editions

State = SentDigest.State


@dataclass
class Claim:
    """The right of this run to send one edition. Where a method returns ``False``, it has been lost."""

    edition: SentDigest
    since: datetime.datetime  # where the edition's stories begin

    def release(self) -> None:
        """Let the next run have the edition at once."""
        self._mine().delete()

    def finish_empty(self) -> bool:
        with transaction.atomic():
            return self._step(self._mine(), State.EMPTY) and self._cover(self.since, self.edition.due_at)

    def fail(self) -> bool:
        """Note that the edition could not be made."""
        return self._step(self._mine(), State.FAILED)

    def hand_over(self, stories: int) -> bool:
        """Note, right before it happens, that the mail server gets the edition with so many stories.

        From here on it counts as covered and is never made again. ``False`` also when its reader has just ended the
        digest.
        """
        with transaction.atomic():
            wanted = self._step(self._mine(), State.HANDED_OVER, stories=stories)
            wanted = wanted and self._cover(self.since, self.edition.due_at)
            transaction.set_rollback(not wanted)
        return wanted

    def finish(self) -> None:
        self._step(self._handed_over(), State.SENT)

    def refused(self) -> None:
        """Note that the mail server has not taken it: its stories are still to be sent."""
        with transaction.atomic():
            if self._step(self._handed_over(), State.FAILED):
                self._cover(self.edition.due_at, self.since)

    def lost(self) -> None:
        """Note that nobody knows whether the mail server has taken it."""
        self._step(self._handed_over(), State.UNCERTAIN)

    def _mine(self):
        return SentDigest.objects.filter(pk=self.edition.pk, state=State.CLAIMED, claimed_at=self.edition.claimed_at)

    def _handed_over(self):
        return SentDigest.objects.filter(pk=self.edition.pk, state__in=[State.HANDED_OVER, State.UNCERTAIN])

    def _step(self, rows, state: SentDigest.State, **values) -> bool:
        return rows.update(state=state, **values) == 1

    def _cover(self, before: datetime.datetime, after: datetime.datetime) -> bool:
        digests = Digest.objects.filter(pk=self.edition.digest_id, covered_until=before)
        return digests.filter(running_since__isnull=False).update(covered_until=after) == 1


def claim_edition(digest: Digest, due_at: datetime.datetime, now: datetime.datetime) -> Claim | None:
    """Take the edition of ``due_at`` for this run; ``None`` when another run has it or had it.

    Also ``None`` when it failed less than an hour ago. Forgets editions of a quarter of a year ago.
    """
    edition, is_new = SentDigest.objects.get_or_create(digest=digest, due_at=due_at, defaults={"claimed_at": now})
    if not is_new:
        silent = Q(state=State.CLAIMED, claimed_at__lte=now - TAKEN_OVER_AFTER)
        failed = Q(state=State.FAILED, claimed_at__lte=now - TRIED_AGAIN_AFTER)
        free = SentDigest.objects.filter(silent | failed, pk=edition.pk, claimed_at=edition.claimed_at)
        if not free.update(state=State.CLAIMED, claimed_at=now):
            return None
        edition.claimed_at = now
    digest.editions.filter(due_at__lt=due_at - KEPT_FOR).delete()
    return Claim(edition, digest.covered_until)


def settle_interrupted(now: datetime.datetime) -> list[SentDigest]:
    """Editions whose run was killed while the mail server got them: they become uncertain, and are told once."""
    interrupted = SentDigest.objects.filter(state=State.HANDED_OVER, claimed_at__lte=now - TAKEN_OVER_AFTER)
    return [
        edition
        for edition in interrupted.select_related("digest__feed").defer("digest__feed__rules")
        if interrupted.filter(pk=edition.pk).update(state=State.UNCERTAIN)
    ]
