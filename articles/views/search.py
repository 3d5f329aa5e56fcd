"""Looking for stories: the page of results, and names that are offered while one types."""

from __future__ import annotations

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.caching import shared
from articles.limits import is_within_limit, too_many
from articles.search.filters import SearchFilter
from articles.search.log import remember
from articles.search.narrowing import facets, narrowed_by
from articles.search.picks import picks_for
from articles.search.results import Results, Search, orders, remarks
from articles.search.suggestions import kind_name, suggestions

MOST_A_MINUTE = 60  # searches of one client: nobody types so fast, and an office behind one address hardly does


@require_safe
@shared(seconds=0)  # each search is counted, and what it finds knows no version
def search(request):
    filter = SearchFilter(request.GET)
    context = {"filter": filter, "noindex": True}
    if filter.state.asks:
        if not is_within_limit(request, "search", most=MOST_A_MINUTE):
            return too_many(request)
        context |= answer(filter)
    return render(request, "articles/search.html", context)


def answer(filter: SearchFilter) -> dict:
    """What the page says of a search; ``results`` is ``None`` when nothing was left to look for."""
    search = Search(filter)
    matches = search.matches(search.query)
    results = Results(search, matches) if matches else None
    context = {"search": search, "results": results, "narrowed_by": narrowed_by(search)}
    context["remarks"] = [Message(constants.WARNING, remark) for remark in remarks(search, results)]
    if results is None:
        return context
    is_plain = results.is_first_page and not search.asked.filters
    if is_plain and search.query:
        remember(search.query, results.count)
    mended = results.did_you_mean()
    return context | {
        "findings": results.findings(picks_for(search.query) if is_plain else ()),
        "facets": facets(results),
        "orders": orders(search),
        "mended": mended and {"written": mended.written, "url": search.state.address(q=mended.written)},
        "previous_url": results.page_address(results.number - 1),
        "next_url": results.page_address(results.number + 1),
    }


@require_safe
@shared(seconds=0)
def search_suggestions(request):
    """``{"suggestions": [{"kind": "Topic", "name": "World", "url": "/topics/world/"}]}`` for what ``?q=`` begins."""
    found = [
        {"kind": kind_name(found.kind), "name": found.name, "url": reverse(found.kind, args=[found.slug])}
        for found in suggestions(request.GET.get("q", ""))
    ]
    response = JsonResponse({"suggestions": found})
    response.headers["X-Robots-Tag"] = "noindex"
    return response
