"""Digests: what a reader chose, and the editions that are sent, each exactly once (docs/operators.md)."""

from __future__ import annotations

import datetime
import logging
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from newsportal.accounts.addresses import verified_address
from newsportal.feeds.addresses import new_token
from newsportal.feeds.claims import Claim, claim_edition
from newsportal.feeds.editions import Edition, edition_of
from newsportal.feeds.mailing import Post, Refused, Uncertain, Unreachable, message_of
from newsportal.feeds.models import Digest
from newsportal.feeds.schedule import Schedule

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime.datetime]


class Outcome(StrEnum):
    """What a run did about a digest that was due."""

    SENT = "sent"
    EMPTY = "empty"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  # only the mail server knows: never sent again
    UNVERIFIED = "unverified"  # its reader has no verified address to send it to
    LEFT = "left"  # another run has it or had it, it failed just now, or its reader ended the digest meanwhile


def schedule_of(digest: Digest) -> Schedule:
    """When ``digest`` is due. A zone that is no longer in the IANA list counts as the site's."""
    try:
        zone = zoneinfo.ZoneInfo(digest.zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        zone = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    return Schedule(digest.hour, zone, digest.weekday if digest.frequency == Digest.Frequency.WEEKLY else None)


def due_edition(digest: Digest, now: datetime.datetime) -> datetime.datetime | None:
    """The latest moment at which ``digest`` was due and for which nothing was sent; ``None`` when there is none.

    Of several that were missed only the latest is due; its stories begin where the last edition ended.
    """
    if digest.running_since is None:
        return None
    due = schedule_of(digest).last(now)
    return due if due > digest.running_since and due > digest.covered_until else None


def start_digest(digest: Digest, now: datetime.datetime) -> None:
    """Send ``digest`` as it now says, from its next due moment on; the first edition covers a whole period.

    One that is running goes on from where it was: a changed hour loses no story, and brings none twice.
    """
    if digest.running_since is None:
        schedule = schedule_of(digest)
        digest.covered_until = schedule.next(now) - schedule.period
    digest.token = digest.token or new_token()
    digest.running_since = now
    digest.save()


def end_digest(digest: Digest) -> None:
    """Send no more editions. The row stays: the links of old mails go on working, for a digest begun anew as well."""
    digest.running_since = None
    digest.save(update_fields=["running_since"])


def due_digests(now: datetime.datetime) -> list[int]:
    """The ids of the digests with a due edition. Feeds are not read: one that is damaged stops no others."""
    running = Digest.objects.filter(running_since__isnull=False, feed__owner__is_active=True).order_by("pk")
    return [digest.pk for digest in running.iterator(chunk_size=2_000) if due_edition(digest, now)]


def send_due(post: Post, due: Iterable[int], *, clock: Clock = timezone.now) -> Iterator[tuple[int, Outcome]]:
    """Send the digests with the ids ``due`` through ``post``; yields each id with its outcome as it is known.

    Raises ``Unreachable`` when the mail server cannot be reached; what was not sent is then left for the next run.
    Any other trouble stays with its digest: it is logged, and counts as failed.
    """
    for pk in due:
        try:
            outcome = send_digest(pk, post, clock)
        except Unreachable:
            raise
        except Exception:
            logger.exception("The digest %s could not be sent.", pk)
            outcome = Outcome.FAILED
        yield pk, outcome


def send_digest(pk: int, post: Post, clock: Clock) -> Outcome:
    digest = Digest.objects.select_related("feed__owner").filter(pk=pk).first()
    due_at = digest and due_edition(digest, clock())
    if not due_at:
        return Outcome.LEFT
    recipient = verified_address(digest.feed.owner)
    if not recipient:
        return Outcome.UNVERIFIED
    claim = claim_edition(digest, due_at, clock())
    if claim is None:
        return Outcome.LEFT
    try:
        edition = edition_of(digest, schedule_of(digest).zone, due_at=due_at, now=clock())
        if not edition.stories:
            claim.finish_empty()
            return Outcome.EMPTY
        message = message_of(edition, recipient=recipient)
        post.make_ready()
    except Unreachable:
        claim.release()
        raise
    except Exception:
        claim.fail()
        raise
    return hand_over(claim, edition, message, post)


def hand_over(claim: Claim, edition: Edition, message: EmailMessage, post: Post) -> Outcome:
    if not claim.hand_over(edition.count):
        claim.release()
        return Outcome.LEFT
    try:
        post.send(message)
    except Refused as refusal:
        claim.refused()
        logger.warning("The mail server has not taken the digest %s: %s", edition.digest.pk, refusal)
        return Outcome.FAILED
    except Uncertain as interruption:
        claim.lost()
        logger.warning("Whether the digest %s was sent is uncertain: %s", edition.digest.pk, interruption)
        return Outcome.UNCERTAIN
    claim.finish()
    return Outcome.SENT
