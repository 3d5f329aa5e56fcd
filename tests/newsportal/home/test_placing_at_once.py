"""Two editors who change the home page at once, in two connections of a real server. (SQLite has one writer.)"""

import threading

import pytest
from django.db import connection, connections

from newsportal.home.models import HomePage, Placement
from newsportal.home.placing import ChangedMeanwhile, place
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two connections that write"),
]
ROUNDS, PATIENCE = 5, 20


def put_at_once(stories, *, slots, seen) -> list[str]:
    """Place each of the stories in a thread of its own; returns what each was told, in their order."""
    together, told = threading.Barrier(len(stories)), {}

    def put(story, slot):
        try:
            together.wait(PATIENCE)
            place(story, slot=slot, seen=seen)
            told[story.pk] = "placed"
        except ChangedMeanwhile:
            told[story.pk] = "look again"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=put, args=pair) for pair in zip(stories, slots, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return [told[story.pk] for story in stories]


def test_one_of_two_who_saw_the_same_page_is_told_to_look_again():
    stories = [make_article("A"), make_article("B")]
    for _round in range(ROUNDS):
        page = HomePage.objects.first()  # at first there is none

        told = put_at_once(stories, slots=[0, 0], seen=page.changes if page else 0)

        assert sorted(told) == ["look again", "placed"]
        assert list(Placement.objects.values_list("slot", "article")) == [(0, stories[told.index("placed")].pk)]
        Placement.objects.all().delete()
    assert HomePage.objects.get().changes == ROUNDS


def test_two_who_saw_nothing_both_have_their_slot_or_the_last_one_has_it():
    stories = [make_article("A"), make_article("B")]
    for _round in range(ROUNDS):
        assert put_at_once(stories, slots=[0, 3], seen=None) == ["placed", "placed"]
        assert list(Placement.objects.order_by("slot").values_list("slot", "article")) == [
            (0, stories[0].pk),
            (3, stories[1].pk),
        ]
        Placement.objects.all().delete()
        assert put_at_once(stories, slots=[0, 0], seen=None) == ["placed", "placed"]
        assert Placement.objects.count() == 1
        Placement.objects.all().delete()
