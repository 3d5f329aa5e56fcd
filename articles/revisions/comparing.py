"""Two contents of an article side by side, field by field, as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.elements import HEADINGS
from articles.markup import End, Start, Text, read_markup
from articles.models import Article
from articles.plaintext import KEEP_THE_LINE
from articles.revisions.content import EVERYTHING, MOMENTS, differing
from articles.revisions.wording import Pair, compare_blocks, compare_words

CONTEXT = 1  # unchanged blocks that stay in sight around a change
NAMES = {
    "topics": gettext_lazy("further topics"),
    "authors": gettext_lazy("byline"),
    "photos": gettext_lazy("further photographs"),
    "outside_links": gettext_lazy("in other media"),
    "dateline_city": gettext_lazy("dateline: city"),
    "dateline_date": gettext_lazy("dateline: date"),
    "dateline_agency": gettext_lazy("dateline: agency"),
}


@dataclass(frozen=True)
class Skipped:
    """So many blocks that are the same are left out here."""

    count: int


@dataclass(frozen=True)
class Difference:
    """One field of a story that is not the same. ``rows`` are its blocks; ``only_formatting``: no word has changed."""

    field: str
    label: str
    rows: list[Pair | Skipped]
    only_formatting: bool = False


def compare(before: Mapping, after: Mapping) -> list[Difference]:
    """All in which ``after`` differs from ``before``, in the order of the form; empty when nothing does."""
    different = differing(before, after)
    return [_difference(name, before[name], after[name]) for name in EVERYTHING if name in different]


def _difference(name: str, before, after) -> Difference:
    label = capfirst(NAMES.get(name) or Article._meta.get_field(name).verbose_name)
    if name == "body":
        old, new = body_blocks(before), body_blocks(after)
        if old == new:
            return Difference(name, label, [], only_formatting=True)
        return Difference(name, label, shortened(compare_blocks(old, new)))
    if name in ("headline", "lead"):
        return Difference(name, label, [compare_words(before, after)])
    old, new = lines(name, before), lines(name, after)
    return Difference(name, label, list(compare_blocks(old, new)))


def lines(name: str, value) -> list[str]:
    """A field's value as lines of text: one for each thing in a list, none when it is empty."""
    if value in (None, "", []):
        return []
    if name in MOMENTS:
        moment = localtime(parse_datetime(value))
        return [f"{date_format(moment, 'DATE_FORMAT')} {moment:%H:%M:%S} {moment.tzname()}"]
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if isinstance(value, dict):
        return [value["name"]]
    if isinstance(value, list):
        return [_line(one) for one in value]
    return [str(value)]


def _line(one: str | Mapping) -> str:
    if isinstance(one, str):
        return one
    return one.get("name") or "{outlet}: {title} ({url})".format(**one)


def body_blocks(body: str) -> list[str]:
    """A body as its blocks of text: marked as headings, items or pictures, and with the addresses of links."""
    blocks, pieces, prefix, targets = [], [], "", []

    def finish() -> None:
        nonlocal prefix
        if text := " ".join("".join(pieces).split()):
            blocks.append(prefix + text)
            prefix = ""
        pieces.clear()

    for token in read_markup(body):
        match token:
            case Text(text):
                pieces.append(text)
            case Start("a", attributes):
                targets.append(attributes.get("href", ""))
            case End("a"):
                pieces.append(f" ‹{targets.pop()}›" if targets else "")
            case Start("img", attributes):
                finish()
                words = {"name": attributes.get("src", "").split("/")[-2:-1], "alt": attributes.get("alt", "")}
                blocks.append(_("[Photograph %(name)s: %(alt)s]") % (words | {"name": "".join(words["name"])}))
            case Start("hr"):
                finish()
                blocks.append("———")
            case Start("br"):
                pieces.append(" ")
            case Start(name) if name in HEADINGS:
                finish()
                prefix = "#" * int(name[1]) + " "
            case Start("li"):
                finish()
                prefix = "• "
            case Start(name) | End(name) if name not in KEEP_THE_LINE:
                finish()
    finish()
    return blocks


def shortened(pairs: Iterable[Pair], *, is_same: Callable[[Pair], bool] = lambda pair: pair.is_same) -> list:
    """``pairs`` with long stretches of unchanged blocks left out."""
    pairs = list(pairs)
    near = set()
    for number, pair in enumerate(pairs):
        if not is_same(pair):
            near.update(range(number - CONTEXT, number + CONTEXT + 1))
    rows: list[Pair | Skipped] = []
    for number, pair in enumerate(pairs):
        if number in near:
            rows.append(pair)
        elif rows and isinstance(rows[-1], Skipped):
            rows[-1] = Skipped(rows[-1].count + 1)
        else:
            rows.append(Skipped(1))
    return rows
