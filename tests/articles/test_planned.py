"""What is planned between two moments."""

import datetime

import pytest
from django.utils import timezone

from articles.models import Status
from articles.planned import planned_between
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def planned(start, end) -> list[tuple]:
    return [
        (round((item.moment - NOW) / HOUR), item.kind.value, item.article.headline)
        for item in planned_between(start, end, now=NOW)
    ]


def test_all_that_will_change_is_there_in_order():
    make_article("Out already", published_at=NOW - HOUR)
    make_article("Scheduled", published_at=NOW + 2 * HOUR)
    make_article("Ends", published_at=NOW - HOUR, withdraw_at=NOW + 3 * HOUR)
    make_article("Ended", published_at=NOW - 3 * HOUR, withdraw_at=NOW - HOUR)
    make_article("Meant", status=Status.APPROVED, published_at=NOW + HOUR)
    make_article("Overdue", status=Status.IN_REVIEW, published_at=NOW - 2 * HOUR)
    make_article("Embargo", status=Status.DRAFT, embargo_until=NOW + 4 * HOUR)
    make_article("Gone", status=Status.WITHDRAWN, published_at=NOW + HOUR)
    make_article("Both", published_at=NOW + 5 * HOUR, withdraw_at=NOW + 6 * HOUR)

    assert planned(NOW - 24 * HOUR, NOW + 24 * HOUR) == [
        (-2, "meant_for", "Overdue"),
        (1, "meant_for", "Meant"),
        (2, "goes_out", "Scheduled"),
        (3, "ends", "Ends"),
        (4, "embargo", "Embargo"),
        (5, "goes_out", "Both"),
        (6, "ends", "Both"),
    ]


def test_stretch_holds_its_beginning_and_not_its_end():
    for hours in (1, 2, 3):
        make_article(f"At {hours}", published_at=NOW + hours * HOUR)

    assert planned(NOW + HOUR, NOW + 3 * HOUR) == [(1, "goes_out", "At 1"), (2, "goes_out", "At 2")]


def test_moments_are_in_the_current_zone_and_cost_the_same_for_many(django_assert_num_queries):
    for _ in range(20):
        make_article(published_at=NOW + HOUR, withdraw_at=NOW + 2 * HOUR, section=make_section())

    with django_assert_num_queries(4):
        found = planned_between(NOW, NOW + 3 * HOUR, now=NOW)
        sections = {item.article.section.name for item in found}

    assert (len(found), sections) == (40, {"World"})
    assert {item.moment.tzinfo for item in found} == {timezone.get_current_timezone()}
