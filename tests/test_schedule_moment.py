"""A story appears with its second and goes with its second: everywhere, through every cache, with nothing at work."""

import datetime
import re

import pytest
import time_machine
from django.db import connection

from articles.publishing import publish
from tests.factories import make_article, make_author, make_section, make_topic
from tests.newsportal.fresh.conftest import Site
from tests.newsportal.fresh.servers import own_database

pytestmark = pytest.mark.django_db
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)
APPEARS = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
GOES = APPEARS + DAY / 4
LISTS = ["/news/", "/topics/world/", "/topics/ports/", "/tags/ships/", "/authors/ada-reed/"]
PLACES = [
    *("/", *LISTS, "/news/?topic=world&topic=ports", "/news/part/", "/2026/11/23/", "/search/?q=lighthouse"),
    *(f"{place}feed.{format}" for place in LISTS for format in ("rss", "atom", "json")),
    *("/news/feed.rss?topic=world", "/sitemaps/2026-11.xml"),
]


def schedule_story():
    """A story scheduled for a moment to come, beside one that readers see, filed in the same places."""
    world = make_section("World")
    filed = {
        "section": world,
        "topics": [make_topic("Ports", parent=world)],
        "tags": ["ships"],
        "authors": [make_author("Ada Reed")],
    }
    with time_machine.travel(APPEARS - DAY, tick=False):
        make_article("Other lighthouse", published_at=APPEARS - DAY / 2, **filed)
        story = make_article("Lighthouse relit", slug="relit", status="approved", withdraw_at=GOES, **filed)
        publish(story, by=None, at=APPEARS)
    return story


@pytest.fixture
def story():
    return schedule_story()


def holds_it(text: str) -> bool:
    return "Lighthouse relit" in re.sub("</?mark>", "", text) or "/relit/</loc>" in text


def stands_there(client, address, headers=None) -> bool:
    response = client.get(address, headers=headers or {})
    return response.status_code == 200 and holds_it(response.content.decode())


@pytest.mark.parametrize("address", PLACES)
def test_story_stands_in_a_list_from_its_second_to_its_end(client, story, address):
    seen = {}
    for name, moment in {
        "before": APPEARS - SECOND,
        "from": APPEARS,
        "until": GOES - SECOND,
        "after": GOES,
    }.items():
        with time_machine.travel(moment, tick=False):
            seen[name] = [stands_there(client, address) for _ in range(2)]  # the second time from whatever keeps it

    assert seen == {"before": [False, False], "from": [True, True], "until": [True, True], "after": [False, False]}


@pytest.mark.parametrize("address", [place for place in PLACES if not place.startswith("/search/")])  # never kept
def test_who_asks_whether_a_kept_list_is_still_fresh_is_told_of_the_story(client, story, address):
    with time_machine.travel(APPEARS - SECOND, tick=False):
        kept = client.get(address)
    validators = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
    conditions = {asked: kept.headers[name] for name, asked in validators.items() if name in kept.headers}

    with time_machine.travel(APPEARS, tick=False):
        assert stands_there(client, address, conditions)


def test_page_of_the_story_is_not_there_is_there_and_is_gone(client, story):
    codes = {}
    for moment in (APPEARS - SECOND, APPEARS, GOES - SECOND, GOES):
        with time_machine.travel(moment, tick=False):
            codes[moment] = [client.get(story.get_absolute_url()).status_code for _ in range(2)]

    assert list(codes.values()) == [[404, 404], [200, 200], [200, 200], [410, 410]]


@pytest.mark.django_db(transaction=True)
def test_pages_that_are_kept_before_django_end_with_the_second_too(tmp_path):
    """In production a page is made once and handed out by each process until something changes."""
    with own_database(tmp_path):
        site, seen = Site(), {}
        story = schedule_story()
        for place in (*PLACES, story.get_absolute_url()):
            seen[place] = []
            for moment in (APPEARS - SECOND, APPEARS, GOES - SECOND, GOES):
                with time_machine.travel(moment, tick=False):
                    seen[place] += [holds_it(site.ask(place).text) for _ in range(2)]
        made = len(site.made)
        site.pages._watch.close()

    as_scheduled = [False] * 2 + [True] * 4 + [False] * 2
    assert {place: times for place, times in seen.items() if times != as_scheduled} == {}
    assert made < 6 * len(seen)  # of eight times asked: the others were handed out as they had been made


def test_nothing_was_written_for_it(client, story):
    written = []

    def note(execute, sql, params, many, context):
        if not sql.lstrip("(").startswith(("SELECT", "SAVEPOINT", "RELEASE", "WITH")) and "cache" not in sql:
            written.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note), time_machine.travel(APPEARS, tick=False):
        assert all(stands_there(client, place) for place in PLACES if not place.startswith("/search/"))

    assert written == []
