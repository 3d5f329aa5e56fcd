"""What an invented archive holds. The same seed and size give the same archive, whatever database it goes to."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from articles.archive.vocabulary import CITIES, SECTIONS, Vocabulary
from articles.models import Status
from topics.tree import Tree

TOPICS = 300
TAGS = 2_000
AUTHORS = 400
DEEPEST = 4  # the IPTC's tree has five levels; sections stand on level 0
YEARS = 10
# Fixed, so that an archive made tomorrow equals one made today.
ARCHIVE_END = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)

# Of a thousand articles; the others are simply published.
DRAFTS, IN_REVIEW, WITHDRAWN, SCHEDULED, ENDED, ENDING = 20, 10, 10, 5, 5, 5


class PlannedTopic(NamedTuple):
    id: int
    name: str
    parent_id: int | None
    is_section: bool


class PlannedArticle(NamedTuple):
    """One article with all it is filed under; moments are aware and in UTC, whole seconds."""

    id: int
    headline: str
    lead: str
    paragraphs: list[str]
    words: int
    city: str
    section_id: int
    topic_ids: list[int]  # assigned, the section among them
    inherited_ids: list[int]
    tag_ids: list[int]
    author_ids: list[int]  # in the byline's order
    related_ids: list[int]
    outside_links: int
    status: str
    is_breaking: bool
    created_at: datetime.datetime
    published_at: datetime.datetime | None
    updated_at: datetime.datetime | None
    withdraw_at: datetime.datetime | None


@dataclass(frozen=True)
class Archive:
    """The plan of an archive of ``size`` articles, spread evenly over the ten years that end at ``until``."""

    size: int
    seed: int = 1
    until: datetime.datetime = ARCHIVE_END

    def __post_init__(self):
        object.__setattr__(self, "vocabulary", Vocabulary(self.seed))

    def _dice(self, purpose: str) -> random.Random:
        return random.Random(f"{self.seed} {purpose}")

    @property
    def since(self) -> datetime.datetime:
        return self.until - YEARS * 365 * DAY

    def topics(self) -> list[PlannedTopic]:
        """A tree of 300 topics, parents first: the sections, and below them what grew at random."""
        dice = self._dice("topics")
        topics, depth = [], {}
        for number, name in enumerate(itertools.islice(self.vocabulary.topic_names(), TOPICS), 1):
            parent = None
            if number > len(SECTIONS):
                parent = dice.choice([pk for pk, level in depth.items() if level < DEEPEST])
            depth[number] = depth[parent] + 1 if parent else 0
            topics.append(PlannedTopic(number, name, parent, is_section=parent is None))
        return topics

    def tags(self) -> list[str]:
        return self._dice("tags").sample(self.vocabulary.invented, TAGS)

    def authors(self) -> list[str]:
        return list(itertools.islice(self.vocabulary.author_names(), AUTHORS))

    def articles(self) -> Iterator[PlannedArticle]:
        """The articles in the order of their ids, which is nearly that of their publication."""
        dice = self._dice(f"{self.size} articles")
        topics = self.topics()
        tree = Tree({topic.id: topic.parent_id for topic in topics})
        lineage = {topic.id: tree.lineage(topic.id) for topic in topics}
        below = [topic.id for topic in topics if not topic.is_section]
        self._dice("popularity").shuffle(below)
        popularity = _zipf(len(below), start=4)
        tag_popularity, author_popularity = _zipf(TAGS, start=10), _zipf(AUTHORS, start=40)
        tag_ids, author_ids = range(1, TAGS + 1), range(1, AUTHORS + 1)
        step = (self.until - self.since) / self.size
        for number in range(1, self.size + 1):
            picked = dice.choices(below, cum_weights=popularity, k=1 + int(dice.random() * 3))
            section = lineage[picked[0]][-1]
            assigned = {section, *picked}
            above = {pk for topic_id in picked for pk in lineage[topic_id]} - assigned
            lengths = [30 + int(dice.random() * 40) for _ in range(3)]
            came = self.since + step * (number - 1 + dice.random())
            yield PlannedArticle(
                id=number,
                headline=self.vocabulary.headline(dice),
                lead=self.vocabulary.paragraph(dice, 20),
                paragraphs=[self.vocabulary.paragraph(dice, length) for length in lengths],
                words=sum(lengths),
                city=CITIES[int(dice.random() * len(CITIES))],
                section_id=section,
                topic_ids=sorted(assigned),
                inherited_ids=sorted(above),
                tag_ids=sorted(set(dice.choices(tag_ids, cum_weights=tag_popularity, k=int(dice.random() * 4)))),
                author_ids=list(
                    dict.fromkeys(dice.choices(author_ids, cum_weights=author_popularity, k=dice.choice((1, 1, 1, 2))))
                ),
                related_ids=_earlier(number, dice) if number % 4 == 0 else [],
                outside_links=2 if number % 10 == 0 else 0,
                is_breaking=number % 200 == 0,
                **self._life(came.replace(microsecond=0), dice),
            )

    def _life(self, came: datetime.datetime, dice: random.Random) -> dict:
        """Status and moments of an article that was written at ``came``."""
        life = {"status": Status.PUBLISHED.value, "created_at": came, "published_at": came + 1800 * SECOND}
        life |= {"updated_at": None, "withdraw_at": None}
        lot = dice.randrange(1000)
        for status, share in ((Status.DRAFT, DRAFTS), (Status.IN_REVIEW, IN_REVIEW), (Status.WITHDRAWN, WITHDRAWN)):
            if 0 <= lot < share:
                life["status"] = status.value
                if status != Status.WITHDRAWN:
                    life["published_at"] = None
            lot -= share
        if 0 <= lot < SCHEDULED:
            life["published_at"] = self.until + dice.randrange(1, 60 * 86_400) * SECOND
        elif SCHEDULED <= lot < SCHEDULED + ENDED:
            life["withdraw_at"] = life["published_at"] + 30 * DAY
        elif SCHEDULED + ENDED <= lot < SCHEDULED + ENDED + ENDING:
            life["withdraw_at"] = self.until + 400 * DAY
        elif lot >= 800:
            life["updated_at"] = life["published_at"] + dice.randrange(600, 86_400) * SECOND
        return life


def _zipf(count: int, *, start: int) -> list[float]:
    """Cumulative weights 1/start, 1/(start + 1), …: the smaller ``start``, the further the first is ahead."""
    return list(itertools.accumulate(1 / rank for rank in range(start, start + count)))


def _earlier(number: int, dice: random.Random) -> list[int]:
    """Up to three articles of shortly before."""
    return sorted({number - 1 - int(dice.random() * min(500, number - 1)) for _ in range(3)} - {number})
