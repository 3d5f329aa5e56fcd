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
