"""Editors' acts on the slots of the home page."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Article, Status
from newsportal.home.models import HomePage, Placement
from newsportal.home.placing import ChangedMeanwhile, move, place, remove, set_end
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def in_slots() -> list[str | None]:
    """The headlines of what is placed, slot by slot."""
    found = dict(Placement.objects.values_list("slot", "article__headline"))
    return [found.get(slot) for slot in range(5)]


def placed(*headlines: str | None) -> list[Article | None]:
    """Stories with these headlines, placed from the lead on; none where there is ``None``."""
    stories = [headline and make_article(headline) for headline in headlines]
    for slot, story in enumerate(stories):
        if story:
            place(story, slot=slot)
    return stories


def changes() -> int:
    return HomePage.objects.locked().changes


def test_placed_story_keeps_who_placed_it_when_and_until_when():
    anna, story, end = make_user("anna"), make_article(), timezone.now() + HOUR
    before = timezone.now()

    moved = place(story, slot=2, by=anna, until=end)

    row = Placement.objects.get()
    assert (row.slot, row.article, row.until, row.placed_by) == (2, story, end, anna)
    assert before <= row.placed_at <= timezone.now()
    assert (moved.slot, moved.replaced) == (2, None)
    page = HomePage.objects.get()
    assert (page.changes, page.changed_by) == (1, anna)


def test_story_in_a_taken_slot_replaces_the_other():
    first, *_rest = placed("A", "B")

    moved = place(make_article("C"), slot=0)

    assert in_slots() == ["C", "B", None, None, None]
    assert moved.replaced == first


def test_placing_a_placed_story_moves_it_and_nobody_leaves():
    stories = placed("A", "B", "C")

    place(stories[2], slot=0)

    assert in_slots() == ["C", "A", "B", None, None]


@pytest.mark.parametrize(
    ("number", "to", "expected"),
    [
        (0, 1, ["B", "A", "C", None, None]),
        (2, 1, ["A", "C", "B", None, None]),
        (0, 4, ["B", "C", None, None, "A"]),
        (2, 0, ["C", "A", "B", None, None]),
        (1, 1, ["A", "B", "C", None, None]),
    ],
)
def test_moved_story_takes_the_slot_and_those_it_passes_give_way(number, to, expected):
    stories = placed("A", "B", "C")

    move(stories[number].pk, to=to)

    assert in_slots() == expected


def test_story_keeps_its_facts_when_it_moves():
    anna, end = make_user("anna"), timezone.now() + HOUR
    story = make_article()
    place(story, slot=0, by=anna, until=end)
    before = Placement.objects.values("placed_at", "placed_by", "until").get()

    move(story.pk, to=3, by=make_user("otto"))

    assert Placement.objects.values("placed_at", "placed_by", "until").get() == before


def test_removed_story_leaves_its_slot_empty():
    stories = placed("A", "B")

    assert remove(stories[0].pk) == stories[0]
    assert in_slots() == [None, "B", None, None, None]


def test_end_is_set_and_taken_back():
    [story] = placed("A")
    end = timezone.now() + HOUR

    set_end(story.pk, until=end)
    first = Placement.objects.get().until
    set_end(story.pk, until=None)

    assert (first, Placement.objects.get().until) == (end, None)


@pytest.mark.parametrize("act", [lambda pk: move(pk, to=0), remove, lambda pk: set_end(pk, until=None)])
def test_acts_on_a_story_that_is_not_placed_are_refused_and_change_nothing(act):
    placed("A")
    other, before = make_article(), changes()

    with pytest.raises(ValidationError, match="does not stand in a slot any more"):
        act(other.pk)

    assert (in_slots(), changes()) == (["A", None, None, None, None], before)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_story_that_readers_may_not_see_is_not_placed(status):
    with pytest.raises(ValidationError, match="is not published"):
        place(make_article(status=status), slot=0)

    with pytest.raises(ValidationError, match="is not published"):
        place(make_article(published_at=timezone.now() + HOUR), slot=0)
    assert not Placement.objects.exists()


def test_end_in_the_past_is_refused():
    [story] = placed("A")

    with pytest.raises(ValidationError, match="has passed"):
        place(make_article(), slot=1, until=timezone.now())
    with pytest.raises(ValidationError, match="has passed"):
        set_end(story.pk, until=timezone.now())
    assert list(Placement.objects.values_list("article", "until")) == [(story.pk, None)]


def test_what_has_ended_is_cleared_away_with_the_next_change():
    stories = placed("A", "B")
    Placement.objects.filter(article=stories[0]).update(until=timezone.now())

    move(stories[1].pk, to=2)

    assert in_slots() == [None, None, "B", None, None]


def test_nothing_is_done_when_somebody_else_was_quicker():
    otto = make_user("otto")
    stories = placed("A", "B")
    seen = changes()
    move(stories[0].pk, to=1, by=otto, seen=seen)

    for act in (
        lambda: place(make_article("C"), slot=0, seen=seen),
        lambda: move(stories[0].pk, to=0, seen=seen),
        lambda: remove(stories[0].pk, seen=seen),
        lambda: set_end(stories[0].pk, until=None, seen=seen),
    ):
        with pytest.raises(ChangedMeanwhile) as refused, transaction.atomic():
            act()
        assert refused.value.page.changed_by == otto

    assert (in_slots(), changes()) == (["B", "A", None, None, None], seen + 1)


@pytest.mark.parametrize("fields", [{"slot": 0}, {"slot": 9}])
def test_database_holds_one_story_in_a_slot_and_the_slots_of_the_page(fields):
    placed("A")

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.create(article=make_article(), **fields)


def test_deleted_story_leaves_its_slot():
    [story] = placed("A")

    story.delete()

    assert in_slots() == [None] * 5
