"""Small sites at random, in many languages, and queries at random that have a chance of finding something in them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from taggit.models import Tag

from articles.models import Article, Author, Status
from articles.timelines import FirstFiling, file_first
from topics.models import Topic
from topics.tree import Tree, number_tree

NOW = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)
MIDNIGHT = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)
SECOND, DAY = datetime.timedelta(seconds=1), datetime.timedelta(days=1)

# A few words of each language, in several forms and cases.
WORDS = {
    "en": "Ships ship shipping harbour budgets Budget the naïve GRAIN",
    "de": "Häuser Haus Hauses Straße STRASSE Über Schiff",
    "fr": "économies Économie œuvre L’été sœurs",
    "ru": "корабли кораблей Ёлка йод Москва",
    "el": "Άγιος άγιοι ΟΔΥΣΣΕΥΣ καράβια",
    "tr": "İstanbul ISLAK ıslak kitaplar kitap",
    "hi": "हिन्दी खबरें खबर की",
    "ar": "السفينة سفن كِتَاب كتاب",
    "zh": "港口 日本 2026年 船",
    "th": "เรือ ท่าเรือ น้ำ",
}
EVERYWHERE = "covid-19 U.S. snake_case 3.5% ½ ﬁnal Łódź e\u0301tude ship".split()
SPACES = (" ", " ", " ", ", ", " — ", ". ")
# Slug and name; "wars" stands below "world".
TOPICS = {"world": "World", "wars": "Wars of today", "wirtschaft": "Wirtschaft & Häuser"}
TAGS = {"grain": "grain", "sea-ports": "Sea ports"}
AUTHORS = {"ada-reed": "Ada Reed", "йон-фальк": "Йон Фальк"}


@dataclass(frozen=True)
class Story:
    """An article as a test makes it up; ``gone_in`` seconds from ``NOW`` it ends."""

    language: str
    headline: str
    lead: str
    paragraphs: tuple[str, ...]
    status: str
    published_at: datetime.datetime
    gone_in: int | None
    topics: frozenset[str]
    tags: frozenset[str]
    authors: frozenset[str]


def words():
    return st.sampled_from([*" ".join(WORDS.values()).split(), *EVERYWHERE])


def texts(language: str, most: int):
    own = st.sampled_from([*WORDS[language].split(), *EVERYWHERE])
    # A word, what stands behind it, and so on.
    pieces = st.lists(st.tuples(own, st.sampled_from(SPACES)), max_size=most)
    return pieces.map(lambda pairs: "".join(word + space for word, space in pairs).strip())


def moments():
    """Few days apart or many years, many at the same moment, some at the first of a day, some still to come."""
    near = st.integers(-2, 4).map(lambda seconds: NOW - seconds * SECOND)
    days = st.integers(0, 5).map(lambda days: MIDNIGHT - days * DAY)
    far = st.builds(
        lambda days, seconds: MIDNIGHT - days * DAY + seconds * SECOND,
        st.sampled_from([1, 27, 31, 32, 306, 307, 400, 4_000, 9_999, 30_000]),
        st.sampled_from([-1, 0, 0.000001, 7]),
    )
    return st.one_of(near, days, far)


@st.composite
def stories(draw):
    language = draw(st.sampled_from(list(WORDS)))
    return Story(
        language=language,
        headline=draw(texts(language, 3)),
        lead=draw(texts(language, 2)),
        paragraphs=tuple(draw(st.lists(texts(language, 4), max_size=2))),
        status=draw(st.sampled_from([Status.PUBLISHED] * 6 + [Status.DRAFT, Status.WITHDRAWN])),
        published_at=draw(moments()),
        gone_in=draw(st.sampled_from([None, None, None, None, -1, 0, 60])),
        topics=draw(st.frozensets(st.sampled_from(list(TOPICS)), max_size=2)),
        tags=draw(st.frozensets(st.sampled_from(list(TAGS)), max_size=2)),
        authors=draw(st.frozensets(st.sampled_from(list(AUTHORS)), max_size=1)),
    )


def queries():
    """Queries of the whole language, as text."""
    word = words()
    beginning = word.map(lambda word: f"{word[:4]}*")
    phrase = st.lists(word, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
    field = st.builds(
        lambda kind, name: f'{kind}:"{name}"' if " " in name else f"{kind}:{name}",
        st.sampled_from(["topic", "tag", "author"]),
        st.sampled_from([*TOPICS, *TOPICS.values(), *TAGS, *TAGS.values(), *AUTHORS, *AUTHORS.values(), "nobody"]),
    )
    term = st.one_of(word, word, beginning, phrase, field)
    signed = st.builds(lambda sign, term: sign + term, st.sampled_from(["", "", "", "-"]), term)
    groups = st.lists(st.one_of(signed, st.just("OR")), min_size=1, max_size=5)
    return groups.map(" ".join)


def plant_vocabulary() -> None:
    for slug, name in TOPICS.items():
        Topic.objects.create(name=name, slug=slug, parent=Topic.objects.get(slug="world") if slug == "wars" else None)
    number_tree()
    Tag.objects.bulk_create([Tag(name=name, slug=slug) for slug, name in TAGS.items()])
    Author.objects.bulk_create([Author(name=name, slug=slug) for slug, name in AUTHORS.items()])


def plant(world: list[Story]) -> dict[int, Story]:
    """Store the stories, and so index them; returns them by their articles' ids."""
    articles = [
        Article(
            headline=story.headline,
            lead=story.lead,
            body="".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs),
            language=story.language,
            status=story.status,
            published_at=None if story.status == Status.DRAFT else story.published_at,
            withdraw_at=_end(story),
        )
        for story in world
    ]
    Article.objects.bulk_create(articles)
    ids = {
        model: dict(model.objects.filter(slug__in=slugs).values_list("slug", "pk"))
        for model, slugs in ((Topic, TOPICS), (Tag, TAGS), (Author, AUTHORS))
    }
    file_first(
        [
            FirstFiling(
                article,
                topics={ids[Topic][slug] for slug in story.topics},
                tags={ids[Tag][slug] for slug in story.tags},
                authors=[ids[Author][slug] for slug in story.authors],
            )
            for article, story in zip(articles, world, strict=True)
        ],
        tree=Tree.load(),
    )
    return {article.pk: story for article, story in zip(articles, world, strict=True)}


def _end(story: Story) -> datetime.datetime | None:
    """When it leaves the site: never before it came."""
    if story.gone_in is None:
        return None
    return max(NOW + story.gone_in * SECOND, story.published_at + SECOND)


def is_live(story: Story) -> bool:
    """Readers may see it at ``NOW``."""
    end = _end(story)
    return story.status == Status.PUBLISHED and story.published_at <= NOW and (end is None or end > NOW)


unhurried = settings(deadline=None)  # for tests without a database: a busy machine is no failure


def at_random(**strategies):
    """Run a test with some examples, and for `make soak` with many; each leaves the database as it was."""

    def decorate(check):
        @pytest.mark.django_db
        @pytest.mark.parametrize("examples", [40, pytest.param(1000, marks=pytest.mark.soak)])
        def test(examples):
            plant_vocabulary()

            @settings(max_examples=examples, deadline=None)
            @given(**strategies)
            def checked(**drawn):
                with transaction.atomic():
                    check(**drawn)
                    transaction.set_rollback(True)

            checked()

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return decorate
