"""The newsroom's log: what is written, and that it outlives what it tells of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.audit import last_steps, record, record_each, said_act
from articles.models import Article, EditorialAct, Status
from articles.publishing import send_back, submit_for_review
from tests.factories import make_article, make_photo, make_topic, make_user

pytestmark = pytest.mark.django_db


def test_act_outlives_the_story_and_the_account():
    anna, article = make_user("anna", first_name="Anna"), make_article("Harbour")
    record("change", article, by=anna, note=" Typos. ", details={"message": "x"})
    number = article.pk

    Article.objects.all().delete()
    anna.delete()

    act = EditorialAct.objects.get()
    assert (act.article, act.by, act.by_name, act.note, act.details) == (None, None, "Anna", "Typos.", {"message": "x"})
    assert (act.kind, act.object_id, act.name) == ("articles.article", str(number), "Harbour")


def test_act_on_what_is_no_story_names_it_too():
    photo = make_photo(caption="The quay")

    act = record("change", photo, by=None)

    assert (act.article, act.kind, act.object_id, act.by_name) == (None, "articles.photo", str(photo.pk), "")


def test_names_that_are_too_long_are_cut():
    act = record("add", make_topic("x" * 100), by=make_user("u" * 150, first_name="F" * 150, last_name="L" * 150))

    assert (len(act.name), len(act.by_name)) == (100, 250)


def test_many_acts_are_one_statement(django_assert_num_queries):
    photos = [make_photo() for _ in range(5)]

    with django_assert_num_queries(1):
        record_each("delete", photos, by=None)

    assert EditorialAct.objects.count() == 5


def test_last_step_is_no_change_and_of_each_story_its_own():
    waiting, back, untouched = (make_article(status=Status.DRAFT) for _ in range(3))
    for story in (waiting, back):
        submit_for_review(story)
    send_back(back, note="No.")
    record("change", back, by=None)

    with CaptureQueriesContext(connection) as queries:
        steps = last_steps([waiting.pk, back.pk, untouched.pk])

    assert {pk: act.act for pk, act in steps.items()} == {waiting.pk: "submit", back.pk: "send_back"}
    assert len(queries) == 1


def test_acts_have_names_for_people():
    assert [said_act(act) for act in ("send_back", "add", "correct", "end_now")] == [
        "sent back",
        "added",
        "correction published",
        "end now",
    ]
