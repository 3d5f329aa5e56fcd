"""What a feed would show, in sentences: the numbers, and for each example why it is in or out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from newsportal.feeds.cuts import Cut, Side, cut_of
from newsportal.feeds.reading import MOST_COUNTED, Sample, survey
from newsportal.feeds.rules import Rules


@dataclass(frozen=True)
class Example:
    """A story and the reason for its place: ``why`` is a phrase, not a sentence."""

    article: Article
    why: str


@dataclass(frozen=True)
class Preview:
    """``said`` counts what the feed shows; ``note`` explains a feed without rules, or without any that include."""

    said: str
    note: str
    shows: list[Example]
    mutes: list[Example]


def preview_of(rules: Rules) -> Preview:
    """Look at what a feed with ``rules`` would show of the last days. Writes nothing."""
    cut = cut_of(rules)
    found = survey(cut)
    numbers = {"days": found.days, "shown": counted(found.shown), "total": counted(found.total)}
    said = ngettext(
        "In the last %(days)d days this shows %(shown)s of %(total)s story.",
        "In the last %(days)d days this shows %(shown)s of %(total)s stories.",
        found.total,
    )
    return Preview(
        said=said % numbers,
        note=_note(cut),
        shows=[Example(sample.article, why_shown(sample, cut)) for sample in found.shows],
        mutes=[Example(sample.article, why_muted(sample, cut)) for sample in found.mutes],
    )


def counted(number: int) -> str:
    """``number`` for people; "1,000+" where nobody counted further."""
    return number_format(min(number, MOST_COUNTED), force_grouping=True) + ("+" if number > MOST_COUNTED else "")


def why_shown(sample: Sample, cut: Cut) -> str:
    """Such as "World, matches “grain”"."""
    if not sample.verdict.because:
        return _("not muted")
    return ", ".join(_named(sample.verdict.because, cut.include, words=_("matches %s")))


def why_muted(sample: Sample, cut: Cut) -> str:
    return _("muted: %s") % ", ".join(_named(sample.verdict.muted_by, cut.mute, words="%s"))


def _named(names: tuple[str, ...], side: Side, *, words: str) -> list[str]:
    return [words % name if name in side.phrases else name for name in names]


def _note(cut: Cut) -> str:
    if cut.is_empty:
        return _(
            "Nothing is chosen yet. Name something to show, or something never to show: then all other news stays."
        )
    if not cut.include:
        return _("Nothing is chosen to be shown: the feed holds all news but what it never shows.")
    return ""
