"""The sitemap (https://www.sitemaps.org/protocol.html): an index of months, and the articles of each month."""

from __future__ import annotations

import datetime

from django.db.models import Max
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.caching import SETTLED, shared
from articles.models import Article
from articles.surrogate_keys import note_list

MOST_ADDRESSES = 50_000  # the protocol's own limit for one file


def published_months() -> list[datetime.date]:
    """The first days of all months (UTC) with a published article, newest first.

    One short index look-up a month: a grouping query would read the whole archive.
    """
    months: list[datetime.date] = []
    published = Article.objects.published()
    newest = published.aggregate(newest=Max("published_at"))["newest"]
    while newest:
        start = newest.astimezone(datetime.UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        months.append(start.date())
        newest = published.filter(published_at__lt=start).aggregate(newest=Max("published_at"))["newest"]
    return months


@require_safe
@shared(seconds=SETTLED)
def sitemap_index(request):
    note_list(None)
    context = {"months": published_months()}
    return render(request, "articles/sitemap_index.xml", context, content_type="application/xml")


@require_safe
@shared(seconds=SETTLED)
def sitemap_month(request, year: int, month: int):
    note_list(None)
    try:
        start = datetime.datetime(year, month, 1, tzinfo=datetime.UTC)
        end = start.replace(year=year + month // 12, month=month % 12 + 1)
    except ValueError as error:
        raise Http404 from error
    articles = Article.objects.published().filter(published_at__gte=start, published_at__lt=end).newest_first()
    rows = list(articles.only("slug", "published_at", "updated_at")[:MOST_ADDRESSES])
    if not rows:
        raise Http404
    return render(request, "articles/sitemap_month.xml", {"articles": rows}, content_type="application/xml")
