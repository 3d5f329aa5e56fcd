"""Who runs a job: whichever worker changes its row first. Nothing here depends on a worker ending well.

A row is changed only as it was read (compare and swap), so that any number of workers, on both databases, can ask for
the same job at the same moment and one gets it.
"""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.db.models import Q

from newsportal.jobs import PeriodicJob, periodic_jobs
from newsportal.schedule.models import Job

HELD_FOR = datetime.timedelta(minutes=1)
LONGEST_OUTCOME = 4_000  # characters: the end of what a job said


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
    due = Job.objects.filter(free, is_on=True, next_run_at__lte=now, command__in=periodic_jobs())
    for job in due.order_by("next_run_at", "pk"):
        name = secrets.token_hex(16)
        unchanged = Job.objects.filter(pk=job.pk, held_by=job.held_by, held_until=job.held_until, is_on=True)
        if unchanged.update(held_by=name, held_until=now + HELD_FOR, started_at=now):
            return Claim(job, job.plan, name, now)
    return None


def extend(claim: Claim, now: datetime.datetime) -> bool:
    """Hold the job for another while; ``False`` when another worker has taken it over."""
    return bool(claim.row().update(held_until=now + HELD_FOR))


def finish(claim: Claim, *, outcome: str, has_failed: bool, now: datetime.datetime) -> None:
    """Write down how it went, and when the next run is; nothing when another worker has taken the job over."""
    claim.row().update(
        held_by="",
        held_until=None,
        seconds=(now - claim.started_at).total_seconds(),
        outcome=outcome[-LONGEST_OUTCOME:],
        has_failed=has_failed,
        # From when it was begun, so that a job keeps its pace; never at once again, however long it took.
        next_run_at=max(claim.started_at + claim.job.every, now + datetime.timedelta(seconds=1)),
    )


def give_back(claim: Claim) -> None:
    """Leave a job that was not brought to its end to the next worker."""
    claim.row().update(held_by="", held_until=None)
