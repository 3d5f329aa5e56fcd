"""Feeds against a naive filter, over archives and rules at random. `make soak` tries many more of them."""

import contextlib
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import windows
from articles.models import Article, Status
from articles.publishing import publish, withdraw
from newsportal.feeds import reading
from newsportal.feeds.cuts import cut_of
from newsportal.feeds.reading import page_of, survey
from newsportal.feeds.rules import Choice, Rules
from newsportal.feeds.verdicts import judge, shown_among
from tests.newsportal.feeds.archives import (
    frozen_now,
    is_live,
    naive,
    plant,
    plant_vocabulary,
    rules,
    stories,
)

pytestmark = pytest.mark.django_db
any_archive = st.lists(stories(), max_size=25)


def at_random(**strategies):
    """Run a test with some examples, and for `make soak` with many; each leaves the database as it was."""

    def decorate(check):
        @pytest.mark.parametrize("examples", [40, pytest.param(1500, marks=pytest.mark.soak)])
        def test(examples):
            plant_vocabulary()

            @settings(max_examples=examples, deadline=None)
            @given(**strategies)
            def checked(**drawn):
                with transaction.atomic():
                    check(**drawn)
                    transaction.set_rollback(True)

            checked()

        return test

    return decorate


def pages_of(cut, *, size, now, between=lambda: None) -> list[list[int]]:
    """All pages, following the links to the end."""
    pages, before = [], None
    while True:
        page = page_of(cut, before=before, size=size, now=now)
        pages.append([article.pk for article in page.articles])
        before = page.next_cursor
        if before is None:
            return pages
        assert len(pages) < 200, "the links lead nowhere"
        between()


@at_random(
    archive=any_archive,
    rules=rules(),
    size=st.integers(1, 6),
    bounds=st.sampled_from([(1, 1, 1), (4, 1, 1), (4, 2, 1000), (12, 1, 1), (12, 2, 1), (2000, 1, 1), (2000, 8, 1000)]),
)
def test_pages_of_a_feed_are_what_a_naive_filter_finds(archive, rules, size, bounds):
    now = frozen_now()
    most, fewest, at_first = bounds
    planted = plant(archive, now=now)

    with (
        mock.patch.multiple(reading, MOST_ROWS=most),
        mock.patch.multiple(windows, FEWEST_OF_EACH=fewest, MOST_AT_FIRST=at_first),
    ):
        pages = pages_of(cut_of(rules), size=size, now=now)

    assert [pk for page in pages for pk in page] == naive(rules, planted)
    assert max(map(len, pages)) <= size


@at_random(archive=any_archive, rules=rules())
def test_survey_counts_what_the_pages_list_and_gives_the_reasons(archive, rules):
    now = frozen_now()
    planted = plant(archive, now=now)
    cut, wanted = cut_of(rules), naive(rules, planted)

    found = survey(cut, now=now)

    assert (found.shown, found.total) == (len(wanted), sum(map(is_live, planted.values())))
    assert [sample.article.pk for sample in found.shows] == wanted[: reading.SAMPLES]
    assert all(sample.verdict.is_shown for sample in found.shows)
    assert all(sample.verdict.is_included and sample.verdict.muted_by for sample in found.mutes)


@at_random(archive=any_archive, rules=rules())
def test_verdict_with_reasons_agrees_with_the_one_without(archive, rules):
    now = frozen_now()
    planted = plant(archive, now=now)
    cut = cut_of(rules)
    ids = list(naive(Rules(mute=Choice(words=("nothing",))), planted))  # all live stories
    if cut.include:
        ids = [pk for pk in ids if pk in naive(Rules(include=rules.include), planted)]

    verdicts = judge(cut, ids)

    assert cut.is_empty or {pk for pk in ids if verdicts[pk].is_shown} == shown_among(cut, ids)


@at_random(
    archive=st.lists(stories(), min_size=4, max_size=25),
    rules=rules(),
    size=st.integers(1, 4),
    acts=st.lists(st.integers(0, 1000), max_size=6),
)
def test_what_is_published_and_withdrawn_between_pages_disturbs_no_other_story(archive, rules, size, acts):
    now = frozen_now()
    planted = plant(archive, now=now)
    wanted, left, touched = naive(rules, planted), list(acts), set()

    def act():
        if not left:
            return
        article = Article.objects.order_by("pk")[left.pop() % len(archive)]
        touched.add(article.pk)
        if article.status == Status.PUBLISHED:
            withdraw(article)
            return
        article.headline, article.is_breaking, article.withdraw_at = article.headline or "Late", True, None
        article.save()
        with contextlib.suppress(ValidationError):  # it has no topic
            publish(article, at=now)

    found = [pk for page in pages_of(cut_of(rules), size=size, now=now, between=act) for pk in page]

    assert len(found) == len(set(found))
    assert [pk for pk in found if pk not in touched] == [pk for pk in wanted if pk not in touched]
