"""Who runs a job: whichever worker changes its row first. Nothing here depends on a worker ending well.

A row is changed only as it was read (compare and swap), so that any number of workers, on both databases, can ask for
the same job at the same moment and one gets it.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.db.models import Case, F, Q, When

from newsportal.jobs import PeriodicJob, periodic_jobs
from newsportal.schedule.models import Job

HELD_FOR = datetime.timedelta(minutes=1)
LONGEST_OUTCOME = 4_000  # characters: the end of what a job said
LATE = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Claim:
    """A job that this worker runs, until ``finish``, ``give_back``, or an ``extend`` that came too late."""

    job: Job
    plan: PeriodicJob
    name: str
    started_at: datetime.datetime

    def row(self):
        return Job.objects.filter(pk=self.job.pk, held_by=self.name)


def add_missing_jobs(now: datetime.datetime) -> None:
    """Give every job of the code a row; new ones are due at once."""
    known = set(Job.objects.values_list("command", flat=True))
    Job.objects.bulk_create(
        [
            Job(command=job.command, minutes=max(1, job.every // datetime.timedelta(minutes=1)), next_run_at=now)
            for job in periodic_jobs().values()
            if job.command not in known
        ],
        ignore_conflicts=True,  # another worker may be starting as well
    )


def claim_due_job(now: datetime.datetime) -> Claim | None:
    """Take the job that has been due for longest and that nobody holds; ``None`` when there is none."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    jobs = Job.objects.filter(free, is_on=True, command__in=periodic_jobs())
    for job in jobs.order_by("next_run_at", "pk"):
        if not job.is_due(now):
            continue
        name = secrets.token_hex(16)
        # With the next run: since the row was read, another worker may have run the job and let go of it again.
        unchanged = Job.objects.filter(
            pk=job.pk, held_by=job.held_by, held_until=job.held_until, next_run_at=job.next_run_at, is_on=True
        )
        if unchanged.update(held_by=name, held_until=now + HELD_FOR, started_at=now):
            return Claim(job, job.plan, name, now)
    return None


def extend(claim: Claim, now: datetime.datetime) -> bool:
    """Hold the job for another while; ``False`` when another worker has taken it over."""
    return bool(claim.row().update(held_until=now + HELD_FOR))


def finish(claim: Claim, *, outcome: str, has_failed: bool, now: datetime.datetime) -> None:
    """Write down how it went, and when the next run is; nothing when another worker has taken the job over.

    A run that was asked for while this one went on is still to come.
    """
    # From when it was begun, so that a job keeps its pace; never at once again, however long it took.
    next_run_at = max(claim.started_at + claim.job.every, now + datetime.timedelta(seconds=1))
    claim.row().update(
        held_by="",
        held_until=None,
        seconds=(now - claim.started_at).total_seconds(),
        outcome=outcome[-LONGEST_OUTCOME:],
        has_failed=has_failed,
        next_run_at=Case(When(next_run_at=claim.job.next_run_at, then=next_run_at), default=F("next_run_at")),
    )


def give_back(claim: Claim) -> None:
    """Leave a job that was not brought to its end to the next worker."""
    claim.row().update(held_by="", held_until=None)


def waiting_since(now: datetime.datetime) -> datetime.datetime | None:
    """Since when a job has been due that no worker takes; ``None`` while workers seem to be alive."""
    jobs = Job.objects.filter(is_on=True, command__in=periodic_jobs())
    if jobs.filter(held_until__gt=now).exists():
        return None  # a worker that has its hands full may be late
    late = jobs.filter(next_run_at__lt=now - LATE).order_by("next_run_at").first()
    return late and late.next_run_at
