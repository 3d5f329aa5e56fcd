import pytest

from newsportal.feeds.forms import FeedForm, RulesForm, initial_of
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_author, make_section, make_topic
from topics.models import Topic
from topics.tree import rename_slug

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def stories():
    world = make_section("World")
    make_topic("Football")
    make_article(section=world, topics=[world], tags=["Harbour", "Storms"], authors=[make_author("Ada Reed")])


def errors(form):
    form.is_valid()
    return {name: list(said) for name, said in form.errors.items()}


def test_form_makes_rules_of_names():
    form = RulesForm(
        {
            "topic": ["world"],
            "tags": "Harbour, storms",
            "authors": "Ada Reed",
            "words": '"black sea"\ngrain',
            "mute_topic": ["football"],
            "mute_words": "war",
        }
    )

    assert form.is_valid()
    assert form.rules == Rules(
        Choice(("world",), ("harbour", "storms"), ("ada-reed",), ('"black sea"', "grain")),
        Choice(("football",), words=("war",)),
    )


def test_form_shows_the_rules_it_makes():
    rules = Rules(
        Choice(("world",), ("harbour", "gone"), ("ada-reed",), ("black sea",)), Choice(("gone-topic",), words=("war",))
    )

    form = RulesForm(initial_of(rules), rules=rules)

    assert form.is_valid()
    assert form.rules == rules


def test_former_slug_of_a_topic_becomes_its_present_one():
    rename_slug(Topic.objects.get(slug="world"), "abroad")
    form = RulesForm({"topic": ["world"]})

    assert form.is_valid()
    assert form.rules == Rules(Choice(("abroad",)))


def test_unknown_names_are_named_with_near_ones_and_the_others_are_understood():
    form = RulesForm({"topic": ["world", "nowhere\x00"], "tags": "Harbor\nstorms", "mute_authors": "Nobody"})

    assert errors(form) == {
        "topic": ["There is no topic “nowhere\ufffd”."],
        "tags": ["No tag is called “Harbor”. Did you mean “Harbour”?"],
        "mute_authors": ["No author is called “Nobody”."],
    }
    assert form.rules == Rules(Choice(("world",), ("storms",)))


def test_what_is_both_shown_and_muted_is_refused():
    assert errors(RulesForm({"topic": ["world"], "mute_topic": ["world"]})) == {
        "__all__": ["“world” is both followed and muted: decide for one."]
    }


def test_more_rules_than_a_feed_holds_are_refused():
    sixty = "\n".join(f"word{number}" for number in range(60))

    assert errors(RulesForm({"words": sixty, "mute_words": sixty.replace("w", "v")})) == {
        "__all__": ["A feed holds up to 100 rules: take some out."]
    }


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("words", "word " * 40_000, "“word word word word word word word word …” is longer than 200 characters."),
        ("words", "\n".join(map(str, range(40_000))), "A feed holds up to 100 rules: take some lines out."),
        ("tags", "x," * 100_000, "No tag is called “x”."),
        ("tags", ",".join(map(str, range(40_000))), "A feed holds up to 100 rules: take some lines out."),
        ("authors", "a" * 200_000, f"No author is called “{'a' * 60}”."),
        ("words", "…", "“…” says nothing to look for."),
        ("mute_words", "a\x00b", "Null characters are not allowed."),
        ("tags", "a\x00b", "Null characters are not allowed."),
        ("topic", [str(number) for number in range(101)], "A feed holds up to 100 rules: choose fewer topics."),
    ],
    ids=lambda value: str(value)[:12],
)
def test_absurd_input_gets_a_message_and_stays(field, value, said):
    form = RulesForm({field: value})

    assert errors(form) == {field: [said]}
    assert form[field].value() == value


def test_feed_of_an_account_needs_a_name():
    assert errors(FeedForm({"name": "  "})) == {"name": ["This field is required."]}
    assert list(FeedForm().fields)[0] == "name"
