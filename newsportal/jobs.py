"""What the site does from time to time: each app names its own jobs in a module ``jobs``, and they are collected here.

A job is a command of ``manage.py``: the worker (``newsportal.schedule``) runs it as cron would, and a person may.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

_registered: dict[str, PeriodicJob] = {}


@dataclass(frozen=True)
class PeriodicJob:
    """``command`` with ``arguments``, to be run ``every`` so often; stopped when it takes longer than ``limit``.

    It must do no harm when it runs twice, or is killed and runs again.
    """

    command: str
    title: str | Promise
    every: datetime.timedelta
    limit: datetime.timedelta = datetime.timedelta(minutes=10)
    arguments: tuple[str, ...] = ()


def register(job: PeriodicJob) -> None:
    """Called in an app's module ``jobs``. Raises ``ValueError`` for a second job with the same command."""
    if _registered.setdefault(job.command, job) != job:
        raise ValueError(f"There are two jobs that run {job.command}.")


def periodic_jobs() -> dict[str, PeriodicJob]:
    """All jobs by their command."""
    _discover()
    return dict(_registered)


@cache  # the worker asks every other second, and looking for modules that are not there takes time
def _discover() -> None:
    autodiscover_modules("jobs")


register(PeriodicJob("clearsessions", _("Delete sessions that have run out"), every=datetime.timedelta(days=1)))
# Of articles, which may not import anything from here.
register(
    PeriodicJob(
        "rebuild_search",
        _("Index for search what has changed around many stories"),
        every=datetime.timedelta(minutes=5),
        limit=datetime.timedelta(hours=2),
        arguments=("--if-behind",),
    )
)
register(
    PeriodicJob(
        "collect_vocabulary", _("Collect the words that stories are written in"), every=datetime.timedelta(days=1)
    )
)
register(PeriodicJob("forget_searches", _("Delete readers' searches of long ago"), every=datetime.timedelta(days=1)))
register(
    PeriodicJob(
        "tidy_sittings", _("Put away what editors typed long ago and never saved"), every=datetime.timedelta(hours=6)
    )
)
