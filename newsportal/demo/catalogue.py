"""Reads the demonstration newsroom from the TOML files beside this module into frozen dataclasses.

Pure: no Django, no clock, no network. Moments are relative (`days_ago`, `at`); whoever stores the stories
turns them into dates.
"""

import tomllib
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class DemoTopic:
    """A topic readers can follow. `parent` is the slug of the topic above; `section` marks a main section."""

    name: str
    slug: str
    description: str
    order: int
    parent: str | None = None
    section: bool = False


@dataclass(frozen=True, kw_only=True)
class DemoAuthor:
    key: str
    name: str
    job_title: str
    bio: str


@dataclass(frozen=True, kw_only=True)
class DemoPhoto:
    """A picture to draw with `newsportal.demo.pictures.draw(scene, seed=…, palette=…)`.

    `focal_x` and `focal_y` are percentages from the left and from the top (0–100).
    """

    key: str
    alt: str
    caption: str
    credit: str
    scene: str
    palette: str
    seed: int
    focal_x: int
    focal_y: int


@dataclass(frozen=True, kw_only=True)
class DemoPage:
    slug: str
    title: str
    body: str


@dataclass(frozen=True, kw_only=True)
class OtherMedia:
    """The same subject in an invented outlet. `language` is a two-letter ISO 639-1 code."""

    outlet: str
    title: str
    url: str
    language: str


@dataclass(frozen=True, kw_only=True)
class DemoNotice:
    """What readers are told of a mistake: `kind` is "correction", "clarification" or, of the whole, "retraction"."""

    kind: str
    text: str
    place: str = "bottom"


@dataclass(frozen=True, kw_only=True)
class DemoStory:
    """One article. Authors, photos and related stories are named by key, the section and topics by slug.

    `at` is a local hour on the day `days_ago` days before the seeding; for today it may still lie ahead, and the
    seeding is expected to move it into the past. `status` is "published", "draft", "in_review", "scheduled",
    "retracted" or "withdrawn"; a retracted story has its notice among `notices`; only a scheduled one has
    `hours_ahead`, counted from the seeding, and it then ignores `days_ago` and `at`.
    `body` is HTML; `<hr class="page-break">` and `<figure data-photo="KEY"></figure>` stand on lines of their own.
    """

    key: str
    headline: str
    lead: str
    city: str
    authors: tuple[str, ...]
    section: str
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    days_ago: int
    at: time
    body: str
    updated_after_minutes: int | None = None
    breaking: bool = False
    photo: str | None = None
    more_photos: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    in_other_media: tuple[OtherMedia, ...] = ()
    notices: tuple[DemoNotice, ...] = ()
    status: str = "published"
    hours_ahead: int | None = None


@dataclass(frozen=True, kw_only=True)
class DemoPick:
    """A story, named by its key, above the results of a search for `query`."""

    query: str
    story: str


@dataclass(frozen=True, kw_only=True)
class DemoPlacement:
    """A story, named by its key, in a slot of the home page (0: the lead)."""

    slot: int
    story: str


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The whole newsroom. Topics come parents first; stories in the order of the files."""

    topics: tuple[DemoTopic, ...]
    authors: tuple[DemoAuthor, ...]
    photos: tuple[DemoPhoto, ...]
    pages: tuple[DemoPage, ...]
    stories: tuple[DemoStory, ...]
    picks: tuple[DemoPick, ...] = ()
    placements: tuple[DemoPlacement, ...] = ()


def load_catalogue() -> Catalogue:
    """Read `newsroom.toml`, `photos.toml` and every `stories/*.toml`.

    Raises `tomllib.TOMLDecodeError` for a file that is not TOML, and `TypeError` for a table with an unknown or
    a missing key. Whether references between the tables resolve is a matter for the tests, not checked here.
    """
    newsroom = _read(FOLDER / "newsroom.toml")
    return Catalogue(
        topics=tuple(DemoTopic(**row) for row in newsroom["topic"]),
        authors=tuple(DemoAuthor(**row) for row in newsroom["author"]),
        photos=tuple(DemoPhoto(**row) for row in _read(FOLDER / "photos.toml")["photo"]),
        pages=tuple(DemoPage(**row | {"body": row["body"].strip()}) for row in newsroom["page"]),
        stories=tuple(
            _story(row) for path in sorted((FOLDER / "stories").glob("*.toml")) for row in _read(path)["story"]
        ),
        picks=tuple(DemoPick(**row) for row in newsroom["pick"]),
        placements=tuple(DemoPlacement(**row) for row in newsroom["placement"]),
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _story(row: dict[str, Any]) -> DemoStory:
    lists = ("authors", "topics", "tags", "more_photos", "related")
    return DemoStory(
        **row
        | {name: tuple(row[name]) for name in lists if name in row}
        | {
            "at": time.fromisoformat(row["at"]),
            "body": row["body"].strip(),
            "in_other_media": tuple(OtherMedia(**link) for link in row.get("in_other_media", ())),
            "notices": tuple(DemoNotice(**notice) for notice in row.get("notices", ())),
        }
    )
