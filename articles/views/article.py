"""The article's page."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.caching import keep_for, seconds_by_age, shared
from articles.filing import FiledUnder, filing_of
from articles.models import Article, Correction, Photo, Status
from articles.stream import StreamPage
from articles.structured_data import describe_article, describe_retracted
from articles.surrogate_keys import STORY, note_stories
from topics.addresses import address
from topics.kept import Kept
from topics.lifetimes import announced
from topics.prepared import Prepared
from topics.surrogate_keys import key, note

NEXT_STORIES = 5


def read_newest_stories() -> StreamPage:
    return Article.objects.stream(size=NEXT_STORIES + 1)


def _published_page(pk: int, now: datetime.datetime):
    return Article.objects.published(now).for_page().annotate(filed_under=FiledUnder(pk)).filter(pk=pk)


def _related_cards(article: int, now: datetime.datetime):
    chosen = Article.related.through.objects.filter(from_article=article).values("to_article")
    return Article.objects.published(now).filter(pk__in=chosen).newest_first().for_cards()


published_page = Prepared(_published_page, pk=int, now=datetime.datetime)
related_cards = Prepared(_related_cards, article=int, now=datetime.datetime)
newest_stories = Kept(read_newest_stories, of=["articles", "topics"], until=announced)


@require_safe
@shared
def article_page(request, pk: int, slug: str, number: int = 1):
    note("articles", key(STORY, pk))
    # What it was asked for last may have been put back since it was asked for first.
    found = _as_it_stands(pk) or _as_it_stands(pk)
    if found is None:
        raise Http404
    article, status = found
    if status == Status.WITHDRAWN:
        return render(request, "410.html", status=410)
    if status == Status.RETRACTED:
        return _retracted_page(request, article, slug=slug, number=number)
    if number > article.page_count:
        raise Http404
    if slug != article.slug or request.resolver_match.kwargs.get("number") == 1:  # an old headline's slug, or /1/
        return redirect(article.get_page_url(number), permanent=True)
    response = render_article(request, article, number=number)
    keep_for(response, seconds_by_age(article.published_at))
    return response


def _as_it_stands(pk: int) -> tuple[Article | None, Status] | None:
    """What readers find at the address of a story: the story with how it stands; of a withdrawn one just that."""
    [article] = published_page(using=Article.objects.db, pk=pk, now=timezone.now()) or [None]
    if article:
        return article, Status.PUBLISHED
    if retracted := Article.objects.retracted().for_page().filter(pk=pk).first():
        return retracted, Status.RETRACTED
    if Article.objects.withdrawn().filter(pk=pk).exists():
        return None, Status.WITHDRAWN
    return None


def further_photos(article: Article):
    return Photo.objects.filter(article_rows__article=article).order_by("article_rows__order")


def _retracted_page(request, article: Article, *, slug: str, number: int) -> HttpResponse:
    if slug != article.slug or number != 1:
        return redirect(article, permanent=slug != article.slug and number == 1)
    filing = filing_of(article)
    notices = list(article.corrections.order_by("at", "pk"))
    context = {
        "article": article,
        "notices": notices,
        "breadcrumb": filing.breadcrumb,
        "latest": Article.objects.stream(size=NEXT_STORIES).articles,
        "json_ld": describe_retracted(article, notices),
    }
    response = render(request, "articles/retracted.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def render_article(request, article: Article, *, number: int = 1, preview: bool = False) -> HttpResponse:
    """Page ``number`` of ``article`` as readers see it, or will see it (``preview``), whatever its status.

    Raises ``Http404`` when the article has no such page.
    """
    if not 1 <= number <= article.page_count:
        raise Http404
    filing = filing_of(article)
    latest = newest_stories()
    others = [pk for pk in latest.articles.keys if pk != article.pk]
    notices = list(article.corrections.order_by("at", "pk")) if article.is_corrected else []
    related = related_cards(article=article.pk, now=timezone.now()) if article.has_related else []
    note_stories(related)
    note_stories(latest.articles)
    context = {
        "article": article,
        "notices_above": [notice for notice in notices if notice.place == Correction.Place.TOP],
        "notices_below": [notice for notice in notices if notice.place == Correction.Place.BOTTOM],
        "preview": preview,
        "number": number,
        "page_html": article.pages[number - 1] if article.pages else "",
        "pages": [
            {"number": n, "url": article.get_page_url(n), "is_current": n == number}
            for n in range(1, article.page_count + 1)
        ],
        "contents": [
            heading | {"url": f"{article.get_page_url(heading['page'])}#{heading['id']}"}
            for heading in article.contents
        ],
        "byline": filing.byline,
        "topics": filing.topics,
        "tags": filing.tags,
        "labels": filing.labels,
        "breadcrumb": filing.breadcrumb,
        "photos": further_photos(article) if article.has_photos else [],
        "related": related,
        "outside_links": article.outside_links.all() if article.has_outside_links else [],
        "latest": latest.articles.with_keys(others[:NEXT_STORIES]),
        "more_url": latest.next_query and address("news") + latest.next_query,
        "more_part_url": latest.next_query and address("news_part") + latest.next_query,
        "canonical": article.get_page_url(number),
        "json_ld": describe_article(article, filing, notices),
    }
    return render(request, "articles/article.html", context)
