"""Which stories the index knows under a name: those to be indexed anew when it changes."""

from __future__ import annotations

from django.db.models import QuerySet
from taggit.models import Tag

from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship
from topics.models import Topic


def stories_of_topics(topics: list[Topic] | QuerySet[Topic]) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=ArticleTopic.objects.filter(topic__in=topics, assigned=True).values("article"))


def stories_of_tags(tags: list[Tag] | QuerySet[Tag]) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=ArticleTag.objects.filter(tag__in=tags).values("content_object"))


def stories_of_author(author: Author) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=Authorship.objects.filter(author=author).values("article"))
