"""From one ninjs object to an ``Item``: what an article needs, in one shape for all versions of the standard.

Pure: no clock, no database, no files. The schemas are at https://www.iptc.org/std/ninjs/.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.ninjs.bylines import names_in_byline
from articles.ninjs.values import Fields, ItemRefused, one_line, string, without_markup, wrong_type
from articles.ninjs.versions import Version
from articles.plaintext import excerpt

URI_LENGTH = 500
HEADLINE_LENGTH = 250
CITY_LENGTH = AGENCY_LENGTH = 120
NAME_LENGTH = 100  # of topics and tags
MAXIMUM = 200  # subjects, tags or pictures of one item; nobody files a story under more

LEAD_ROLES = ("lead", "summary", "abstract", "main", "text", "")
HTML_BODIES = ("xhtml", "html", "html5")
SUBJECT_CODE = re.compile(r"(?:medtop:|mediatopics?/)(\d{8})", re.IGNORECASE)
# Without a vocabulary beside it, a number is a Media Topic when it is in one of the ranges those have.
BARE_CODE = re.compile(r"20\d{6}|\d{2}000000", re.ASCII)
SLUG_FOR_A_NAME = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]\w+)+")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", re.IGNORECASE | re.ASCII)


class ItemSkipped(Exception):
    """The item is sound, but no story; the message says what it is, to people."""


@dataclass(frozen=True)
class Subject:
    """What a story is about; ``code`` is a Media Topic such as ``medtop:20000345``, or empty."""

    name: str
    code: str = ""


@dataclass(frozen=True)
class Picture:
    """A photograph that belongs to a story; ``addresses`` are those of its renditions, largest first."""

    addresses: tuple[str, ...]
    alt: str
    caption: str
    credit: str
    is_lead: bool


@dataclass(frozen=True)
class Item:
    """A story as a wire sent it. Texts are plain, except ``body``, which is HTML nobody has cleaned."""

    uri: str
    version: Version
    is_usable: bool = True  # else canceled or withheld: only uri and version are filled
    headline: str = ""
    lead: str = ""
    body: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    city: str = ""
    agency: str = ""
    local_date: datetime.date | None = None
    first_created: datetime.datetime | None = None
    version_created: datetime.datetime | None = None
    embargoed: datetime.datetime | None = None
    subjects: tuple[Subject, ...] = ()
    tags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = field(default=())


def parse_item(source: Any) -> Item:
    """The story in one ninjs object.

    Raises ``ItemRefused`` when the object is broken and ``ItemSkipped`` when it is something else than a story.
    """
    fields = Fields(source, _("item"))
    uri = fields.text("uri")
    if not uri:
        raise ItemRefused(_("The item has no uri."))
    if len(uri) > URI_LENGTH:
        raise ItemRefused(_("The uri is longer than %(limit)s characters.") % {"limit": URI_LENGTH})
    made = fields.moment("versioncreated")
    version = Version.of(_version_name(fields), made)
    if fields.text("pubstatus").lower() in {"canceled", "cancelled", "withheld"}:
        return Item(uri=uri, version=version, is_usable=False)
    if (kind := fields.text("type").lower()) not in {"", "text"}:
        raise ItemSkipped(_("no story, but of type “%(kind)s”") % {"kind": kind[:40]})
    if not kind and "eventdetails" in fields.source:
        raise ItemSkipped(_("no story, but of type “%(kind)s”") % {"kind": "event"})
    body = _body(fields)
    headline = _headline(fields)
    if not headline:
        if not kind and not body:
            raise ItemSkipped(_("no story: it has neither headline nor body"))
        raise ItemRefused(_("The item has no headline."))
    first = fields.moment("firstcreated")
    language = fields.text("language").replace("_", "-")
    language = language if LANGUAGE.fullmatch(language) and len(language) <= 16 else ""
    agency = _agency(fields)
    # "usa" and "uk" are how some wires write what readers know as USA and UK.
    places = [name.upper() if len(name) <= 3 else name for name in _names(fields, "place", "places")]
    keywords = _keywords(fields)
    return Item(
        uri=uri,
        version=version,
        headline=headline,
        lead=_described(fields),
        body=body,
        language=language,
        authors=_authors(fields, language, agency),
        city=fields.text("located").partition(",")[0].strip()[:CITY_LENGTH],
        agency=agency,
        local_date=moment.date() if (moment := first or made) else None,
        first_created=first,
        version_created=made,
        embargoed=fields.moment("embargoed") or fields.moment("embargoeduntil"),
        # To IPTC a place is a kind of subject: a story that names no other is filed under its places.
        subjects=_subjects(fields) or tuple(Subject(capfirst(place)) for place in places),
        tags=tuple({tag.casefold(): tag for tag in reversed(keywords + places)}.values())[::-1][:MAXIMUM],
        pictures=_pictures(fields, agency),
    )


def _version_name(fields: Fields) -> str:
    version = fields.source.get("version", "")
    if isinstance(version, float) and version.is_integer():
        version = int(version)
    if isinstance(version, int | float) and not isinstance(version, bool):
        return str(version) if abs(version) < 10**18 else f"{version:.6e}"
    return string(version, "version").strip()


def _headline(fields: Fields) -> str:
    entries = fields.objects("headlines")
    main = [entry for entry in entries if entry.text("role").lower() in {"main", ""}]
    candidates = [without_markup(entry.markup("value"), entry.text("contenttype")) for entry in main or entries]
    candidates = [fields.text("headline"), *candidates]
    candidates += [without_markup(value, kind) for kind, value in fields.beginning_with("headline_").items()]
    headline = next(filter(None, [*candidates, fields.text("title")]), "")
    return excerpt(escape(headline), HEADLINE_LENGTH)


def _described(fields: Fields) -> str:
    """The description: a story's lead, a picture's caption."""
    described = {
        entry.text("role").lower(): without_markup(entry.markup("value"), entry.text("contenttype"))
        for entry in reversed(fields.objects("descriptions"))
    }
    for kind, value in fields.beginning_with("description_").items():
        described[kind] = without_markup(value, kind)
    ordered = [described.get(role, "") for role in LEAD_ROLES] + list(described.values())
    return next(filter(None, ordered), "")


def _body(fields: Fields) -> str:
    """The body as HTML; of several, the first that is HTML, else plain text. Other XML is not understood here."""
    bodies = fields.beginning_with("body_")
    for kind in sorted(bodies, key=lambda kind: HTML_BODIES.index(kind) if kind in HTML_BODIES else len(HTML_BODIES)):
        if "html" in kind and bodies[kind].strip():
            return bodies[kind]
    plain = bodies.get("text", "")
    for entry in fields.objects("bodies"):
        value, kind = entry.markup("value"), entry.text("contenttype").lower()
        role = entry.text("role").lower()
        if value.strip() and ("html" in kind or (not kind and "html" in role)):
            return value
        if kind in {"", "text/plain"} and not value.lstrip().startswith("<?xml"):
            plain = plain or value
    return _paragraphs(plain)


def _paragraphs(text: str) -> str:
    """Plain text as HTML: blank lines part paragraphs; where there are none, every line is one."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    if len(blocks) == 1:
        blocks = blocks[0].split("\n")
    return "".join(f"<p>{escape(' '.join(block.split()))}</p>" for block in blocks if block.strip())


def _agency(fields: Fields) -> str:
    """Who sent the item, as a dateline says it: the shortest usable name of a provider or rights holder."""
    provider = fields.source.get("provider", "")
    name = one_line(provider) if isinstance(provider, str) else Fields(provider, "provider").text("name")
    sources = fields.objects("infosources", "infosource")
    name = name or next((source.text("name") for source in sources if _is_provider(source)), "")
    name = name or fields.text("copyrightholder")
    return one_line(re.sub(r"\([^)]*\)", "", name))[:AGENCY_LENGTH]


def _is_provider(source: Fields) -> bool:
    return source.text("role", "rel").lower().rpartition("/")[2] in {"", "provider", "originator", "aggregator"}


def _authors(fields: Fields, language: str, agency: str) -> tuple[str, ...]:
    if byline := fields.text("byline", "by"):
        return names_in_byline(byline, language=language, agency=agency)
    names = [entry.text("name", "value") for entry in fields.objects("bylines")]
    return tuple(dict.fromkeys(name[:NAME_LENGTH] for name in names if name))


def _names(fields: Fields, *names: str) -> list[str]:
    found = [entry.text("name", "literal") for entry in fields.objects(*names)]
    return [name for name in found if 0 < len(name) <= NAME_LENGTH]


def _keywords(fields: Fields) -> list[str]:
    """Keywords are in no schema, but many wires send them: texts, or objects with a name."""
    keywords = fields.source.get("keywords", [])
    if isinstance(keywords, str):
        keywords = keywords.split(",")
    if not isinstance(keywords, list):
        raise wrong_type("keywords", list, keywords)
    names = [
        one_line(string(entry, "keywords")) if isinstance(entry, str) else Fields(entry, "keywords").text("name")
        for entry in keywords
    ]
    return [name for name in names if 0 < len(name) <= NAME_LENGTH]


def _subjects(fields: Fields) -> tuple[Subject, ...]:
    subjects = {}
    for entry in fields.objects("subjects", "subject")[:MAXIMUM]:
        name = entry.text("name")[:NAME_LENGTH]
        if SLUG_FOR_A_NAME.fullmatch(name):
            name = name.replace("-", " ")
        subject = Subject(capfirst(name), _media_topic(entry))
        if subject.name or subject.code:
            subjects.setdefault(subject.code or subject.name.casefold(), subject)
    return tuple(subjects.values())


def _media_topic(entry: Fields) -> str:
    """The Media Topic an entry of ``subject`` names: as a qcode, an address, or a number with or without a scheme."""
    values = [entry.text(name) for name in ("qcode", "code", "uri", "literal")]
    for value in values:
        if found := SUBJECT_CODE.search(value):
            return f"medtop:{found[1]}"
    scheme = entry.text("scheme").lower()
    if not scheme or "medtop" in scheme or "mediatopic" in scheme:
        for value in values:
            if BARE_CODE.fullmatch(value):
                return f"medtop:{value}"
    return ""


def _pictures(fields: Fields, agency: str) -> tuple[Picture, ...]:
    pictures = []
    for name, entry in fields.named_objects("associations")[:MAXIMUM]:
        if entry.text("type").lower() != "picture":
            continue
        sized = []
        for _name, rendition in entry.named_objects("renditions"):
            width = rendition.source.get("width")
            is_number = isinstance(width, int | float) and not isinstance(width, bool)
            sized.append((width if is_number else 0, rendition.text("href")))
        sized.sort(key=lambda pair: -pair[0])
        caption = _described(entry)
        pictures.append(
            Picture(
                addresses=tuple(dict.fromkeys(href for _width, href in sized if href)),
                alt=(_headline(entry) or caption)[:300],
                caption=caption,
                credit=_credit(entry, agency)[:200],
                is_lead=name in {"main", "mainpic", "featureimage", "featuremedia", "lead"},
            )
        )
    return tuple(sorted(pictures, key=lambda picture: not picture.is_lead))


def _credit(entry: Fields, agency: str) -> str:
    """ "Photographer/Agency", as far as the item knows them."""
    if line := entry.text("creditline"):
        return line
    person, holder = entry.text("byline", "by"), _agency(entry) or agency
    if person and holder and holder.casefold() not in person.casefold():
        return f"{person}/{holder}"
    return person or holder
