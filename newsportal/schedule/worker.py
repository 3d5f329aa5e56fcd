"""The process beside the site that runs what is due. Each job is a process of its own, which can be stopped."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from newsportal.jobs import PeriodicJob
from newsportal.schedule.claiming import HELD_FOR, Claim, add_missing_jobs, claim_due_job, extend, finish, give_back

MOST_AT_ONCE = 4
LOOK_EVERY = 2.0  # seconds
GRACE = 20.0  # seconds that running jobs have to come to their end when the worker is asked to stop


def manage(job: PeriodicJob) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), job.command, *job.arguments]


@dataclass
class Run:
    claim: Claim
    process: subprocess.Popen
    said: IO[bytes]
    began: float = field(default_factory=time.monotonic)
    extended: float = field(default_factory=time.monotonic)

    def outcome(self) -> str:
        self.said.seek(0)
        return self.said.read().decode(errors="replace").replace("\x00", "").strip()


class Worker:
    """Runs due jobs until ``stop`` is set, or ``is_wanted`` says no.

    ``say`` gets a line for each job; ``command_of`` makes a process of one.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        *,
        is_wanted: Callable[[], bool] = lambda: True,
        command_of: Callable[[PeriodicJob], list[str]] = manage,
    ):
        self.say, self.is_wanted, self.command_of = say, is_wanted, command_of
        self.stop = threading.Event()
        self.runs: list[Run] = []

    def work(self) -> None:
        """Look for work until asked to stop, then wait for what runs. A database that is away is waited for."""
        is_away = False
        while not self.stop.is_set() and self.is_wanted():
            try:
                close_old_connections()  # one that broke is not asked again
                self.look()
                is_away = False
            except Error as problem:
                if not is_away:
                    self.say(_("The database does not answer: %s") % problem)
                is_away = True
            self.stop.wait(LOOK_EVERY)
        self.end()

    def look(self) -> None:
        """One round: see to the jobs that run, and begin what is due."""
        add_missing_jobs(timezone.now())
        self.runs = [run for run in self.runs if not self._see_to(run)]
        while len(self.runs) < MOST_AT_ONCE and (claim := claim_due_job(timezone.now())):
            self._begin(claim)

    def end(self) -> None:
        """Let the jobs that run come to their end for a while; stop the others, and leave them to the next worker."""
        until = time.monotonic() + GRACE
        while self.runs and time.monotonic() < until:
            self.runs = [run for run in self.runs if not self._see_to(run)]
            time.sleep(0.1 if self.runs else 0)
        for run in self.runs:
            self._terminate(run)
            run.said.close()
            give_back(run.claim)
            self.say(_("%s: stopped, for the next worker") % run.claim.plan.command)
        self.runs = []

    def _begin(self, claim: Claim) -> None:
        said = tempfile.TemporaryFile()
        try:
            process = subprocess.Popen(  # noqa: S603 - a command of our own
                self.command_of(claim.plan),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the worker, which then decides
            )
        except OSError as problem:
            said.close()
            finish(claim, outcome=str(problem), has_failed=True, now=timezone.now())
            return
        self.runs.append(Run(claim, process, said))

    def _see_to(self, run: Run) -> bool:
        """Whether the run is over; if so, it is written down."""
        code, plan = run.process.poll(), run.claim.plan
        if code is None and time.monotonic() - run.began > plan.limit.total_seconds():
            self._terminate(run)
            self._over(run, _("Stopped: it took longer than %s.") % plan.limit, has_failed=True)
            return True
        if code is None:
            return self._hold(run)
        self._over(run, "", has_failed=code != 0)
        return True

    def _hold(self, run: Run) -> bool:
        if time.monotonic() - run.extended < HELD_FOR.total_seconds() / 3:
            return False
        run.extended = time.monotonic()
        if extend(run.claim, timezone.now()):
            return False
        self._terminate(run)  # this machine slept, and another worker runs the job now
        run.said.close()
        return True

    def _over(self, run: Run, added: str, *, has_failed: bool) -> None:
        outcome = "\n".join(filter(None, [run.outcome(), added]))
        finish(run.claim, outcome=outcome, has_failed=has_failed, now=timezone.now())
        run.said.close()
        last = outcome.splitlines()[-1] if outcome else _("done")
        self.say(f"{run.claim.plan.command}: {_('failed: ') if has_failed else ''}{last}")

    def _terminate(self, run: Run) -> None:
        run.process.terminate()
        try:
            run.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            run.process.kill()
            run.process.wait()
