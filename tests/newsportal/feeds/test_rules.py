import json

import pytest
from hypothesis import given

from newsportal.feeds.rules import MOST_RULES, Choice, Rules, RulesError
from tests.newsportal.feeds.archives import rules as any_rules

WORLD = Choice(topics=("world",))
SPORT = Choice(topics=("sport",))


def test_choice_is_tidied():
    assert Choice.of(topics=["world", "", "world"], words=["  grain   prices ", "nul\x00"]) == Choice(
        topics=("world",), words=("grain prices",)
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"words": ["!?"]}, "“!?” says nothing to look for."),
        ({"topics": ["x" * 201]}, f"“{'x' * 40}…” is longer than 200 characters."),
    ],
)
def test_choice_that_cannot_be_kept_says_why(values, message):
    with pytest.raises(RulesError, match=message.replace("?", r"\?")):
        Choice.of(**values)


def test_following_and_muting_undo_one_another():
    rules = Rules().including(WORLD).muting(SPORT)

    assert rules == Rules(include=WORLD, mute=SPORT)
    assert rules.muting(WORLD) == Rules(mute=Choice(topics=("sport", "world")))
    assert rules.including(SPORT) == Rules(include=Choice(topics=("world", "sport")))
    assert rules.without(SPORT).without(WORLD) == Rules()


def test_following_again_changes_nothing():
    assert Rules(include=WORLD).including(WORLD) == Rules(include=WORLD)


def test_rules_that_contradict_one_another_are_refused():
    with pytest.raises(RulesError, match="“world” is both followed and muted"):
        Rules(include=WORLD, mute=WORLD).checked()


def test_more_rules_than_a_feed_holds_are_refused():
    full = Rules(include=Choice(topics=tuple(f"t{n}" for n in range(MOST_RULES))))

    assert full.checked() is full
    with pytest.raises(RulesError, match="up to 100 rules"):
        full.muting(SPORT).checked()


@given(any_rules())
def test_rules_come_back_from_their_data(rules):
    assert Rules.from_data(json.loads(json.dumps(rules.as_data()))) == rules


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "world",
        {"include": []},
        {"include": {"topics": "world"}},
        {"mute": {"words": [1]}},
        {"include": {"topics": ["a"]}, "mute": {"topics": ["a"]}},
        {"include": {"words": [f"w{n}" for n in range(101)]}},
    ],
    ids=["nothing", "list", "text", "side", "kind", "value", "both", "many"],
)
def test_data_that_holds_no_rules_is_refused(data):
    with pytest.raises(RulesError):
        Rules.from_data(data)


def test_what_the_rules_do_not_know_is_passed_over():
    assert Rules.from_data({"version": 7, "include": {"topics": ["world"], "colours": 3}}) == Rules(include=WORLD)
