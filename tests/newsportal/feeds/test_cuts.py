"""What rules stand for in the database, and what of it readers may know."""

import pytest

from newsportal.feeds.cuts import cut_of, missing_of
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db


def test_names_that_only_drafts_use_are_as_unknown_as_others():
    make_article(tags=["Known"], authors=[make_author("Ada Reed")])
    make_article(tags=["Secret plan", "Known"], authors=[make_author("Eva Unknown")], status="draft")
    guessed = Choice(tags=("known", "secret-plan", "no-plan"), authors=("eva-unknown", "ada-reed"))

    for rules, side in ((Rules(include=guessed), "include"), (Rules(mute=guessed), "mute")):
        found = getattr(cut_of(rules), side)

        assert sorted(found.names.values()) == ["Ada Reed", "Known"]
        assert found.missing == ("secret-plan", "no-plan", "eva-unknown")
        assert missing_of(rules) == Choice(tags=("secret-plan", "no-plan"), authors=("eva-unknown",))


def test_rules_are_looked_up_in_as_many_queries_however_many_they_are(django_assert_num_queries):
    for number in range(20):
        make_article(tags=[f"Tag {number}"], authors=[make_author(f"Author {number}")])
    one, many = (
        Choice(tags=tuple(f"tag-{n}" for n in range(count)), authors=tuple(f"author-{n}" for n in range(count)))
        for count in (1, 20)
    )

    for choice in (one, many):
        with django_assert_num_queries(2):
            cut_of(Rules(include=choice))
