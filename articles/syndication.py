"""Lists of articles as feeds: RSS 2.0 (https://www.rssboard.org/rss-specification) and Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.caching import shared
from articles.models import Article, ArticleTopic
from articles.structured_data import absolute
from topics.models import Topic

FORMATS = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
FEED_SIZE = 30


@require_safe
@shared
def news_feed(request, format: str):
    return feed_response(
        Article.objects.stream(size=FEED_SIZE).articles,
        format=format,
        title=settings.SITE_NAME,
        description=_("All news of %(site)s") % {"site": settings.SITE_NAME},
        page=reverse("news"),
        address=request.path,
    )


@require_safe
@shared
def topic_feed(request, slug: str, format: str):
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise Http404
    return feed_response(
        Article.objects.stream({ArticleTopic: [topic.pk]}, size=FEED_SIZE).articles,
        format=format,
        title=f"{topic.name} · {settings.SITE_NAME}",
        description=topic.description or _("News about %(topic)s") % {"topic": topic.name},
        page=topic.get_absolute_url(),
        address=request.path,
    )


def feed_response(
    articles: Iterable[Article], *, format: str, title: str, description: str, page: str, address: str
) -> HttpResponse:
    """``articles`` as a feed in ``format`` (``rss`` or ``atom``).

    ``page`` is the list's page and ``address`` the feed's own, both as paths. Item identifiers hold the article's
    number alone, so that a changed headline is no new item to a feed reader.
    """
    feed = FORMATS[format](
        title=title,
        link=absolute(page),
        description=description,
        language=settings.LANGUAGE_CODE,
        feed_url=absolute(address),
    )
    for article in articles:
        feed.add_item(
            title=article.headline,
            link=absolute(article.get_absolute_url()),
            description=article.lead,
            unique_id=absolute(f"/news/{article.pk}/"),
            unique_id_is_permalink=False,
            pubdate=article.published_at,
            updateddate=article.updated_at or article.published_at,
            categories=[article.section.name] if article.section else [],
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
