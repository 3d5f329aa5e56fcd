"""Slots that free themselves and bars that go, on pages that the site keeps: to the second, with nobody at work."""

import datetime

import pytest
import time_machine

from newsportal.home.breaking import announce
from newsportal.home.breaking import bar as kept_bar
from newsportal.home.models import BreakingBar
from newsportal.home.placing import place, remove
from tests.factories import make_article
from tests.newsportal.fresh.conftest import site  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime(2026, 11, 29, 12, 0, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def cold_bar(warm_strips):
    kept_bar.forget()


def lead_of(page) -> str:
    return page.text.partition('class="front__lead"')[2].partition("</h2>")[0].rpartition('">')[2].removesuffix("</a>")


def test_slot_of_a_kept_page_frees_itself_at_its_second(site):  # noqa: F811
    shown = []
    with time_machine.travel(NOW, tick=False) as clock:
        old = make_article("Old", published_at=NOW - 5 * HOUR)
        make_article("New", published_at=NOW - HOUR)
        shown.append(lead_of(site.ask("/")))
        place(old, slot=0, until=NOW + HOUR)
        for wait in (0, 3599, 1):
            clock.shift(wait)
            shown.append(lead_of(site.ask("/")))
        place(old, slot=0)
        shown.append(lead_of(site.ask("/")))
        remove(old.pk)
        shown.append(lead_of(site.ask("/")))

    assert shown == ["New", "Old", "Old", "New", "Old", "New"]
    assert len(site.made) == 5


@pytest.mark.parametrize("address", ["/", "/news/", "/topics/"])
def test_bar_over_a_kept_page_comes_at_once_and_goes_at_its_second(site, address):  # noqa: F811
    shown = []
    with time_machine.travel(NOW, tick=False) as clock:
        make_article(published_at=NOW - HOUR)
        shown.append("Strait closed" in site.ask(address).text)
        announce(BreakingBar(text="Strait closed", until=NOW + HOUR))
        for wait in (0, 3599, 1):
            clock.shift(wait)
            shown.append("Strait closed" in site.ask(address).text)

    assert shown == [False, True, True, False]
    assert len(site.made) == 3
