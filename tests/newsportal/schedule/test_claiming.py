import datetime

import pytest
from django.utils import timezone

from newsportal import jobs
from newsportal.jobs import PeriodicJob, periodic_jobs
from newsportal.schedule.claiming import (
    HELD_FOR,
    LATE,
    add_missing_jobs,
    claim_due_job,
    extend,
    finish,
    give_back,
    waiting_since,
)
from newsportal.schedule.models import Job

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
NOW = timezone.now()


@pytest.fixture(autouse=True)
def two_jobs(monkeypatch):
    """A site with two jobs."""
    periodic_jobs()
    plans = {name: PeriodicJob(name, name.title(), every=5 * MINUTE) for name in ("digests", "rates")}
    monkeypatch.setattr(jobs, "_registered", plans)


def test_jobs_of_the_site_are_registered_by_its_apps(monkeypatch):
    monkeypatch.undo()

    assert {"clearsessions", "send_digests"} <= set(periodic_jobs())


def test_second_job_with_the_same_command_is_refused():
    with pytest.raises(ValueError, match="two jobs that run rates"):
        jobs.register(PeriodicJob("rates", "Other", every=MINUTE))


def test_new_jobs_are_due_at_once_and_known_ones_keep_what_the_newsroom_set():
    add_missing_jobs(NOW)
    Job.objects.filter(command="rates").update(minutes=60, is_on=False)

    add_missing_jobs(NOW + MINUTE)

    assert list(Job.objects.values_list("command", "minutes", "is_on", "next_run_at")) == [
        ("digests", 5, True, NOW),
        ("rates", 60, False, NOW),
    ]


def test_job_is_claimed_once_while_it_is_held():
    add_missing_jobs(NOW)

    claimed = [claim_due_job(NOW) for _ in range(3)]

    assert [claim and claim.plan.command for claim in claimed] == ["digests", "rates", None]


def test_job_that_was_due_first_is_claimed_first():
    add_missing_jobs(NOW)
    Job.objects.filter(command="rates").update(next_run_at=NOW - MINUTE)

    assert claim_due_job(NOW).plan.command == "rates"


def test_job_that_is_off_or_not_due_or_unknown_is_left():
    add_missing_jobs(NOW)
    Job.objects.filter(command="rates").update(is_on=False)
    Job.objects.filter(command="digests").update(next_run_at=NOW + MINUTE)
    Job.objects.create(command="of_an_older_version", minutes=1, next_run_at=NOW)

    assert claim_due_job(NOW) is None


def test_job_of_a_killed_worker_is_taken_over_when_its_time_is_up():
    add_missing_jobs(NOW)
    lost = claim_due_job(NOW)

    assert extend(lost, NOW + HELD_FOR / 2)
    later = NOW + HELD_FOR / 2 + HELD_FOR
    taken = [claim_due_job(later), claim_due_job(later)]

    assert lost.plan.command in {claim.plan.command for claim in taken}
    assert not extend(lost, later)
    finish(lost, outcome="too late", has_failed=False, now=later)
    assert Job.objects.filter(outcome="too late").count() == 0


def test_finished_job_tells_how_it_went_and_runs_again_at_its_pace():
    add_missing_jobs(NOW)
    claim = claim_due_job(NOW)

    finish(claim, outcome="x" * 5000 + "\n3 sent", has_failed=True, now=NOW + MINUTE)

    job = Job.objects.get(command="digests")
    assert (job.started_at, job.seconds, job.has_failed, job.next_run_at) == (NOW, 60.0, True, NOW + 5 * MINUTE)
    assert (len(job.outcome), job.outcome[-6:], job.held_by) == (4000, "3 sent", "")


def test_job_that_took_longer_than_its_pace_rests_a_moment():
    add_missing_jobs(NOW)
    end = NOW + 7 * MINUTE

    finish(claim_due_job(NOW), outcome="", has_failed=False, now=end)

    assert Job.objects.get(command="digests").next_run_at == end + datetime.timedelta(seconds=1)


def test_job_that_was_given_back_is_due_still():
    add_missing_jobs(NOW)
    Job.objects.filter(command="rates").update(is_on=False)

    give_back(claim_due_job(NOW))

    assert claim_due_job(NOW).plan.command == "digests"


def test_job_that_another_worker_ran_since_its_row_was_read_is_left(monkeypatch):
    add_missing_jobs(NOW)
    Job.objects.filter(command="rates").update(is_on=False)
    is_due = Job.is_due

    def hesitate(job, now):  # as a worker does that waits for a locked database
        monkeypatch.setattr(Job, "is_due", is_due)
        finish(claim_due_job(now), outcome="", has_failed=False, now=now)
        return is_due(job, now)

    monkeypatch.setattr(Job, "is_due", hesitate)

    assert claim_due_job(NOW) is None


def test_run_that_was_asked_for_while_the_job_ran_is_still_to_come():
    add_missing_jobs(NOW)
    claim = claim_due_job(NOW)
    Job.objects.filter(command="digests").update(next_run_at=NOW + MINUTE)

    finish(claim, outcome="", has_failed=False, now=NOW + 2 * MINUTE)

    assert Job.objects.get(command="digests").next_run_at == NOW + MINUTE


@pytest.mark.parametrize(("minutes_off", "is_due"), [(-1, True), (0, True), (1, False), (6, False), (7, True)])
def test_job_is_due_when_its_time_has_come_or_cannot_be_right(minutes_off, is_due):
    """Five minutes is its pace; clocks may differ by one."""
    job = Job(minutes=5, next_run_at=NOW + minutes_off * MINUTE)

    assert job.is_due(NOW) == is_due


def test_job_whose_pace_was_quickened_does_not_wait_for_the_old_one():
    add_missing_jobs(NOW)
    Job.objects.filter(command="rates").update(is_on=False)
    Job.objects.filter(command="digests").update(minutes=1440)
    finish(claim_due_job(NOW), outcome="", has_failed=False, now=NOW)
    before = claim_due_job(NOW + MINUTE)
    Job.objects.filter(command="digests").update(minutes=5)

    assert (before, claim_due_job(NOW + MINUTE).plan.command) == (None, "digests")


def test_jobs_that_nobody_takes_are_noticed():
    add_missing_jobs(NOW)
    later = NOW + LATE + MINUTE
    noticed = [waiting_since(NOW + LATE), waiting_since(later)]
    claim_due_job(later)  # a worker is there, if a slow one
    noticed.append(waiting_since(later))

    assert noticed == [None, NOW, None]


def test_jobs_that_are_off_or_unknown_wait_for_nobody():
    add_missing_jobs(NOW)
    Job.objects.update(is_on=False)
    Job.objects.create(command="of_an_older_version", minutes=1, next_run_at=NOW)

    assert waiting_since(NOW + 60 * MINUTE) is None
