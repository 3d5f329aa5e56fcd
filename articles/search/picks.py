"""The stories that editors put above the results of a search."""

from __future__ import annotations

from articles.models import Article, EditorsPick
from articles.models.searches import QUERY_LENGTH
from articles.search.query import Query, Term, Words
from articles.words import fold

MOST_SHOWN = 3


def picks_for(query: Query) -> list[Article]:
    """Cards of the stories picked for a query that readers may see, in the editors' order; one query at most."""
    key = key_of(query)
    if key is None:
        return []
    picked = Article.objects.published().for_cards().filter(editors_picks__key=key)
    return list(picked.order_by("editors_picks__order", "editors_picks__pk")[:MOST_SHOWN])


def pick(article: Article, *, query: str) -> EditorsPick:
    """Put ``article`` above the results of ``query``, which looks for something."""
    return EditorsPick.objects.create(query=query, key=key_of(Query.parse(query)), article=article)


def key_of(query: Query) -> str | None:
    """The query in the form in which it is compared with others; ``None`` when it looks for nothing, or for too much.

    The same whatever the case, the accents, the order of the words and the quotation marks.
    """
    if not query:
        return None
    wanted = {part for group in query.groups for part in _parts_of(group)}
    unwanted = {f"-{said}" for term in query.excluded for said in _said(term)}
    key = " ".join([*sorted(wanted), *sorted(unwanted)])
    return key if len(key) <= QUERY_LENGTH else None


def _parts_of(group: tuple[Term, ...]) -> list[str]:
    if len(group) == 1:
        return _said(group[0])
    return ["|".join(sorted({" ".join(_said(term)) for term in group}))]


def _said(term: Term) -> list[str]:
    if isinstance(term, Words):
        return [f"{word}*" for word in term.words] if term.is_prefix else list(term.words)
    return [f"{term.kind}:{fold(term.value)}"]
