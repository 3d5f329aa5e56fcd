"""The article's page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.caching import shared
from articles.filing import filing_of
from articles.models import Article, Photo
from articles.structured_data import describe_article

NEXT_STORIES = 5


@require_safe
@shared
def article_page(request, pk: int, slug: str, number: int = 1):
    article = Article.objects.published().for_page().filter(pk=pk).first()
    if article is None:
        if Article.objects.withdrawn().filter(pk=pk).exists():
            return render(request, "410.html", status=410)
        raise Http404
    if number > article.page_count:
        raise Http404
    if slug != article.slug or request.resolver_match.kwargs.get("number") == 1:  # an old headline's slug, or /1/
        return redirect(article.get_page_url(number), permanent=True)
    return render_article(request, article, number=number)


def render_article(request, article: Article, *, number: int = 1, preview: bool = False) -> HttpResponse:
    """Page ``number`` of ``article`` as readers see it, or will see it (``preview``), whatever its status.

    Raises ``Http404`` when the article has no such page.
    """
    if not 1 <= number <= article.page_count:
        raise Http404
    filing = filing_of(article)
    latest = Article.objects.stream(size=NEXT_STORIES + 1)
    context = {
        "article": article,
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
        "photos": Photo.objects.filter(article_rows__article=article).order_by("article_rows__order"),
        "related": article.related.published().newest_first().for_cards(),
        "outside_links": article.outside_links.all(),
        "latest": [story for story in latest.articles if story.pk != article.pk][:NEXT_STORIES],
        "more_url": latest.next_query and reverse("news") + latest.next_query,
        "more_part_url": latest.next_query and reverse("news_part") + latest.next_query,
        "canonical": article.get_page_url(number),
        "json_ld": describe_article(article, filing),
    }
    return render(request, "articles/article.html", context)
