"""Tags and authors by the names readers know: what they typed, what they may have meant, what to show them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from django.db import connections
from django.db.models import Model, QuerySet
from django.utils.text import slugify

from newsportal.feeds.cuts import with_stories

MOST_OFFERED = 10
MOST_COMPARED = 500
LAST = "\U0010ffff"  # stands behind every letter
SEPARATORS = re.compile("[,;،、]")
QUOTES = "\"'“”„‟«»‹›‘’`"


@dataclass(frozen=True)
class Typed:
    """What a reader typed into a list of names: the slugs it stands for, and the names that nothing has."""

    slugs: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def lines_of(text: str) -> list[str]:
    """The lines of ``text``, each once, tidied and without quotation marks around it."""
    lines = (" ".join(line.split()).strip(QUOTES).strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def names_in(text: str) -> list[str]:
    """The names in ``text``, one to a line or between commas; for their number, when a name may hold commas."""
    return [name for line in lines_of(text) for name in _pieces(line)]


def _pieces(line: str) -> list[str]:
    return list(dict.fromkeys(piece for part in SEPARATORS.split(line) if (piece := part.strip().strip(QUOTES))))


def find_typed(model: type[Model], text: str, *, kept: Collection[str] = ()) -> Typed:
    """The tags or authors that ``text`` names, by name or slug; a line that is a name may hold commas.

    ``kept`` are slugs that the reader's rules name already: they are found even when nothing has them any more.
    At most two queries.
    """
    lines = [line for line in lines_of(text) if _pieces(line)]
    found = slugs_of(model, {name for line in lines for name in (line, *_pieces(line))}, kept=kept)
    slugs, unknown = [], []
    for line in lines:
        for name in [line] if line in found else _pieces(line):
            if name in found:
                slugs.append(found[name])
            else:
                unknown.append(name)
    return Typed(tuple(dict.fromkeys(slugs)), tuple(dict.fromkeys(unknown)))


def slugs_of(model: type[Model], names: Collection[str], *, kept: Collection[str] = ()) -> dict[str, str]:
    """The slugs of those ``names`` that are a slug or a name, whatever its case. At most two queries."""
    if not names:
        return {}
    known = with_stories(model)
    made = {name: slugify(name, allow_unicode=True) for name in names}
    rows = known.filter(slug__in={*names, *made.values()}).values_list("slug", "name")
    by_slug = dict(rows)
    found = {name: name for name in names if name in by_slug or name in kept}
    for name in names:
        if name not in found and by_slug.get(made[name], "").casefold() == name.casefold():
            found[name] = made[name]
    if left := [name for name in names if name not in found]:
        for slug, name in known.filter(name__in=left).order_by("-pk").values_list("slug", "name"):
            found[name] = slug
    # "New York" also stands for a tag called "New-York", if none is called just so.
    alike = {name: made[name] for name in names if made[name] in by_slug and not SEPARATORS.search(name)}
    return alike | found


def names_for(model: type[Model], slugs: Sequence[str]) -> list[str]:
    """How ``slugs`` stand in a list of names: by name, or as they are where the name would mean another or none."""
    if not slugs:
        return []
    names = dict(model.objects.filter(slug__in=slugs).values_list("slug", "name"))
    meant = slugs_of(model, set(names.values()))
    return [names[slug] if slug in names and meant.get(names[slug]) == slug else slug for slug in slugs]


def beginning_with(model: type[Model], text: str) -> QuerySet:
    """The tags or authors with stories whose slugs begin like ``text``, in the order of their slugs."""
    prefix = slugify(text, allow_unicode=True)
    if not prefix:
        return model.objects.none()
    known = with_stories(model).order_by("slug")
    # PostgreSQL keeps an index of patterns beside that of slugs; SQLite's LIKE uses none, but its order is binary.
    if connections[known.db].vendor == "sqlite":
        return known.filter(slug__gte=prefix, slug__lt=prefix + LAST)
    return known.filter(slug__startswith=prefix)


def offers(model: type[Model], text: str) -> list[str]:
    """Up to ``MOST_OFFERED`` names to choose from while somebody types ``text``."""
    return list(beginning_with(model, text).values_list("name", flat=True)[:MOST_OFFERED])


def near(model: type[Model], name: str) -> list[str]:
    """Up to three names that are written much like ``name`` and begin with the same letter."""
    candidates = beginning_with(model, slugify(name, allow_unicode=True)[:1]).values_list("name", flat=True)
    by_folded = {candidate.casefold(): candidate for candidate in candidates[:MOST_COMPARED]}
    return [by_folded[match] for match in get_close_matches(name.casefold()[:160], by_folded, n=3, cutoff=0.6)]
