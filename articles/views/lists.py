"""Every list of articles: all news and its filter, topics, tags, authors, days."""

from __future__ import annotations

import datetime

from django.db.models import Max, Min
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from taggit.models import Tag

from articles.caching import shared
from articles.filters import PositionFilter, StreamFilter
from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship, Correction
from articles.newer import after_cursor, count_newer, newer_answer
from articles.surrogate_keys import note_list
from articles.topic_lists import grouped_by_section, topics_with_stories
from topics.models import Topic
from topics.prepared import Prepared
from topics.surrogate_keys import note

topic_named = Prepared(lambda slug: Topic.objects.filter(slug=slug), slug=str)
lineage_of = Prepared(lambda topic: Topic.objects.with_ancestors(topic), topic=int)
children_of = Prepared(lambda topic: Topic.objects.active().filter(parent=topic).order_by("order", "name"), topic=int)


@require_safe
@shared(parameters=("topic", "before"))
def news(request):
    """All news; with ``?topic=`` cut down to the chosen topics."""
    filter = StreamFilter(request.GET)
    context = {
        "filter": filter,
        "page": filter.page(),
        "noindex": len(filter.chosen) > 1 or bool(filter.form.errors),
    }
    return render(request, "articles/news.html", context)


@require_safe
@shared(parameters=("topic", "before"))
def news_part(request):
    """The same page of the stream without the page around it, for "Show more" and the live filter."""
    filter = StreamFilter(request.GET)
    response = render(request, "articles/news_part.html", {"filter": filter, "page": filter.page()})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@shared(parameters=("topic", "after"))
def news_new(request):
    """How many stories of the stream, as it is cut, came after ``?after=CURSOR``."""
    after, timelines = after_cursor(request), StreamFilter(request.GET).timelines
    note_list(timelines)
    response = newer_answer(after and count_newer(timelines, after))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@shared(parameters=("before",))
def topic_page(request, slug: str):
    note("topics")
    [topic] = topic_named(slug=slug) or [Topic.objects.formerly_at_slug(slug)]
    if topic is None:
        raise Http404
    if topic.slug != slug:
        return redirect(topic, permanent=True)
    filter = PositionFilter(request.GET)
    context = {
        "topic": topic,
        "ancestors": _ancestors(topic),
        "children": children_of(topic=topic.pk),
        "filter": filter,
        "page": filter.page({ArticleTopic: [topic.pk]}),
    }
    return render(request, "articles/topic.html", context)


def _ancestors(topic: Topic) -> list[Topic]:
    lineage = {t.pk: t for t in lineage_of(topic=topic.parent_id)} if topic.parent_id else {}
    line: list[Topic] = []
    above = lineage.get(topic.parent_id)
    while above and above not in line:
        line.insert(0, above)
        above = lineage.get(above.parent_id)
    return line


@require_safe
@shared
def topics(request):
    """The index of topics: A to Z, and by section."""
    note_list(None)
    listed = topics_with_stories()
    letters: dict[str, list[Topic]] = {}
    for topic in listed:
        if topic.is_active:
            letters.setdefault(topic.name[:1].upper(), []).append(topic)
    context = {
        "letters": [{"letter": letter, "topics": found} for letter, found in sorted(letters.items())],
        "sections": grouped_by_section(listed),
    }
    return render(request, "articles/topics.html", context)


@require_safe
@shared(parameters=("before",))
def tag_page(request, slug: str):
    tag = get_object_or_404(Tag, slug=slug)
    filter = PositionFilter(request.GET)
    page = filter.page({ArticleTag: [tag.pk]})
    if not page.articles and filter.before_cursor is None:
        raise Http404  # a tag of drafts alone tells nobody what is being written
    return render(request, "articles/tag.html", {"tag": tag, "filter": filter, "page": page})


@require_safe
@shared(parameters=("before",))
def author_page(request, slug: str):
    author = get_object_or_404(Author, slug=slug)
    filter = PositionFilter(request.GET)
    page = filter.page({Authorship: [author.pk]})
    return render(request, "articles/author.html", {"author": author, "filter": filter, "page": page})


@require_safe
@shared(parameters=("before",))
def day_page(request, day: datetime.date):
    """What was published on one day of the site's own calendar, so that the address means the same to everyone."""
    zone = timezone.get_default_timezone()
    try:
        start = datetime.datetime.combine(day, datetime.time(), zone)
        end = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), zone)
        start.astimezone(datetime.UTC), end.astimezone(datetime.UTC)
    except OverflowError as error:  # the first and the last day of the calendar
        raise Http404 from error
    published = Article.objects.published()
    before = published.filter(published_at__lt=start).aggregate(newest=Max("published_at"))["newest"]
    after = published.filter(published_at__gte=end).aggregate(oldest=Min("published_at"))["oldest"]
    filter = PositionFilter(request.GET)
    page = filter.page(since=start, until=end)
    if not page.articles and filter.before_cursor is None:
        raise Http404
    context = {
        "day": day,
        "previous_day": before and timezone.localdate(before, zone),
        "next_day": after and timezone.localdate(after, zone),
        "filter": filter,
        "page": page,
    }
    return render(request, "articles/day.html", context)


@require_safe
@shared
def corrections(request):
    """What the newsroom corrected, clarified and retracted, newest first."""
    filter = PositionFilter(request.GET)
    notices, next_cursor = Correction.objects.public().newest(before=filter.before_cursor)
    note_list(None, (notice.article for notice in notices))
    context = {"filter": filter, "notices": notices, "next_cursor": next_cursor}
    return render(request, "articles/corrections.html", context)
