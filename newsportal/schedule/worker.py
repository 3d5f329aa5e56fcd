"""The process beside the site that runs what is due. Each job is a process of its own, which can be stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import IO

from django.conf import settings
from django.db import Error, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from newsportal.jobs import PeriodicJob
from newsportal.schedule.claiming import (
    HELD_FOR,
    LONGEST_OUTCOME,
    Claim,
    add_missing_jobs,
    claim_due_job,
    extend,
    finish,
    give_back,
)

MOST_AT_ONCE = 4
LOOK_EVERY = 2.0  # seconds
GRACE = 20.0  # seconds that running jobs have to come to their end when the worker is asked to stop


def manage(job: PeriodicJob) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_job", job.command]


@dataclass(eq=False)
class Run:
    """A job at work. ``stopped`` tells why the worker stopped it, if it did."""

    claim: Claim
    process: subprocess.Popen
    said: IO[bytes]
    began: float = field(default_factory=time.monotonic)
    extended: float = field(default_factory=time.monotonic)
    stopped: str = ""

    def close(self) -> None:
        self.process.stdin.close()
        self.said.close()

    def terminate(self) -> None:
        """End the job, and the processes it may have started."""
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def outcome(self) -> str:
        """The end of what it said, and how it ended if that says more."""
        # Not by moving the file's position, which is also where a process that is still there would write.
        size, most = os.fstat(self.said.fileno()).st_size, 4 * LONGEST_OUTCOME
        end = os.pread(self.said.fileno(), most, max(0, size - most))
        said = end.decode(errors="replace").replace("\x00", "").strip()
        code = self.process.returncode
        if self.stopped:
            return f"{said}\n{self.stopped}".strip()
        if code < 0:
            return "\n".join(filter(None, [said, _("It was ended by signal %s.") % -code]))
        return said or (_("It ended with exit code %s.") % code if code else "")


def start(claim: Claim, command: list[str]) -> Run:
    """Raises ``OSError`` when this machine has no room for another process or file."""
    said = tempfile.TemporaryFile()
    try:
        process = subprocess.Popen(  # noqa: S603 - a command of our own
            command,
            stdin=subprocess.PIPE,  # nothing is said; it breaks when this process ends, however it ends
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is for the worker, which then decides
        )
    except OSError:
        said.close()
        raise
    return Run(claim, process, said)


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
        self._is_away = False

    def work(self) -> None:
        """Look for work until asked to stop, then wait for what runs. A database that is away is waited for."""
        while not self.stop.is_set() and self.is_wanted():
            self._attempt(self.look)
            self.stop.wait(LOOK_EVERY)
        self.end()

    def look(self) -> None:
        """One round: see to the jobs that run, and begin what is due."""
        add_missing_jobs(timezone.now())
        self._see_to_runs()
        while len(self.runs) < MOST_AT_ONCE and (claim := claim_due_job(timezone.now())):
            self._begin(claim)

    def end(self) -> None:
        """Let the jobs that run come to their end for a while; stop the others, and leave them to the next worker."""
        until = time.monotonic() + GRACE
        while self.runs and time.monotonic() < until:
            self._attempt(self._see_to_runs)
            time.sleep(0.1 if self.runs else 0)
        for run in self.runs:
            run.terminate()
            self._attempt(partial(self._leave, run))
            run.close()
        self.runs = []

    def _attempt(self, act: Callable[[], None]) -> None:
        """``act``, unless the database is away: that is said once, whatever was not done is for the next time."""
        try:
            close_old_connections()  # one that broke is not asked again
            act()
            self._is_away = False
        except Error as problem:
            if not self._is_away:
                self.say(_("The database does not answer: %s") % str(problem).partition("\n")[0])
            self._is_away = True

    def _begin(self, claim: Claim) -> None:
        try:
            self.runs.append(start(claim, self.command_of(claim.plan)))
        except OSError as problem:
            finish(claim, outcome=str(problem), has_failed=True, now=timezone.now())

    def _see_to_runs(self) -> None:
        for run in list(self.runs):
            # One by one: when the database goes away in between, those that are over are not seen to again.
            if self._see_to(run):
                self.runs.remove(run)

    def _see_to(self, run: Run) -> bool:
        """Whether the run is over; if so, it is written down. Nothing is lost if the database refuses."""
        limit = run.claim.plan.limit
        if run.process.poll() is None and time.monotonic() - run.began > limit.total_seconds():
            run.terminate()
            run.stopped = _("Stopped: it took longer than %s.") % limit
        code = run.process.poll()
        if code is None:
            return self._hold(run)
        if code < 0 and self.stop.is_set():
            self._leave(run)  # whoever asked us to stop asked the job as well, as systemd does unless told not to
            return True
        outcome = run.outcome()
        finish(run.claim, outcome=outcome, has_failed=code != 0, now=timezone.now())
        run.close()
        last = outcome.splitlines()[-1] if outcome else _("done")
        self.say(f"{run.claim.plan.command}: {_('failed: ') if code else ''}{last}")
        return True

    def _hold(self, run: Run) -> bool:
        if time.monotonic() - run.extended < HELD_FOR.total_seconds() / 3:
            return False
        if extend(run.claim, timezone.now()):
            run.extended = time.monotonic()
            return False
        run.terminate()  # this machine slept, and another worker runs the job now
        run.close()
        self.say(_("%s: stopped, another worker has taken it over") % run.claim.plan.command)
        return True

    def _leave(self, run: Run) -> None:
        give_back(run.claim)
        run.close()
        self.say(_("%s: stopped, for the next worker") % run.claim.plan.command)
