"""Pages as the production server delivers them, beside a constant Django view in the same run."""

from __future__ import annotations

import datetime
import re
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import Article
from newsportal.bench.archives import BenchDatabase
from newsportal.bench.pages import ARTICLE, addresses, queries_when_warm
from newsportal.bench.servers import Load, Server, serving
from newsportal.bench.tables import ms, table
from topics.versions import touch

SITE, UNKEPT = "newsportal.wsgi:application", "newsportal.bench.unkept:application"
CONSTANT = "newsportal.bench.constant:application"
ZIPPED = {"Accept-Encoding": "gzip"}
WARM_ALONE = {"304", "signed in"}
MEASURED = (ARTICLE, "home", "all news", "5 topics", "5 topics, half-way down", "common topic", "RSS of all news")
# Shares of the constant view's requests a second: what was promised, warm and cold.
BUDGETS = {
    ARTICLE: (0.5, 0.04),
    "home": (0.5, 0.025),
    "all news": (0.5, 0.025),
    "5 topics": (0.5, 0.02),
    "5 topics, half-way down": (0.5, 0.02),
    "304": (0.5, None),
    "signed in": (0.1, None),
}


# What wrk asks for, one after the other and again from the beginning.
CYCLE = """
local paths, n = {%s}, 0
request = function() n = n %% #paths + 1; return wrk.format("GET", paths[n]) end
"""
MANY = 3_000
REQUESTS = (10_000, 90_000, 100_000)
WARMING = 5  # seconds in which articles are read: what many of them show, such as their topics, is rendered then
CHANGES = 100  # of a story of a page, each followed by one request for the page
STORY = re.compile(rb"/news/(\d+)/[a-z]")


@dataclass(frozen=True)
class Case:
    name: str
    path: str
    headers: Mapping[str, str]
    bytes_on_the_wire: int
    queries: int | None  # of the page made anew, with what pages share kept


@dataclass
class Delivered:
    """Loads of each case by its name: of the kept page, of the page made anew, and of the constant view."""

    cases: list[Case]
    warm: dict[str, list[Load]]
    cold: dict[str, list[Load]]
    constant: dict[str, list[Load]]
    changed: dict[str, float] = field(default_factory=dict)  # CPU ms of the first page after a story of it changed
    memory: list[tuple[int, list[float]]] = field(default_factory=list)  # after so many requests, of each worker


def measure_delivery(
    database: BenchDatabase, folder: Path, *, rounds: int, seconds: float, advance: Callable[[int], None]
) -> Delivered:
    """Drive three servers turn by turn, one at a time: the site, the site without room for pages, the constant view."""
    with database.as_default():
        places = {name: address for name, address in addresses().items() if name in MEASURED}
        queries = {name: queries_when_warm(address) for name, address in places.items()}
        articles = _addresses_of_articles(MANY)
    variables = {"DATABASE_URL": database.url, "MEDIA_ROOT": str(folder / "media")}
    with tempfile.TemporaryDirectory() as constants, serving(SITE, **variables) as site:
        cases = _cases(site, places, queries, Path(constants))
        others = Path(constants) / "articles.lua"
        others.write_text(CYCLE % ",".join(f'"{address}"' for address in articles))
        with (
            serving(UNKEPT, **variables) as unkept,
            serving(CONSTANT, CONSTANT_FOLDER=constants, DJANGO_SETTINGS_MODULE="") as constant,
        ):
            delivered = Delivered(cases, defaultdict(list), defaultdict(list), defaultdict(list))
            for case in cases:  # every address and every worker once, before any time is taken
                site.load(case.path, case.headers, seconds=1)
                unkept.load(case.path, case.headers, seconds=1)
            unkept.load("/", ZIPPED, seconds=WARMING, script=others)
            requests = 0
            for until in REQUESTS:
                while requests < until:
                    requests += site.load("/", ZIPPED, seconds=1, script=others).requests
                delivered.memory.append((requests, site.memory()))
            for case in cases:
                if case.name not in WARM_ALONE:
                    with database.as_default():
                        delivered.changed[case.name] = _after_changes(site, case)
            for _round in range(rounds):
                for case in cases:
                    body = f"/{_file_name(case.name)}"
                    delivered.constant[case.name].append(constant.load(body, ZIPPED, seconds=seconds))
                    delivered.warm[case.name].append(site.load(case.path, case.headers, seconds=seconds))
                    if case.name not in WARM_ALONE:
                        # Of one article nothing would be new but the first time: a page of thousands each time.
                        script = others if case.name == ARTICLE else None
                        # Connections to the database live for a minute. A run of some seconds
                        # would mostly tell how long new ones take, and plans for what is asked there.
                        unkept.load(case.path, case.headers, seconds=1, script=script)
                        load = unkept.load(case.path, case.headers, seconds=seconds, script=script)
                        delivered.cold[case.name].append(load)
                advance(1)
            return delivered


def _after_changes(site: Server, case: Case) -> float:
    """Milliseconds that a worker computes for the first answer after a story of the page has changed.

    What else the page shows has not changed, but is asked for again where it is kept by the stories' version.
    """
    _status, _head, body = site.get(case.path, {})
    story = Article.objects.filter(pk=STORY.search(body)[1])
    [moment] = story.values_list("updated_at", flat=True)
    before = site.computed()
    for _ in range(CHANGES):
        _change(story, timezone.now())
        site.get(case.path, case.headers)
    computed = site.computed() - before
    _change(story, moment)
    return computed / CHANGES * 1000


def _change(story: QuerySet, moment: datetime.datetime | None) -> None:
    with transaction.atomic():
        story.update(updated_at=moment)
        touch("articles")


def _addresses_of_articles(number: int) -> list[str]:
    """Of that many articles, from all years of the archive."""
    step = max(1, Article.objects.count() // number)
    found = Article.objects.published().filter(pk__in=range(1, number * step, step)).only("slug")
    return [article.get_absolute_url() for article in found]


def _cases(site: Server, places: Mapping[str, str], queries: Mapping[str, int], constants: Path) -> list[Case]:
    cases = []
    for name, path in places.items():
        cases.append(_case(site, name, path, ZIPPED, queries[name], constants))
    article = places[ARTICLE]
    cases.append(_case(site, "signed in", article, ZIPPED | {"Cookie": "sessionid=of-somebody"}, None, constants))
    cases.append(_case(site, "304", article, ZIPPED | {"If-None-Match": "*"}, None, constants))
    return cases


def _case(site: Server, name: str, path: str, headers: Mapping[str, str], queries: int | None, constants: Path) -> Case:
    _status, head, body = site.get(path, headers)
    (constants / _file_name(name)).write_bytes(body)
    return Case(name, path, headers, head + len(body), queries)


def _file_name(name: str) -> str:
    return name.replace(" ", "-").replace(",", "")


def delivery_table(delivered: Delivered) -> str:
    figures = ["ratio", "by CPU", "p50", "p99"]
    headings = ["page", "constant /s", "warm /s", *figures, "cold /s", *figures, "changed, by CPU", "queries", "bytes"]
    rows = []
    for case in delivered.cases:
        constant = _median(delivered.constant[case.name])
        row = [case.name, f"{constant.per_second:,.0f}"]
        for loads in (delivered.warm[case.name], delivered.cold[case.name]):
            row += _load_cells(_median(loads), constant) if loads else [""] * 5
        changed = delivered.changed.get(case.name)
        row.append(f"{constant.cpu_ms / changed:.3f}" if changed else "")
        rows.append([*row, "" if case.queries is None else str(case.queries), f"{case.bytes_on_the_wire:,}"])
    return table(headings, rows)


def _median(loads: list[Load]) -> Load:
    """Each figure's median over the rounds."""
    figures = ("per_second", "p50_ms", "p99_ms", "cpu_ms")
    medians = {name: statistics.median(getattr(load, name) for load in loads) for name in figures}
    return Load(**medians, requests=sum(load.requests for load in loads))


def _load_cells(load: Load, constant: Load) -> list[str]:
    return [
        f"{load.per_second:,.0f}",
        f"{load.per_second / constant.per_second:.3f}",
        f"{constant.cpu_ms / load.cpu_ms:.3f}",
        ms(load.p50_ms),
        ms(load.p99_ms),
    ]


def memory_table(delivered: Delivered) -> str:
    rows = [
        [f"after {requests:,} requests", *(f"{size:.0f}" for size in sizes), f"{sum(sizes):.0f}"]
        for requests, sizes in delivered.memory
    ]
    return table(["MB of resident memory", *(f"worker {n + 1}" for n in range(len(rows[0]) - 2)), "together"], rows)


def verdict_on_delivery(delivered: Delivered) -> str:
    """Which pages stay below what was promised."""
    below = []
    for case in delivered.cases:
        constant = _median(delivered.constant[case.name]).per_second
        for name, loads, budget in zip(
            ("warm", "cold"), (delivered.warm, delivered.cold), BUDGETS.get(case.name, (None, None)), strict=True
        ):
            if budget and (ratio := _median(loads[case.name]).per_second / constant) < budget:
                below.append(f"{case.name}, {name}: {ratio:.3f} of the constant view, promised was {budget}")
    return "; ".join(below) + "." if below else "Every page keeps its budget beside the constant view."
