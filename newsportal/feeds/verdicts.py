"""Whether a story belongs to a feed, and why: every page, count and preview of a feed asks here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from articles.models import Article
from articles.words import Phrase, Wording
from newsportal.feeds.cuts import Cut, Side

TEXTS_AT_ONCE = 200  # bodies are long: some hundred of them are enough in memory


@dataclass(frozen=True)
class Verdict:
    """``because``: names and phrases of the rules that ask for the story; ``muted_by``: of those that mute it."""

    because: tuple[str, ...] = ()
    muted_by: tuple[str, ...] = ()
    is_included: bool = False

    @property
    def is_shown(self) -> bool:
        return self.is_included and not self.muted_by


@dataclass
class Findings:
    """For each story the names of what matched."""

    names: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def note(self, side: Side, found) -> None:
        """Take up what ``filed_under`` found, in the order of the rules."""
        by_article = defaultdict(set)
        for model, owner, article_id in found:
            by_article[article_id].add((model, owner))
        for article_id, owners in by_article.items():
            self.names[article_id] += [name for owner, name in side.names.items() if owner in owners]


def judge(cut: Cut, article_ids: Sequence[int]) -> dict[int, Verdict]:
    """The verdict on each of the articles, with all its reasons. Queries: two, and one for each 200 texts."""
    include, mute = Findings(), Findings()
    for findings, side in ((include, cut.include), (mute, cut.mute)):
        findings.note(side, Article.objects.filed_under(side.timelines, article_ids))
    if cut.has_words:
        for article_id, wording in wordings(article_ids):
            include.names[article_id] += [p.written for p in cut.include.words if wording.holds(p)]
            mute.names[article_id] += [p.written for p in cut.mute.words if wording.holds(p)]
    shows_all = not cut.include and not cut.is_empty
    return {
        pk: Verdict(tuple(include.names[pk]), tuple(mute.names[pk]), shows_all or bool(include.names[pk]))
        for pk in article_ids
    }


def shown_among(cut: Cut, article_ids: Sequence[int]) -> set[int]:
    """Which of ``cut.candidates`` the feed shows: the same verdict as ``judge``, without reasons and so for less.

    A text is read only where nothing cheaper decides.
    """
    muted = Article.objects.filed_under_any(cut.mute.timelines, article_ids)
    left = [pk for pk in article_ids if pk not in muted]
    # Candidates of timelines are included by where they come from.
    included = set(left)
    if cut.include.words:
        included = Article.objects.filed_under_any(cut.include.timelines, left)
    unread = [pk for pk in left if pk not in included or cut.mute.words]
    if cut.has_words and unread:
        for pk, wording in wordings(unread):
            if pk not in included and _holds_any(wording, cut.include.words):
                included.add(pk)
            if _holds_any(wording, cut.mute.words):
                muted.add(pk)
    return included - muted


def _holds_any(wording: Wording, wanted: Collection[Phrase]) -> bool:
    return any(wording.holds(phrase) for phrase in wanted)


def wordings(article_ids: Sequence[int]):
    """The words of each article, in pairs of id and ``Wording``."""
    for start in range(0, len(article_ids), TEXTS_AT_ONCE):
        some = Article.objects.filter(pk__in=article_ids[start : start + TEXTS_AT_ONCE])
        for pk, headline, lead, body in some.order_by().values_list("pk", "headline", "lead", "body"):
            yield pk, Wording.of_article(headline, lead, body)
