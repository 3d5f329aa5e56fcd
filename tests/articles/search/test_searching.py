import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.search import searching
from articles.search.engines import algorithms_in_use
from articles.search.expressions import token
from articles.search.fields import Fields
from articles.search.query import Query
from articles.search.searching import HALF_LIFE, SHARE_OF_RECENCY, Facet, facets_of, find, matches_of_days, recency
from articles.topic_moves import move_topic
from tests.articles.search.worlds import DAY, NOW, SECOND
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db


def search(text: str, *, by_relevance: bool = True, **bounds):
    query, algorithms = Query.parse(text), algorithms_in_use()
    spoken = query.spoken_expression(algorithms) if by_relevance else None
    return find(query.expression(algorithms, Fields(query.fields)), spoken=spoken, now=NOW, **bounds)


def make_ship(headline: str, *, days_ago: float = 0, **fields):
    return make_article(headline, published_at=NOW - days_ago * DAY, **fields)


def headlines(matches) -> list[str]:
    return [card.headline for card in matches.cards(0, 20, now=NOW)]


def test_best_story_comes_first_and_with_the_order_by_date_the_newest():
    make_ship("Ship after ship", body="<p>A ship.</p>", days_ago=2)
    make_ship("Trains", body="<p>Not a ship.</p>", days_ago=1)

    assert headlines(search("ship")) == ["Ship after ship", "Trains"]
    assert headlines(search("ship", by_relevance=False)) == ["Trains", "Ship after ship"]


def test_of_stories_that_say_the_same_the_newer_one_comes_first():
    for days in (900, 3, 400, 0):
        make_ship(f"Ship {days}", days_ago=days)

    assert headlines(search("ship")) == ["Ship 0", "Ship 3", "Ship 400", "Ship 900"]


def test_old_story_that_says_much_comes_before_a_new_one_that_says_little():
    make_ship("A ship in the harbour", days_ago=5_000)
    make_ship("Trains", body=f"<p>Also a ship in some harbour. {'Other words follow. ' * 30}</p>")

    assert headlines(search("ship harbour")) == ["A ship in the harbour", "Trains"]


def test_words_of_query_are_found_in_everything_readers_see():
    world = make_section("Politics")
    make_ship("Story", body="<p>tides</p>", lead="lighthouse", dateline_city="Riga", section=world, tags=["grain"])
    make_ship("Other", authors=[make_author("Ada Reed")])

    words = "tide lighthouses riga politics grain reed tag:grain author:ada-reed topic:politics".split()
    found = {word: headlines(search(word)) for word in words}

    assert found == dict.fromkeys(words, ["Story"]) | {"reed": ["Other"], "author:ada-reed": ["Other"]}


def test_topic_finds_the_stories_of_topics_below_it():
    world = make_topic("World")
    make_ship("Wars", topics=[make_topic("Wars", parent=world)])
    make_ship("Trade", topics=[make_topic("Trade")])

    assert headlines(search("topic:world")) == ["Wars"]
    assert headlines(search("wars OR trade -topic:world")) == ["Trade"]


def test_search_is_bounded_by_moments():
    for days in range(4):
        make_ship(f"Ship {days}", days_ago=days)

    found = search("ship", by_relevance=False, since=NOW - 2 * DAY, until=NOW)

    assert headlines(found) == ["Ship 1", "Ship 2"]


BEGINNING, END = (moment.replace(tzinfo=datetime.UTC) for moment in (datetime.datetime.min, datetime.datetime.max))


@pytest.mark.parametrize(("until", "count"), [(BEGINNING, 0), (END, 1)])
def test_moments_at_the_ends_of_time_are_no_error(until, count):
    make_ship("Ship")

    assert search("ship", since=BEGINNING, until=until).count == count


def test_matches_are_counted_up_to_a_bound_which_is_told(monkeypatch):
    monkeypatch.setattr(searching, "MOST_MATCHES", 3)
    for days in range(3):
        make_ship(f"Ship {days}", days_ago=days)
    assert (search("ship").count, search("ship").are_all) == (3, True)

    make_ship("Ship of old", days_ago=9)

    found = search("ship")
    assert (found.count, found.are_all) == (3, False)
    assert headlines(found) == ["Ship 0", "Ship 1", "Ship 2"]


def test_only_the_newest_matches_are_ranked_and_the_others_follow_by_date(monkeypatch):
    monkeypatch.setattr(searching, "MOST_RANKED", 2)
    make_ship("Ship ship ship", days_ago=3)
    make_ship("Trains", body="<p>ship</p>", days_ago=0)
    make_ship("A ship", days_ago=1)
    make_ship("Planes", body="<p>ship</p>", days_ago=2)

    assert headlines(search("ship")) == ["A ship", "Trains", "Planes", "Ship ship ship"]


def test_drafts_scheduled_withdrawn_and_ended_stories_are_never_found():
    make_ship("Ship draft", status="draft")
    make_ship("Ship withdrawn", status="withdrawn")
    make_ship("Ship to come", days_ago=-1)
    make_ship("Ship ended", days_ago=1, withdraw_at=NOW)
    make_ship("Ship")

    found = search("ship")

    assert (headlines(found), found.count) == (["Ship"], 1)


def test_story_that_ends_after_it_was_found_has_no_card():
    make_ship("Ship ends", withdraw_at=NOW + SECOND)
    make_ship("Ship stays", days_ago=1)
    found = search("ship")

    cards = found.cards(0, 20, now=NOW + 2 * SECOND)

    assert (found.count, [card.headline for card in cards]) == (2, ["Ship stays"])


def test_recency_halves_its_share_and_never_takes_more():
    assert recency(datetime.timedelta(-1)) == recency(datetime.timedelta()) == 1
    assert recency(HALF_LIFE) == pytest.approx(1 - SHARE_OF_RECENCY / 2)
    assert recency(HALF_LIFE * 500) == pytest.approx(1 - SHARE_OF_RECENCY)


def test_facets_say_what_matches_are_filed_under_and_from_which_years():
    world, wars, trade = make_topic("World"), make_topic("Wars"), make_topic("Trade")
    ada, jon = make_author("Ada Reed"), make_author("Jon Falk")
    make_ship("Ship 1", topics=[world, wars], tags=["grain"], authors=[ada])
    make_ship("Ship 2", topics=[world], authors=[ada, jon], days_ago=365)
    make_ship("Trains", topics=[trade], tags=["rails"])
    make_ship("Ship draft", topics=[trade], tags=["rails"], status="draft")
    found = search("ship")

    facets = facets_of(found)

    assert facets.topics == [Facet(world, 2), Facet(wars, 1)]
    assert [(facet.owner.name, facet.count) for facet in facets.tags] == [("grain", 1)]
    assert facets.authors == [Facet(ada, 2), Facet(jon, 1)]
    assert facets.years == [(2026, 1), (2025, 1)]


def test_story_counts_once_for_each_topic_above_its_own_wherever_they_are_moved():
    world = make_topic("World")
    wars, trade = make_topic("Wars", parent=world), make_topic("Trade", parent=world)
    make_ship("Ship 1", topics=[wars, trade])
    make_ship("Ship 2", topics=[wars])
    assert facets_of(search("ship")).topics == [Facet(world, 2), Facet(wars, 2), Facet(trade, 1)]

    move_topic(wars, parent=None)

    assert facets_of(search("ship")).topics == [Facet(wars, 2), Facet(world, 1), Facet(trade, 1)]


def test_stories_of_some_days_are_counted_like_those_with_some_words():
    world = make_topic("World")
    make_ship("Ship 1", topics=[world], tags=["grain"])
    make_ship("Trains", topics=[world], days_ago=1)
    make_ship("Ship of old", topics=[world], days_ago=9)

    facets = facets_of(matches_of_days(since=NOW - 2 * DAY, until=None, now=NOW))

    assert facets.topics == [Facet(world, 2)]
    assert [(facet.owner.name, facet.count) for facet in facets.tags] == [("grain", 1)]


def test_years_are_those_of_the_sites_calendar(settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    for day, hour in ((30, 23), (31, 14), (31, 15)):  # there it is nine hours later
        make_article("Ships", published_at=datetime.datetime(2024, 12, day, hour, tzinfo=datetime.UTC))

    assert facets_of(find(token("ships"))).years == [(2025, 1), (2024, 2)]


def test_facets_are_the_most_common_ones(monkeypatch):
    monkeypatch.setattr(searching, "FACETS", 2)
    topics = [make_topic(f"Topic {n}") for n in range(4)]
    for n in range(1, 5):
        make_ship(f"Ship {n}", topics=topics[:n])

    facets = facets_of(search("ship"))

    assert facets.topics == [Facet(topics[0], 4), Facet(topics[1], 3)]


def test_nothing_found_has_no_facets():
    facets = facets_of(find(token("ships"), now=timezone.now()))

    assert (facets.topics, facets.tags, facets.authors, facets.years) == ([], [], [], [])


def test_search_of_twenty_stories_costs_as_many_queries_as_of_one():
    world = make_topic("World")
    searching.kept_topics()  # kept from the first search on
    counts = []
    for stories in (1, 19):
        for _ in range(stories):
            make_ship("Ship", topics=[world], tags=["grain"])
        with CaptureQueriesContext(connection) as captured:
            found = search("ship topic:world -train tag:grain")
            facets_of(found)
            found.cards(0, 20, now=NOW)
        counts.append((found.count, len(captured)))

    assert [count for count, _ in counts] == [1, 20]
    assert counts[0][1] == counts[1][1]
