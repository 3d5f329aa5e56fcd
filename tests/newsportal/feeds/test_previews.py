import pytest

from newsportal.feeds.previews import counted, preview_of
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


def reasons(rules):
    preview = preview_of(rules)
    return [example.why for example in preview.shows], [example.why for example in preview.mutes]


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (999, "999"), (1_000, "1,000"), (1_001, "1,000+")])
def test_counts_end_at_what_was_counted(number, said):
    assert counted(number) == said


def test_reasons_tell_names_from_words():
    topic = make_topic("Grain")
    make_article("Corn and rye", topics=[topic], tags=["Harvest"])
    include, mute = Choice(("grain",), ("harvest",), words=("corn", "wheat")), Choice(words=("rye",))

    assert reasons(Rules(include)) == (["Grain, Harvest, matches “corn”"], [])
    assert reasons(Rules(include, mute)) == ([], ["muted: “rye”"])


def test_words_are_told_from_a_name_they_are_written_like():
    make_topic("grain")
    make_article("The grain trade")
    include = Choice(("grain",), words=("grain", '"grain trade"'))

    assert reasons(Rules(include)) == (["matches “grain”, matches “grain trade”"], [])


def test_feed_without_rules_shows_nothing_and_says_how_to_begin():
    make_article()

    preview = preview_of(Rules())

    assert (preview.said, preview.shows) == ("In the last 7 days this shows 0 of 1 story.", [])
    assert preview.note.startswith("Nothing is chosen yet.")


def test_names_that_are_gone_show_nothing_rather_than_everything():
    make_article()

    preview = preview_of(Rules(Choice(("gone",))))

    assert (preview.said, preview.note) == ("In the last 7 days this shows 0 of 1 story.", "")
