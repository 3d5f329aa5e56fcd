"""Whether search finds the story that somebody means: forty real stories, asked for in a reader's words.

The queries stand in ``relevance_queries.toml`` and were written before the first search; the stories themselves are no
part of the project.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command

from articles.models import Article, WireItem
from articles.search.engines import algorithms_in_use
from articles.search.fields import Fields
from articles.search.query import Query
from articles.search.searching import find
from newsportal.bench.tables import table

QUERIES = Path(__file__).with_name("relevance_queries.toml")
FIRST = 3  # a reader sees the first three without looking for them
BUDGET = 0.9


@dataclass(frozen=True)
class Wanted:
    """A story by its wire item's uri, and what is typed to find it."""

    uri: str
    query: str


@dataclass(frozen=True)
class Answer:
    """``rank`` is 1 for the first of the matches, ``None`` when the story is not among them."""

    wanted: Wanted
    rank: int | None
    matches: int
    first: str  # the headline that stands first; empty when there is none

    @property
    def is_hit(self) -> bool:
        return self.rank is not None and self.rank <= FIRST


def wanted_stories() -> list[Wanted]:
    stories = tomllib.loads(QUERIES.read_text(encoding="utf-8"))["stories"]
    return [Wanted(story["uri"], story["query"]) for story in stories]


def import_stories(path: Path) -> None:
    """Bring a file of wire copy into the default database."""
    call_command("import_ninjs", str(path), stdout=io.StringIO())


def ask(wanted: Iterable[Wanted]) -> list[Answer]:
    """Search the default database as a reader does. Raises ``ValueError`` when it lacks a story."""
    wanted = list(wanted)
    ids = dict(WireItem.objects.filter(uri__in=[one.uri for one in wanted]).values_list("uri", "article_id"))
    if missing := [one.uri for one in wanted if one.uri not in ids]:
        raise ValueError(f"The file lacks {len(missing)} of the stories, such as {missing[0]}.")
    algorithms = algorithms_in_use()
    return [_answer(one, ids[one.uri], algorithms) for one in wanted]


def _answer(wanted: Wanted, article_id: int, algorithms: Sequence[str]) -> Answer:
    query = Query.parse(wanted.query)
    matches = find(query.expression(algorithms, Fields(query.fields)), spoken=query.spoken_expression(algorithms))
    found = matches.article_ids
    rank = found.index(article_id) + 1 if article_id in found else None
    first = Article.objects.values_list("headline", flat=True).get(pk=found[0]) if found else ""
    return Answer(wanted, rank, matches.count, first)


def relevance_table(answers: dict[str, list[Answer]]) -> str:
    """The rank of each story on each engine, and how many stories matched."""
    rows = []
    for of_story in zip(*answers.values(), strict=True):
        ranks = [str(answer.rank or "not found") for answer in of_story]
        rows.append([of_story[0].wanted.query, *ranks, str(of_story[0].matches)])
    return table(["query", *answers, "matches"], rows)


def verdict(engine: str, answers: Sequence[Answer]) -> str:
    """How many stories are among the first three, and what stands first where one is not."""
    hits = sum(answer.is_hit for answer in answers)
    lines = [f"{engine}: {hits} of {len(answers)} among the first {FIRST} (at least {BUDGET:.0%})."]
    for answer in answers:
        if not answer.is_hit:
            place = f"number {answer.rank}" if answer.rank else "not found"
            lines.append(f"- “{answer.wanted.query}”: {place} of {answer.matches}; first: {answer.first or 'nothing'}")
    return "\n".join(lines)
