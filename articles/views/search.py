"""A first search: the words of a query in the headlines and leads of the newest stories."""

from __future__ import annotations

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.caching import shared
from articles.models import Article

SEARCHED = 2000  # newest stories looked through: the bound that keeps a search cheap on any archive
MOST_RESULTS = 50


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search"), max_length=200, required=False)


def search_newest(query: str) -> tuple[list[Article], bool]:
    """Cards of the newest stories with every word of ``query`` in headline or lead, and whether there were more.

    Compared in Python without regard to case, so that both databases find the same in every script.
    """
    words = query.casefold().split()
    if not words:
        return [], False
    newest = Article.objects.published().newest_first().values_list("pk", "headline", "lead")[:SEARCHED]
    found = [
        pk
        for pk, headline, lead in newest
        if all(word in text for text in [f"{headline} {lead}".casefold()] for word in words)
    ]
    cards = Article.objects.for_cards().in_bulk(found[:MOST_RESULTS])
    return [cards[pk] for pk in found[:MOST_RESULTS] if pk in cards], len(found) > MOST_RESULTS


@require_safe
@shared
def search(request):
    form = SearchForm(request.GET)
    results, capped = None, False
    if form.is_valid() and form.cleaned_data["q"]:
        results, capped = search_newest(form.cleaned_data["q"])
    context = {"form": form, "results": results, "capped": capped, "searched": SEARCHED, "noindex": True}
    return render(request, "articles/search.html", context)
