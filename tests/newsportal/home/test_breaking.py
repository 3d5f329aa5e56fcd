"""The breaking bar: what editors do with it, and what stands over every page."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Status
from articles.timelines import stamp
from newsportal.home.breaking import announce, correct, current_bar, end_now
from newsportal.home.breaking import bar as kept_bar
from newsportal.home.models import BreakingBar
from tests.factories import make_article, make_section, make_user
from topics.versions import held, next_moment, touch

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def cold_bar(warm_strips):
    kept_bar.forget()


def make_bar(text="Strait closed", *, hours=2.0, by=None, **fields) -> BreakingBar:
    bar = BreakingBar(text=text, until=timezone.now() + hours * HOUR, **fields)
    announce(bar, by=by)
    return bar


def shown(at=None) -> tuple | None:
    bar = current_bar(at)
    return bar and (bar.text, bar.url)


def test_bar_is_shown_from_now_on_with_who_announced_it():
    anna = make_user("anna")

    bar = make_bar(by=anna)

    assert shown() == ("Strait closed", "")
    assert BreakingBar.objects.get().announced_by == anna
    assert next_moment() == bar.until


def test_bar_goes_by_itself_at_its_second_also_where_it_is_remembered():
    bar = make_bar()

    assert shown(bar.until - datetime.timedelta(seconds=1)) == ("Strait closed", "")
    assert shown(bar.until) is None


def test_new_bar_ends_the_one_before():
    first = make_bar("First", hours=5)

    second = make_bar("Second", hours=1)

    first.refresh_from_db()
    assert first.until == second.announced_at
    assert shown() == ("Second", "")
    assert list(BreakingBar.objects.running(second.until)) == []


def test_bar_can_be_ended_now_and_only_once():
    bar = make_bar()

    assert (end_now(bar), end_now(bar)) == (True, False)
    assert shown() is None


def test_bar_is_corrected_without_being_announced_anew():
    bar = make_bar()
    announced = bar.announced_at
    bar.text, bar.until = "Strait open", bar.until + HOUR

    correct(bar)

    stored = BreakingBar.objects.get()
    assert (stored.announced_at, stored.until, shown()) == (announced, bar.until, ("Strait open", ""))


def test_bar_leads_to_its_story_while_readers_may_see_it():
    story = make_article()
    make_bar(article=story)
    before = shown()
    story.status = Status.WITHDRAWN
    story.save()
    stamp(story)

    assert before == ("Strait closed", story.get_absolute_url())
    assert shown() == ("Strait closed", "")


def test_bar_stays_without_a_link_when_its_story_is_deleted():
    story = make_article()
    make_bar(article=story)

    with transaction.atomic():
        story.delete()
        touch("articles")

    assert shown() == ("Strait closed", "")


def test_database_refuses_two_links_and_an_end_before_the_beginning():
    story, now = make_article(), timezone.now()

    for fields in ({"article": story, "address": "/news/", "until": now + HOUR}, {"until": now - HOUR}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BreakingBar.objects.create(text="x", announced_at=now, **fields)


def test_bar_costs_one_query_when_cold_and_none_when_warm(django_assert_num_queries):
    make_bar(article=make_article())

    with held(), django_assert_num_queries(3):  # the versions, the next moment, and the bar
        current_bar()
    with held(), django_assert_num_queries(1):
        current_bar()


def test_that_there_is_no_bar_is_remembered_too(django_assert_num_queries):
    current_bar()

    with django_assert_num_queries(1):  # the versions
        assert current_bar() is None


@pytest.mark.parametrize("address", ["/", "/news/", "/search/", "/nowhere/at/all/", "/accounts/login/", "story"])
def test_bar_stands_over_every_page_as_plain_text(client, address):
    make_section("World")
    story = make_article()
    make_bar("Fire <b>& smoke</b>", address="/news/")

    html = client.get(story.get_absolute_url() if address == "story" else address).content.decode()

    assert html.count('<section class="breaking" aria-label="Breaking news">') == 1
    assert '<a class="breaking__link" href="/news/">Fire &lt;b&gt;&amp; smoke&lt;/b&gt;</a>' in html
    assert html.index("breaking__line") < html.index('<header class="masthead">')


def test_page_without_a_bar_has_no_trace_of_it(client):
    assert "breaking" not in client.get("/news/").content.decode()
