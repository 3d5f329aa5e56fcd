"""Whether a story belongs to a feed, and why: every page, count and preview of a feed asks here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.models import Article
from articles.search import engines
from articles.search.documents import documents_of
from newsportal.feeds.cuts import Cut, Side


@dataclass(frozen=True)
class Verdict:
    """``because``: the rules that ask for the story; ``muted_by``: those that mute it.

    By name, and words as ``Side.phrases`` has them.
    """

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
    """The verdict on each of the articles, with all its reasons. Queries: two, for words five more."""
    include, mute = Findings(), Findings()
    for findings, side in ((include, cut.include), (mute, cut.mute)):
        findings.note(side, Article.objects.filed_under(side.timelines, article_ids))
    if cut.has_words:
        articles = Article.objects.filter(pk__in=article_ids).for_index()
        for document in documents_of(list(articles)):
            for findings, side in ((include, cut.include), (mute, cut.mute)):
                asked = zip(side.phrases, side.words, strict=True)
                found = [phrase for phrase, (_query, expression) in asked if expression.holds(document.text)]
                findings.names[document.article_id] += found
    shows_all = not cut.include and not cut.is_empty
    return {
        pk: Verdict(tuple(include.names[pk]), tuple(mute.names[pk]), shows_all or bool(include.names[pk]))
        for pk in article_ids
    }


def shown_among(cut: Cut, article_ids: Sequence[int]) -> set[int]:
    """Which of the stories that the feed asks for (``newsportal.feeds.reading.windows_of``) it shows.

    The same verdict as ``judge``, without reasons and so for less.
    """
    left = Article.objects.filed_under_none(cut.mute.timelines, article_ids)
    if not cut.mute.search:
        return left
    return left - engines.matching(cut.mute.search, left, using=Article.objects.db)
