import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Status
from articles.timelines import file_under_topics
from newsportal.home.front import compose_front, placed_stories
from newsportal.home.placing import place
from tests.factories import make_article, make_photo, make_section
from topics.versions import next_moment

pytestmark = pytest.mark.django_db


def test_front_of_an_empty_site_is_empty(client):
    front = compose_front()

    assert (front.lead, front.top, front.latest.articles, front.blocks) == (None, [], [], [])
    assert client.get("/").status_code == 200


def test_newest_story_with_a_photograph_leads():
    make_article("Plain", hours_ago=1)
    make_article("Pictured", lead_photo=make_photo(), hours_ago=2)

    front = compose_front()

    assert (front.lead.headline, [a.headline for a in front.top]) == ("Pictured", ["Plain"])


def test_fresh_breaking_story_leads_even_without_a_photograph():
    make_article("Pictured", lead_photo=make_photo(), hours_ago=1)
    make_article("Breaking", is_breaking=True, hours_ago=2)

    front = compose_front()

    assert front.lead.headline == "Breaking"


def test_breaking_story_of_yesterday_no_longer_leads():
    make_article("Breaking once", is_breaking=True, hours_ago=13)
    make_article("Pictured", lead_photo=make_photo(), hours_ago=14)

    front = compose_front()

    assert front.lead.headline == "Pictured"


def test_no_story_stands_twice_on_the_front():
    sections = [make_section(f"Section {n}", order=n) for n in range(3)]
    now = timezone.now()
    for n in range(60):
        make_article(
            section=sections[n % 3],
            topics=[sections[(n + 1) % 3]] if n % 4 == 0 else [],
            lead_photo=make_photo() if n % 2 else None,
            published_at=now - datetime.timedelta(minutes=n),
        )

    front = compose_front()

    shown = [front.lead, *front.top, *front.latest.articles, *(a for block in front.blocks for a in block.articles)]
    assert len({article.pk for article in shown}) == len(shown)
    assert [len(block.articles) for block in front.blocks] == [4, 4, 4]
    assert len(front.top) == 4
    assert len(front.latest.articles) == 14


def test_front_goes_on_where_its_stream_ends():
    now = timezone.now()
    articles = [make_article(f"Story {n}", published_at=now - datetime.timedelta(minutes=n)) for n in range(30)]

    front = compose_front()

    assert front.latest.next_cursor.article_id == articles[18].pk


def headlines(front) -> list[str | None]:
    """What stands in the slots."""
    return [article and article.headline for article in front.slots]


def moved_from_now(change: dict) -> dict:
    """Values of fields; how far from now stands for a moment."""
    now = timezone.now()
    return {name: now + value if isinstance(value, datetime.timedelta) else value for name, value in change.items()}


def everything(front) -> list[int]:
    """The numbers of all stories on the page, as often as they stand there."""
    listed = [*filter(None, front.slots), *front.latest.articles]
    return [article.pk for article in [*listed, *(a for block in front.blocks for a in block.articles)]]


def make_stories(count: int, **fields) -> list[Article]:
    """Stories a minute apart, newest first."""
    now = timezone.now()
    return [
        make_article(f"Story {n}", published_at=now - datetime.timedelta(minutes=n), **fields) for n in range(count)
    ]


def test_placed_stories_keep_their_slots_and_the_stream_fills_the_others():
    stories = make_stories(8)
    place(stories[6], slot=0)
    place(stories[7], slot=3)

    front = compose_front()

    assert headlines(front) == ["Story 6", "Story 0", "Story 1", "Story 7", "Story 2"]
    assert [article.headline for article in front.latest.articles] == ["Story 3", "Story 4", "Story 5"]


def test_breaking_story_takes_the_first_free_slot_where_the_lead_is_placed():
    stories = make_stories(3)
    make_article("Flash", is_breaking=True, hours_ago=2)
    place(stories[2], slot=0)

    assert headlines(compose_front()) == ["Story 2", "Flash", "Story 0", "Story 1", None]


def test_placed_story_moves_up_where_there_is_no_other():
    [story] = make_stories(1)
    place(story, slot=4)

    front = compose_front()

    assert headlines(front) == [None, None, None, None, "Story 0"]
    assert (front.lead, front.top) == (story, [])


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.DRAFT},
        {"status": Status.WITHDRAWN},
        {"published_at": datetime.timedelta(hours=1)},
        {"published_at": datetime.timedelta(hours=-1), "withdraw_at": datetime.timedelta(seconds=-1)},
    ],
    ids=["draft", "withdrawn", "scheduled", "ended"],
)
def test_story_that_readers_may_not_see_gives_its_slot_back(change):
    stories = make_stories(2)
    place(stories[1], slot=0)
    Article.objects.filter(pk=stories[1].pk).update(**moved_from_now(change))

    assert headlines(compose_front()) == ["Story 0", None, None, None, None]


def test_slot_frees_itself_at_its_end_to_the_second():
    stories = make_stories(3)
    end = timezone.now() + datetime.timedelta(hours=2)
    place(stories[2], slot=0, until=end)

    before, at = compose_front(end - datetime.timedelta(seconds=1)), compose_front(end)

    assert headlines(before)[0] == "Story 2"
    assert headlines(at)[0] == "Story 0"
    assert next_moment() == end


@pytest.mark.parametrize("placed", [[], [0], [45], [0, 45, 20], [41, 42, 43, 44, 45], [18, 17, 16, 15, 14]])
def test_no_story_stands_twice_whatever_is_placed(placed):
    sections = [make_section(f"Section {n}", order=n) for n in range(2)]
    stories = make_stories(60)
    for number, story in enumerate(stories):
        file_under_topics(story, [sections[number % 2]])
    for slot, number in enumerate(placed):
        place(stories[number], slot=slot)

    front = compose_front()

    shown = everything(front)
    assert len(shown) == len(set(shown)) == 5 + 14 + 8
    assert [story.pk for story in front.slots[: len(placed)]] == [stories[number].pk for number in placed]


@pytest.mark.parametrize("placed", [[], [0], [45], [0, 45, 20], [18, 17, 16, 15, 14]])
def test_list_of_the_latest_goes_on_without_a_gap_or_a_repetition(placed):
    stories = make_stories(50)
    for slot, number in enumerate(placed):
        place(stories[number], slot=slot)

    front = compose_front()

    following = Article.objects.stream(before=front.latest.next_cursor, size=60).articles
    newest = [story.pk for story in stories if story.pk not in {story.pk for story in following}]
    assert set(newest) <= set(everything(front))
    above = {story.pk for story in front.slots} - {stories[number].pk for number in placed}
    assert not above & {story.pk for story in following}


def test_home_page_costs_the_same_with_one_placed_story_and_with_five(client):
    section = make_section("World")
    stories = make_stories(30, section=section, lead_photo=make_photo())
    place(stories[25], slot=0)
    client.get("/zone/")  # what all pages share is kept from here on
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for slot in range(5):
        place(make_stories(20, section=section, lead_photo=make_photo())[10], slot=slot)

    with CaptureQueriesContext(connection) as many:
        client.get("/")

    assert (len(few), len(many)) == (5, 5)


def test_placed_stories_are_found_by_their_keys_however_large_the_archive():
    if connection.vendor != "sqlite":
        pytest.skip("Without statistics only SQLite plans as it does on a large site.")
    with CaptureQueriesContext(connection) as asked:
        placed_stories(timezone.now())

    [sql] = [query["sql"] for query in asked]
    with connection.cursor() as cursor:
        plan = [row[-1] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plan[0] == "SEARCH articles_article USING INTEGER PRIMARY KEY (rowid=?)"
