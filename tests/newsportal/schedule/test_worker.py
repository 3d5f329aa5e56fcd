"""The worker with real processes; what they run is made up, how they end is not."""

import datetime
import os
import select
import signal
import subprocess
import sys
import time
import tracemalloc

import pytest
from django.core.management import CommandError, call_command
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
    monkeypatch.setattr(module, "close_old_connections", lambda: None)  # it would end the transaction of the test

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
    worker, said = work("import time; time.sleep(60)")
    worker.look()
    run = worker.runs[0]
    Job.objects.update(held_by="another worker")
    run.extended -= 3600

    worker.look()

    assert (run.process.poll() is not None, worker.runs) == (True, [])
    assert Job.objects.get().held_by == "another worker"
    assert said == ["job: stopped, another worker has taken it over"]


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


def test_job_that_dies_without_a_word_is_described(work):
    worker, said = work("import os; os.kill(os.getpid(), 9)")
    look_until_idle(worker)
    Job.objects.all().delete()
    mute, also_said = work("import sys; sys.exit(3)")
    look_until_idle(mute)

    assert (said, also_said) == (
        ["job: failed: It was ended by signal 9."],
        ["job: failed: It ended with exit code 3."],
    )


def test_job_that_was_asked_to_stop_together_with_the_worker_is_left_to_the_next_one(work):
    worker, said = work("import time; time.sleep(60)")
    worker.look()
    worker.stop.set()
    worker.runs[0].process.terminate()

    worker.end()

    job = Job.objects.get()
    assert (said, job.held_by, job.has_failed) == (["job: stopped, for the next worker"], "", False)
    assert job.next_run_at <= timezone.now()


def test_only_the_end_of_what_a_job_said_is_read(work):
    worker, _said = work("print('x' * 50_000_000); print('the end')")
    worker.look()
    worker.runs[0].process.wait()
    tracemalloc.start()

    try:
        worker.look()
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert Job.objects.get().outcome.endswith("xxx\nthe end")
    assert most < 5_000_000


def test_processes_that_a_job_started_are_stopped_with_it(work, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    worker, _said = work(f"import subprocess; subprocess.run(['sleep', '60'], stdout=open({str(pipe)!r}, 'wb'))")
    worker.look()
    with pipe.open("rb") as held_open:  # from here on the other end is there
        worker.runs[0].began -= 3600
        began = time.monotonic()

        worker.look()

        assert (held_open.read(), time.monotonic() - began < 30) == (b"", True)


def test_job_is_killed_with_its_worker(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    job = (
        "import time; from newsportal.schedule.management.commands.run_job import end_with_worker;"
        f"pipe = open({str(pipe)!r}, 'wb', buffering=0); pipe.write(b'at work');"
        "end_with_worker(); time.sleep(60)"
    )
    worker = (
        "import django, sys, time; django.setup();"
        "from newsportal.schedule.worker import start;"
        f"run = start(None, [sys.executable, '-c', {job!r}]);"
        "time.sleep(60)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "newsportal.settings"}
    with open(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb", buffering=0) as said:
        with subprocess.Popen([sys.executable, "-c", worker], env=environment) as process:  # noqa: S603
            heard = []
            for _ in range(2):
                select.select([said], [], [], 50)
                heard.append(said.read(100))
                process.kill()

    assert heard == [b"at work", b""]  # the job, which alone held the other end, is no more


def test_job_is_run_with_its_arguments_and_ends_by_itself(environment):
    command = [sys.executable, "manage.py", "run_job", "rebuild_search"]
    with subprocess.Popen(  # noqa: S603
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        said = process.stdout.read()  # the other end of its input is held meanwhile

        assert (process.wait(timeout=60), said) == (0, b"")


def test_only_jobs_are_run():
    with pytest.raises(CommandError, match="^“flush” is no job of this site.$"):
        call_command("run_job", "flush")


def refuse(*_arguments, **_more):
    raise OperationalError("gone")


def test_database_that_goes_away_between_two_jobs_that_ended_loses_neither(monkeypatch, work):
    worker, said = work("print('done')")
    monkeypatch.setitem(jobs._registered, "other", PeriodicJob("other", "Another", every=HOUR))
    worker.look()
    for run in worker.runs:
        run.process.wait()
    with monkeypatch.context() as patch:
        attempts = iter([module.finish, refuse])
        patch.setattr(module, "finish", lambda *arguments, **more: next(attempts)(*arguments, **more))
        with pytest.raises(OperationalError):
            worker.look()

    worker.look()

    assert (worker.runs, said) == ([], ["job: done", "other: done"])
    assert list(Job.objects.values_list("outcome", "held_by")) == [("done", "")] * 2


def test_job_that_was_stopped_while_the_database_was_away_says_so_later(monkeypatch, work):
    worker, _said = work("import time; time.sleep(60)", limit=datetime.timedelta())
    worker.look()
    with monkeypatch.context() as patch:
        patch.setattr(module, "finish", refuse)
        with pytest.raises(OperationalError):
            worker.look()

    worker.look()

    assert Job.objects.get().outcome == "Stopped: it took longer than 0:00:00."


def test_worker_that_is_stopped_while_the_database_is_away_leaves_no_job_behind(monkeypatch, work):
    monkeypatch.setattr(module, "GRACE", 0.0)
    monkeypatch.setattr(module, "give_back", refuse)
    worker, said = work("import time; time.sleep(60)")
    worker.look()
    process = worker.runs[0].process

    worker.end()

    assert (process.poll() is not None, worker.runs) == (True, [])
    assert said == ["The database does not answer: gone"]


def test_machine_without_room_for_another_file_is_a_failure_of_the_job(monkeypatch, work):
    def fail():
        raise OSError("No space left on device")

    monkeypatch.setattr(module.tempfile, "TemporaryFile", fail)
    worker, _said = work("print('never')")

    worker.look()

    assert (Job.objects.get().has_failed, Job.objects.get().outcome) == (True, "No space left on device")


@pytest.fixture
def environment(tmp_path):
    """A site of its own in a file: what real processes work on."""
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "CACHE_URL": "locmemcache://"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=environment, check=True)  # noqa: S607
    return environment


def test_worker_of_a_server_that_has_ended_already_ends_at_once():
    command = [sys.executable, "manage.py", "worker", "--with-parent", "1000000000"]  # nobody's number
    environment = os.environ | {"DATABASE_URL": "sqlite://:memory:"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)  # noqa: S603

    assert [line[20:] for line in done.stdout.splitlines()] == [
        "The worker looks for due jobs.",
        "The worker has ended.",
    ]


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
    parent = (
        "import os, subprocess, sys, time;"
        "subprocess.Popen([sys.executable, 'manage.py', 'worker', '--with-parent', str(os.getpid())]);"
        "time.sleep(60)"
    )
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", parent],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        first = process.stdout.readline()
        process.kill()

        rest = process.stdout.read()  # until the worker, which holds the other end, has ended

    assert first.endswith("The worker looks for due jobs.\n")
    assert rest.splitlines()[-1].endswith("The worker has ended.")
