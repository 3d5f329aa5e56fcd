"""A page of a search: what was asked, what was found, and where one can go on from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from taggit.models import Tag

from articles.models import Article, ArticleTag
from articles.search import engines
from articles.search.expressions import NOTHING, Expression, Without, all_of, any_of, token
from articles.search.fields import Fields
from articles.search.filters import NEWEST, SHOWN_OF_DAMAGED, SearchFilter, State
from articles.search.highlighting import Highlighter
from articles.search.query import Field, Query, Words
from articles.search.searching import Matches, find, matches_of_days
from articles.search.tokens import WITH_PHOTO
from articles.search.vocabulary import proposal
from articles.timelines import newest_on
from topics.prepared import Among, Prepared

SIZE = 20  # stories of a page
_bodies = Prepared(lambda ids: Article.objects.filter(Among("pk", ids)).values_list("pk", "body"), ids=list)
FEW = 3  # matches: with fewer, the words may be mistyped


@dataclass(frozen=True)
class Finding:
    """A story that was found: its card, and its headline and a piece of its text with the words marked."""

    article: Article
    headline: SafeString
    text: SafeString
    is_pick: bool = False


class Search:
    """What a reader asks for, with its names looked up. ``unknown`` are the names that nothing has."""

    def __init__(self, filter: SearchFilter):
        self.query = filter.query
        self.asked = filter.state
        filtered = [field for group in self.asked.groups for field in group]
        self.fields = Fields([*self.query.fields, *filtered])
        for field in self._of_drafts_alone():
            del self.fields.owners[field]
        self.unknown = self.fields.unknown(dict.fromkeys([*self.query.fields, *filtered]))

    def _of_drafts_alone(self) -> list[Field]:
        # Such a tag tells nobody what is being written: it has no page either.
        tags = {field: owner for field, owner in self.fields.owners.items() if isinstance(owner, Tag)}
        known = Tag.objects.filter(pk__in={tag.pk for tag in tags.values()})
        live = set(known.annotate(newest=newest_on(ArticleTag)).filter(newest__isnull=False)) if tags else set()
        return [field for field, tag in tags.items() if tag not in live]

    @cached_property
    def state(self) -> State:
        """The search with the slugs of what it names, and without what nothing is called by."""
        return replace(
            self.asked,
            section=self._slug("topic", self.asked.section),
            topics=tuple(filter(None, dict.fromkeys(self._slug("topic", name) for name in self.asked.topics))),
            tag=self._slug("tag", self.asked.tag),
            author=self._slug("author", self.asked.author),
        )

    def owner(self, kind: str, name: str):
        """The topic, tag or author that a filter names; ``None`` when there is none."""
        return self.fields.owners.get(Field(kind, name))

    @property
    def chosen_topics(self) -> list[dict]:
        """The topics of the filter as the form shows them, whether there are such topics or not."""
        owners = {name: self.owner("topic", name) for name in self.asked.topics}
        return [{"slug": owner.slug if owner else name, "name": f"{owner or name}"} for name, owner in owners.items()]

    @property
    def unfiltered_address(self) -> str:
        return State(q=self.state.q, order=self.state.order).address()

    def _slug(self, kind: str, name: str) -> str:
        owner = self.owner(kind, name)
        return owner.slug if owner else ""

    @cached_property
    def algorithms(self) -> list[str]:
        return engines.algorithms_in_use()

    @property
    def is_by_relevance(self) -> bool:
        return bool(self.query.looked_for) and self.asked.order != NEWEST

    def matches(self, query: Query) -> Matches | None:
        """The stories that match ``query`` and the filters; ``None`` when there is nothing to look for."""
        spoken = query.spoken_expression(self.algorithms) if self.is_by_relevance else None
        days = {"since": self.state.since, "until": self.state.until}
        if expression := self.expression(query):
            return find(expression, spoken=spoken, **days)
        return matches_of_days(**days) if self.state.first_day or self.state.last_day else None

    def expression(self, query: Query) -> Expression | None:
        """``query`` and the filters as one expression, without names that nothing has; ``None`` if nothing is left."""
        known = (
            tuple(term for term in group if isinstance(term, Words) or self.fields(term))
            for group in (*query.groups, *self.asked.groups)
        )
        wanted = replace(query, groups=tuple(filter(None, known)), excluded=())
        parts = [wanted.expression(self.algorithms, self.fields)] if wanted else []
        parts += [token(WITH_PHOTO)] if self.state.photo else []
        if not parts:
            return None
        return Without(all_of(parts), any_of(map(self._one, query.excluded))) if query.excluded else all_of(parts)

    def _one(self, term: Words | Field) -> Expression:
        return term.expression(self.algorithms) if isinstance(term, Words) else self.fields(term) or NOTHING


class Results:
    """What a search found: the page that was asked for, or the last one before it."""

    def __init__(self, search: Search, matches: Matches):
        self.search, self.matches = search, matches
        self.last_page = max(1, -(-matches.count // SIZE))
        self.number = min(search.asked.page, self.last_page)
        self.start = (self.number - 1) * SIZE

    @property
    def count(self) -> int:
        return self.matches.count

    @property
    def title(self) -> str:
        """How many stories were found, for a heading."""
        if not self.matches.are_all:
            return _("%s+ stories") % f"{self.count:,}"
        return ngettext("%(n)s story", "%(n)s stories", self.count) % {"n": f"{self.count:,}"}

    @property
    def said(self) -> str:
        """Which of them this page has."""
        last, more = min(self.start + SIZE, self.count), "" if self.matches.are_all else "+"
        numbers = {"first": self.start + 1, "last": last, "all": f"{self.count:,}{more}"}
        return _("%(first)s to %(last)s of %(all)s") % numbers

    @property
    def counted(self) -> str:
        """Of which stories the facets are, when not of all that match; else nothing."""
        return "" if self.matches.are_all else _("Counted among the newest %s.") % f"{self.count:,}"

    @property
    def is_first_page(self) -> bool:
        return self.number == 1

    def findings(self, picks: Iterable[Article] = ()) -> list[Finding]:
        """The stories of this page, ``picks`` above them; at most two queries, and no body of any other story."""
        picks = list(picks)
        picked = {article.pk for article in picks}
        cards = self.matches.cards(self.start, self.start + SIZE)
        cards = [*picks, *(card for card in cards if card.pk not in picked)]
        highlighter = Highlighter(self.search.query.looked_for, self.search.algorithms)
        bodies = {}
        if self.search.query.looked_for:
            bodies = bodies_of(cards)
        return [finding(card, highlighter, bodies.get(card.pk, ""), is_pick=card.pk in picked) for card in cards]

    def page_address(self, number: int) -> str | None:
        return self.search.state.address(page=number) if 1 <= number <= self.last_page else None

    def did_you_mean(self) -> Query | None:
        """The query with mistyped words mended, when few stories were found and that finds more of them."""
        if self.count >= FEW:
            return None
        query = proposal(self.search.query)
        if query is None:
            return None
        found = self.search.matches(query)
        return query if found and found.count > self.count else None


def bodies_of(cards: Iterable[Article]) -> dict[int, str]:
    """The bodies of stories by their ids, in one query; cards come without."""
    return dict([*_bodies(ids=[card.pk for card in cards])])  # as a list: rows have keys of their own


def finding(card: Article, highlighter: Highlighter, body: str, *, is_pick: bool = False) -> Finding:
    """The words of a search marked in a story; a piece of its body is shown where its lead has none of them."""
    in_lead = bool(highlighter.spans(card.lead))
    text = None if in_lead else highlighter.snippet(body)
    return Finding(card, highlighter.headline(card.headline), text or highlighter.headline(card.lead), is_pick)


def remarks(search: Search, results: Results | None) -> list[str]:
    """What a reader should know of how the search was understood, as sentences."""
    query, asked = search.query, search.asked
    said = [_unknown(field) for field in search.unknown]
    if query.was_cut:
        said.append(_("The search was too long: only its beginning was looked for."))
    if query.excluded and search.expression(query) is None:
        said.append(_("A word with a minus leaves stories out of those that were found: add a word to look for."))
    if query.idle_stars:
        said.append(
            _("A star stands behind three letters or more of one word; looked for without it: %s.")
            % ", ".join(query.idle_stars)
        )
    if results and asked.page >= results.last_page and not results.matches.are_all:
        said.append(
            _("Only the newest %s stories are listed, and this is the last page: narrow the search by date.")
            % f"{results.count:,}"
        )
    elif results and asked.page > results.last_page:
        said.append(_("There is no page %(asked)s: here is the last one.") % {"asked": asked.page})
    return said


def _unknown(field: Field) -> str:
    sentences = {
        "topic": _("There is no topic “%s”: it was left out."),
        "tag": _("There is no tag “%s”: it was left out."),
        "author": _("There is no author “%s”: the name was left out."),
    }
    return sentences[field.kind] % field.value[:SHOWN_OF_DAMAGED]


def orders(search: Search) -> list[dict]:
    """Both orders of the same results, each with its address; none where only one makes sense."""
    if not search.query.looked_for:
        return []
    state, by_relevance = search.state, search.is_by_relevance
    return [
        {"name": _("What fits best"), "url": state.address(order=""), "is_current": by_relevance},
        {"name": _("Newest"), "url": state.address(order=NEWEST), "is_current": not by_relevance},
    ]
