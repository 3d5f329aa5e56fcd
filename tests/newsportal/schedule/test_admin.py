import datetime

import pytest
from django.utils import timezone

from newsportal.schedule.models import Job
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def job():
    return Job.objects.create(
        command="send_digests",
        minutes=5,
        next_run_at=timezone.now() + datetime.timedelta(hours=1),
        started_at=timezone.now(),
        seconds=1.25,
        outcome="first\n4 sent",
    )


@pytest.fixture
def superuser(client):
    user = make_user("root", is_superuser=True, is_staff=True)
    client.force_login(user)
    return client


def test_list_tells_what_the_worker_did(superuser, job):
    html = superuser.get("/admin/schedule/job/").content.decode()

    assert all(text in html for text in ("Send readers the digests that are due", "1.2 s", "4 sent"))


@pytest.mark.parametrize(("has_failed", "is_told"), [(False, False), (True, True)])
def test_list_tells_why_a_job_failed(superuser, job, has_failed, is_told):
    Job.objects.update(outcome="The bank is away.\nCommandError: No rates.", has_failed=has_failed)

    html = superuser.get("/admin/schedule/job/").content.decode()

    assert ("The bank is away." in html, "No rates." in html) == (is_told, True)


def test_newsroom_switches_a_job_off_without_touching_what_the_worker_writes(superuser, job):
    Job.objects.update(outcome="meanwhile")

    superuser.post(f"/admin/schedule/job/{job.pk}/change/", {"minutes": 30})

    job.refresh_from_db()
    assert (job.minutes, job.is_on, job.outcome) == (30, False, "meanwhile")


def test_chosen_jobs_become_due(superuser, job):
    superuser.post("/admin/schedule/job/", {"action": "run_soon", "_selected_action": [job.pk]})

    job.refresh_from_db()
    assert job.next_run_at <= timezone.now()


def test_jobs_are_neither_added_nor_deleted_by_hand(superuser, job):
    assert [superuser.get(f"/admin/schedule/job/{path}").status_code for path in ("add/", f"{job.pk}/delete/")] == [
        403
    ] * 2


def test_reporters_do_not_see_the_jobs(client, job):
    client.force_login(make_user("rita", group="Reporter"))

    assert client.get("/admin/schedule/job/").status_code == 403


def test_job_that_the_code_has_dropped_says_so_and_can_be_deleted(superuser, job):
    dropped = Job.objects.create(command="of_an_older_version", minutes=1, next_run_at=timezone.now())

    html = superuser.get("/admin/schedule/job/").content.decode()
    superuser.post(f"/admin/schedule/job/{dropped.pk}/delete/", {"post": "yes"})

    assert "of_an_older_version (not in this version)" in html
    assert list(Job.objects.values_list("command", flat=True)) == ["send_digests"]


def test_jobs_that_are_off_do_not_become_due_and_that_is_said(superuser, job):
    Job.objects.update(is_on=False)

    html = superuser.post(
        "/admin/schedule/job/", {"action": "run_soon", "_selected_action": [job.pk]}, follow=True
    ).content.decode()

    assert Job.objects.get().next_run_at == job.next_run_at
    assert ("Jobs that are off, or not in this version, do not run." in html, "is due" in html) == (True, False)


def test_job_that_is_off_has_no_next_run(superuser, job):
    Job.objects.update(next_run_at=datetime.datetime(2031, 5, 6, 12, tzinfo=datetime.UTC))
    addresses = ("/admin/schedule/job/", f"/admin/schedule/job/{job.pk}/change/")
    on = [superuser.get(address).content.decode() for address in addresses]
    Job.objects.update(is_on=False)
    off = [superuser.get(address).content.decode() for address in addresses]

    assert ["May 6, 2031, 2 p.m." in html for html in on + off] == [True, True, False, False]


@pytest.mark.parametrize(("minutes", "is_missed"), [(1, False), (10, True)])
def test_desk_notices_that_no_worker_runs(superuser, job, minutes, is_missed):
    Job.objects.update(next_run_at=timezone.now() - datetime.timedelta(minutes=minutes))

    html = superuser.get("/admin/schedule/job/").content.decode()

    assert ("No worker seems to run. A job has been due since: " in html) == is_missed
