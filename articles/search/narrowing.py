"""Links that narrow or widen a search: what it is cut to, and what its matches are about."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.search.results import Results, Search
from articles.search.searching import Facet, facets_of


@dataclass(frozen=True)
class Link:
    """A search a little narrower or wider, and how many of the matches it would keep."""

    name: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class FacetGroup:
    title: str
    labels: list[Link]


def narrowed_by(search: Search) -> list[Link]:
    """Each filter that is set; its link takes it out."""
    state, found = search.state, []
    if state.section:
        name = _("Section: %s") % search.owner("topic", search.asked.section)
        found.append(Link(name, state.address(section="")))
    topics = {topic.slug: topic.name for name in search.asked.topics if (topic := search.owner("topic", name))}
    for slug in state.topics:
        others = tuple(other for other in state.topics if other != slug)
        found.append(Link(topics[slug], state.address(topics=others)))
    if state.tag:
        found.append(Link(_("Tag: %s") % search.owner("tag", search.asked.tag), state.address(tag="")))
    if state.author:
        found.append(Link(_("By %s") % search.owner("author", search.asked.author), state.address(author="")))
    if state.first_day or state.last_day:
        found.append(Link(_days(state.first_day, state.last_day), state.address(first_day=None, last_day=None)))
    if state.photo:
        found.append(Link(_("With a photograph"), state.address(photo=False)))
    return found


def _days(first: datetime.date | None, last: datetime.date | None) -> str:
    if first and last:
        if (first.month, first.day, last.month, last.day, last.year) == (1, 1, 12, 31, first.year):
            return f"{first.year}"
        return f"{date_format(first)} – {date_format(last)}"
    return _("Since %s") % date_format(first) if first else _("Until %s") % date_format(last)


def facets(results: Results) -> list[FacetGroup]:
    """What the matches are filed under, with links that cut the search to it; groups without any are left out.

    Where a topic was chosen, those below it: topics beside it would not cut the search, but add to it.
    """
    search, state, found = results.search, results.search.state, facets_of(results.matches)
    chosen = [search.owner("topic", name) for name in (*search.asked.topics, search.asked.section)]
    above = [topic for topic in chosen if topic]
    topics = [
        Link(f"{facet.owner}", state.address(topics=_instead(search, facet)), facet.count)
        for facet in found.topics
        if facet.owner.is_active and facet.owner not in above and (not above or _is_below(search, facet, above))
    ]
    tags = [] if state.tag else [_link(facet, state.address(tag=facet.owner.slug)) for facet in found.tags]
    authors = [] if state.author else [_link(facet, state.address(author=facet.owner.slug)) for facet in found.authors]
    years = [] if state.first_day or state.last_day else [_year(search, *year) for year in found.years]
    groups = [(_("Topics"), topics), (_("Tags"), tags), (_("Authors"), authors), (_("Years"), years)]
    return [FacetGroup(title, labels) for title, labels in groups if labels]


def _link(facet: Facet, url: str) -> Link:
    return Link(f"{facet.owner}", url, facet.count)


def _year(search: Search, year: int, count: int) -> Link:
    days = {"first_day": datetime.date(year, 1, 1), "last_day": datetime.date(year, 12, 31)}
    return Link(f"{year}", search.state.address(**days), count)


def _is_below(search: Search, facet: Facet, above: list) -> bool:
    return any(facet.owner.pk in search.fields.trees[topic.pk] for topic in above)


def _instead(search: Search, facet: Facet) -> tuple[str, ...]:
    """The chosen topics with the facet's in place of those above it."""
    kept = [
        topic.slug
        for name in search.asked.topics
        if (topic := search.owner("topic", name)) and facet.owner.pk not in search.fields.trees[topic.pk]
    ]
    return (*kept, facet.owner.slug)
