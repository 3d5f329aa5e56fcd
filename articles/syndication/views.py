"""The public lists as feeds: all news and its filter, topics, tags, authors."""

from __future__ import annotations

from functools import partial

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from articles.caching import shared
from articles.filters import PositionFilter, StreamFilter
from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship
from articles.stream import StreamPage, Timelines
from articles.syndication.responses import FEED_SIZE, feed_response, with_retracted
from topics.models import Topic
from topics.surrogate_keys import note


@require_safe
@shared(parameters=("topic", "before"))
def news_feed(request, format: str):
    """All news; with ``?topic=`` cut down to the chosen topics."""
    filter = StreamFilter(request.GET)
    names = ", ".join(topic.name for topic in filter.chosen)
    if filter.is_narrowed and not names:
        raise Http404  # an empty feed would keep its reader waiting for ever
    about = _("News about %(topic)s") % {"topic": names}
    return _page_of_feed(
        request,
        filter,
        filter.page(size=FEED_SIZE),
        filter.timelines,
        format=format,
        name=names,
        description=about if names else _("All news of %(site)s") % {"site": settings.SITE_NAME},
        page_url=reverse("news") + filter.query(),
    )


@require_safe
@shared(parameters=("before",))
def topic_feed(request, slug: str, format: str):
    note("topics")
    topic = Topic.objects.at_slug(slug)
    if topic is None:
        raise Http404
    filter = PositionFilter(request.GET)
    if topic.slug != slug:
        address = reverse("topic_feed", args=[topic.slug, format])
        return redirect(address + filter.query(filter.before_cursor), permanent=True)
    return _page_of_feed(
        request,
        filter,
        filter.page({ArticleTopic: [topic.pk]}, size=FEED_SIZE),
        {ArticleTopic: [topic.pk]},
        format=format,
        name=topic.name,
        description=topic.description or _("News about %(topic)s") % {"topic": topic.name},
        page_url=topic.get_absolute_url(),
    )


@require_safe
@shared(parameters=("before",))
def tag_feed(request, slug: str, format: str):
    tag = get_object_or_404(Tag, slug=slug)
    filter = PositionFilter(request.GET)
    page = filter.page({ArticleTag: [tag.pk]}, size=FEED_SIZE)
    if not page.articles and filter.before_cursor is None:
        raise Http404  # a tag of drafts alone tells nobody what is being written
    return _page_of_feed(
        request,
        filter,
        page,
        {ArticleTag: [tag.pk]},
        format=format,
        name=tag.name,
        description=_("News about %(topic)s") % {"topic": tag.name},
        page_url=reverse("tag", args=[tag.slug]),
    )


@require_safe
@shared(parameters=("before",))
def author_feed(request, slug: str, format: str):
    author = get_object_or_404(Author, slug=slug)
    filter = PositionFilter(request.GET)
    return _page_of_feed(
        request,
        filter,
        filter.page({Authorship: [author.pk]}, size=FEED_SIZE),
        {Authorship: [author.pk]},
        format=format,
        name=author.name,
        description=author.biography or _("News by %(author)s") % {"author": author.name},
        page_url=author.get_absolute_url(),
    )


def _page_of_feed(
    request,
    filter: PositionFilter,
    page: StreamPage,
    timelines: Timelines | None,
    *,
    format: str,
    name: str,
    description: str,
    page_url: str,
) -> HttpResponse:
    """The answer to all of them; ``name`` is that of the list, empty for all news.

    What was retracted while the page's stories came stands among them once more, with its notice.
    """
    path = escape_uri_path(request.path)
    retracted_since = partial(Article.objects.retracted_since, timelines=timelines)
    return feed_response(
        request,
        page.articles if filter.before_cursor else with_retracted(page, retracted_since),
        format=format,
        title=f"{name} · {settings.SITE_NAME}" if name else settings.SITE_NAME,
        description=description,
        page_url=page_url,
        feed_url=path + filter.query(),
        next_url=path + filter.query(page.next_cursor) if page.next_cursor else "",
    )
