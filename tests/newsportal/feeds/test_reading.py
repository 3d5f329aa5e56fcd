"""Pages and counts of feeds."""

import pytest

from articles import windows
from newsportal.feeds import reading
from newsportal.feeds.cuts import cut_of
from newsportal.feeds.reading import page_of, survey
from newsportal.feeds.rules import Choice, Rules
from newsportal.feeds.verdicts import judge
from tests.factories import make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db


def headlines(rules: Rules) -> list[str]:
    return [article.headline for article in page_of(cut_of(rules)).articles]


def test_feed_without_a_rule_shows_nothing_yet():
    make_article("A story")

    assert (headlines(Rules()), survey(cut_of(Rules())).shown) == ([], 0)


def test_feed_that_only_mutes_shows_all_other_news():
    sport = make_section("Sport")
    make_article("Match", topics=[make_topic("Football", parent=sport)], hours_ago=1)
    make_article("Budget", hours_ago=2)

    assert headlines(Rules(mute=Choice(topics=("sport",)))) == ["Budget"]


def test_feed_of_a_tag_that_is_gone_is_not_all_news():
    make_article("A story")

    assert headlines(Rules(include=Choice(tags=("gone",)))) == []


def test_words_are_found_in_headline_lead_and_body_but_not_across_them():
    phrase = Rules(include=Choice(words=("“wheat prices”",)))
    make_article("Wheat prices", hours_ago=1)
    make_article("In the lead", lead="Of WHEAT-PRICES and more.", hours_ago=2)
    make_article("In the body", body="<p>Dear <b>wheat</b> prices</p>", hours_ago=3)
    make_article("Nothing but wheat", lead="Prices of other things", hours_ago=4)
    make_article("Two paragraphs", body="<p>All about wheat</p><p>Prices rise</p>", hours_ago=5)

    assert headlines(phrase) == ["Wheat prices", "In the lead", "In the body"]


def test_reasons_name_the_rules_as_readers_know_them():
    world, ada = make_section("World"), make_author("Ada Reed")
    story = make_article("Grain ships leave", section=world, authors=[ada], tags=["Ports"])
    rules = Rules(
        include=Choice(topics=("world",), words=("grain ships",)), mute=Choice(authors=("ada-reed",), tags=("ports",))
    )

    verdict = judge(cut_of(rules), [story.pk])[story.pk]

    assert (verdict.because, verdict.muted_by, verdict.is_shown) == (
        ("World", "“grain ships”"),
        ("Ports", "Ada Reed"),
        False,
    )


def test_survey_counts_seven_days_and_stops_a_little_above_its_limit(monkeypatch):
    monkeypatch.setattr(reading, "MOST_COUNTED", 2)
    world = make_section("World")
    for hour in range(4):
        make_article(section=world, hours_ago=1 + hour)
    make_article(section=world, hours_ago=24 * 7 + 1)

    found = survey(cut_of(Rules(include=Choice(topics=("world",)))))

    assert (found.days, found.shown, found.total) == (7, 3, 3)


def test_page_of_a_feed_that_mutes_everything_is_empty_and_goes_on(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    monkeypatch.setattr(windows, "FEWEST_OF_EACH", 1)
    world = make_section("World")
    stories = [make_article(section=world, hours_ago=1 + hour) for hour in range(4)]
    make_article("Another", hours_ago=10)
    cut = cut_of(Rules(mute=Choice(topics=("world",))))

    first = page_of(cut, size=1)
    second = page_of(cut, before=first.next_cursor, size=1)

    assert (first.articles, first.next_cursor.article_id) == ([], stories[2].pk)
    assert ([article.headline for article in second.articles], second.next_cursor) == (["Another"], None)


def test_page_of_a_feed_costs_the_same_for_one_story_and_for_twenty(django_assert_num_queries):
    world = make_section("World")
    cut = cut_of(Rules(include=Choice(topics=("world",)), mute=Choice(words=("nothing",))))
    for more in (1, 19):
        for _ in range(more):
            make_article(section=world)

        with django_assert_num_queries(3):  # candidates, what is muted of them, the cards
            page_of(cut)
