"""The worker with real processes; what they run is made up, how they end is not."""

import datetime
import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import OperationalError
from django.utils import timezone

from newsportal import jobs
from newsportal.jobs import PeriodicJob, periodic_jobs
from newsportal.schedule import worker as module
from newsportal.schedule.models import Job
from newsportal.schedule.worker import Worker

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def work(monkeypatch):
    """``work(code, …)``: a worker, what it says, and one job that runs ``code`` in a Python of its own."""
    periodic_jobs()

    def work(code: str, **plan) -> tuple[Worker, list[str]]:
        monkeypatch.setattr(jobs, "_registered", {"job": PeriodicJob("job", "A job", every=HOUR, **plan)})
        said = []
        return Worker(said.append, command_of=lambda job: [sys.executable, "-c", code]), said

    return work


def look_until_idle(worker: Worker) -> None:
    worker.look()
    for _ in range(1000):
        if not worker.runs:
            return
        time.sleep(0.01)  # the other process needs the time, whatever a clock says
        worker.look()
    raise AssertionError("the job goes on and on")


def test_due_job_runs_and_its_words_are_kept(work):
    worker, said = work("print('first'); print('4 digests sent')")

    look_until_idle(worker)

    job = Job.objects.get()
    assert (job.outcome, job.has_failed, job.held_by) == ("first\n4 digests sent", False, "")
    assert job.next_run_at == job.started_at + HOUR
    assert said == ["job: 4 digests sent"]


def test_job_that_fails_says_why_and_stays_on_the_schedule(work):
    worker, said = work("import sys; print('half'); sys.exit('The mail server cannot be reached')")

    look_until_idle(worker)

    job = Job.objects.get()
    assert (job.has_failed, job.outcome) == (True, "half\nThe mail server cannot be reached")
    assert (said, job.next_run_at > timezone.now()) == (["job: failed: The mail server cannot be reached"], True)


def test_job_that_takes_too_long_is_stopped(work):
    worker, _said = work("import time; print('begun', flush=True); time.sleep(60)", limit=datetime.timedelta())

    look_until_idle(worker)

    assert Job.objects.get().has_failed
    assert Job.objects.get().outcome.endswith("Stopped: it took longer than 0:00:00.")


def test_job_that_cannot_be_started_is_a_failure(monkeypatch, work):
    worker, _said = work("")
    worker.command_of = lambda job: ["/nothing/there"]

    look_until_idle(worker)

    assert (Job.objects.get().has_failed, "/nothing/there" in Job.objects.get().outcome) == (True, True)


def test_worker_that_is_stopped_lets_a_job_come_to_its_end(work):
    worker, said = work("import time; time.sleep(0.3); print('done after all')")
    worker.look()

    worker.end()

    assert (Job.objects.get().outcome, said) == ("done after all", ["job: done after all"])


def test_worker_that_is_stopped_leaves_a_long_job_to_the_next_one(monkeypatch, work):
    monkeypatch.setattr(module, "GRACE", 0.0)
    worker, said = work("import time; time.sleep(60)")
    worker.look()
    process = worker.runs[0].process

    worker.end()

    job = Job.objects.get()
    assert (process.poll() is not None, job.held_by, job.next_run_at <= timezone.now()) == (True, "", True)
    assert said == ["job: stopped, for the next worker"]


def test_job_that_another_worker_took_over_is_stopped_here(work):
    worker, _said = work("import time; time.sleep(60)")
    worker.look()
    run = worker.runs[0]
    Job.objects.update(held_by="another worker")
    run.extended -= 3600

    worker.look()

    assert (run.process.poll() is not None, worker.runs) == (True, [])
    assert Job.objects.get().held_by == "another worker"


def test_worker_waits_for_a_database_that_is_away(monkeypatch, work):
    monkeypatch.setattr(module, "LOOK_EVERY", 0.0)
    worker, said = work("print('back')")
    rounds = iter([OperationalError("gone"), OperationalError("gone"), None])

    def look():
        problem = next(rounds)
        if problem:
            raise problem
        worker.stop.set()

    monkeypatch.setattr(worker, "look", look)
    worker.work()

    assert said == ["The database does not answer: gone"]


def test_worker_ends_when_it_is_not_wanted_any_more(work):
    worker, said = work("print('never')")
    worker.is_wanted = lambda: False

    worker.work()

    assert (said, Job.objects.count()) == ([], 0)


@pytest.fixture
def environment(tmp_path):
    """A site of its own in a file: what real processes work on."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "CACHE_URL": "locmemcache://"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)  # noqa: S607
    return environment


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_command_ends_when_it_is_told_to(environment, sent):
    command = [sys.executable, "manage.py", "worker"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        lines = [process.stdout.readline()]
        process.send_signal(sent)
        lines += process.stdout.read().splitlines()

        assert (process.wait(timeout=60), lines[0].endswith("The worker looks for due jobs.\n")) == (0, True)
        assert lines[-1].endswith("The worker has ended.")


def test_worker_beside_a_server_ends_with_it(environment):
    parent = "import subprocess, sys; subprocess.Popen([sys.executable, 'manage.py', 'worker', '--with-parent'])"
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", f"{parent}; import time; time.sleep(600)"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        first = process.stdout.readline()
        process.kill()

        rest = process.stdout.read()  # until the worker, which holds the other end, has ended

    assert first.endswith("The worker looks for due jobs.\n")
    assert rest.splitlines()[-1].endswith("The worker has ended.")
