"""Small archives at random, and what a naive reader of all of them would find for rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from hypothesis import strategies as st
from taggit.models import Tag

from articles.models import Article, Author, Status
from articles.timelines import FirstFiling, file_first
from newsportal.feeds.rules import Choice, Rules
from topics.models import Topic
from topics.tree import Tree, number_tree

SECOND = datetime.timedelta(seconds=1)
# topic → its parent; who follows "world" follows "wars".
TOPICS = {"world": None, "economy": None, "trade": "economy", "grain-trade": "trade", "wars": "world"}
TAGS = ("harvest", "ports", "summit")
AUTHORS = ("ada-reed", "jon-falk")
WORDS = ("grain", "price", "rises", "falls", "port")
SEARCHES = (
    *WORDS,
    "ports",
    "grain price",
    '"grain price"',
    '"price rises"',
    '"port grain"',
    "rise OR fall",
    "grain -port",
)


@dataclass(frozen=True)
class Story:
    """An article as the test knows it; ``seconds`` ago it was published, in ``gone_in`` it ends."""

    seconds: int
    status: str
    gone_in: int | None
    topics: frozenset[str]
    tags: frozenset[str]
    authors: frozenset[str]
    headline: tuple[str, ...]
    lead: tuple[str, ...]
    paragraphs: tuple[tuple[str, ...], ...]

    @property
    def ends_in(self) -> int | None:
        """In how many seconds it leaves the site; never before it came."""
        return None if self.gone_in is None else max(self.gone_in, 1 - self.seconds)


def texts(most: int):
    return st.lists(st.sampled_from(WORDS), max_size=most).map(tuple)


def stories():
    return st.builds(
        Story,
        seconds=st.integers(-2, 12),  # few values: many stories share a second, some are still to come
        status=st.sampled_from([Status.PUBLISHED] * 6 + [Status.DRAFT, Status.WITHDRAWN]),
        gone_in=st.sampled_from([None, None, None, None, -1, 60]),
        topics=st.frozensets(st.sampled_from(list(TOPICS)), max_size=2),
        tags=st.frozensets(st.sampled_from(TAGS), max_size=2),
        authors=st.frozensets(st.sampled_from(AUTHORS), max_size=1),
        headline=texts(3),
        lead=texts(2),
        paragraphs=st.lists(texts(4), max_size=2).map(tuple),
    )


def choices(most: int):
    def some(values):
        return st.lists(st.sampled_from(values), unique=True, max_size=most).map(tuple)

    known = {"topics": (*TOPICS, "unheard-of"), "tags": TAGS, "authors": AUTHORS, "words": SEARCHES}
    return st.builds(Choice, **{kind: some(values) for kind, values in known.items()})


def rules():
    return st.builds(lambda include, mute: Rules(include, mute - include), choices(2), choices(1))


def plant_vocabulary() -> None:
    for slug, parent in TOPICS.items():
        Topic.objects.create(name=slug, slug=slug, parent=Topic.objects.filter(slug=parent).first())
    number_tree()
    Tag.objects.bulk_create([Tag(name=slug, slug=slug) for slug in TAGS])
    Author.objects.bulk_create([Author(name=slug, slug=slug) for slug in AUTHORS])


def plant(archive: list[Story], *, now: datetime.datetime) -> dict[int, Story]:
    """Store the stories; returns them by their articles' ids. A handful of queries."""
    articles = [
        Article(
            headline=" ".join(story.headline),
            lead=" ".join(story.lead),
            body="".join(f"<p>{' '.join(paragraph)}</p>" for paragraph in story.paragraphs),
            status=story.status,
            published_at=None if story.status == Status.DRAFT else now - story.seconds * SECOND,
            withdraw_at=None if story.ends_in is None else now + story.ends_in * SECOND,
        )
        for story in archive
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
            for article, story in zip(articles, archive, strict=True)
        ],
        tree=Tree.load(),
    )
    return {article.pk: story for article, story in zip(articles, archive, strict=True)}


def is_live(story: Story) -> bool:
    return story.status == Status.PUBLISHED and story.seconds >= 0 and (story.ends_in is None or story.ends_in > 0)


def matches(choice: Choice, story: Story) -> bool:
    above = set(story.topics)
    for slug in story.topics:
        while slug := TOPICS[slug]:
            above.add(slug)
    return bool(
        above & set(choice.topics)
        or story.tags & set(choice.tags)
        or story.authors & set(choice.authors)
        or any(answers(story, search) for search in choice.words)
    )


def answers(story: Story, search: str) -> bool:
    """A naive reading of ``SEARCHES``; names of what a story is filed under are words of it."""
    parts = [story.headline, story.lead, *story.paragraphs]
    parts += [tuple(name.split("-")) for name in (*story.topics, *story.tags, *story.authors)]
    if search.startswith('"'):
        return any(stands_in(search.strip('"').split(), part) for part in parts)
    stems = {stem_of(word) for part in parts for word in part}
    if " OR " in search:
        return any(word in stems for word in search.split(" OR "))
    wanted, _, unwanted = search.partition(" -")
    return {stem_of(word) for word in wanted.split()} <= stems and unwanted not in stems


def stem_of(word: str) -> str:
    return word.removesuffix("s")


def stands_in(phrase: list[str], part: tuple[str, ...]) -> bool:
    return any(list(part[at : at + len(phrase)]) == phrase for at in range(len(part)))


def naive(rules: Rules, planted: dict[int, Story]) -> list[int]:
    """The ids that a feed with ``rules`` shows, newest first: every story looked at, one by one."""
    if not len(rules):
        return []
    wanted = [
        (-story.seconds, pk)
        for pk, story in planted.items()
        if is_live(story)
        and (matches(rules.include, story) or not len(rules.include))
        and not matches(rules.mute, story)
    ]
    return [pk for _, pk in sorted(wanted, reverse=True)]


def frozen_now() -> datetime.datetime:
    return timezone.now().replace(microsecond=0)
