"""Addresses of everything that shows articles; they are stable (see the README)."""

from django.urls import path

from articles import (
    paths,  # noqa: F401 - registers the converters used below
    sitemaps,
)
from articles.syndication import views as syndication
from articles.views import article, lists, media, search

urlpatterns = [
    # The stream
    path("news/", lists.news, name="news"),
    path("news/part/", lists.news_part, name="news_part"),
    path("news/new/", lists.news_new, name="news_new"),
    path("news/feed.<feed_format:format>", syndication.news_feed, name="news_feed"),
    path("news/<id:pk>/<uslug:slug>/", article.article_page, name="article"),
    path("news/<id:pk>/<uslug:slug>/<page_number:number>/", article.article_page, name="article"),
    path("<day:day>/", lists.day_page, name="day"),
    # Ways in
    path("topics/", lists.topics, name="topics"),
    path("topics/<uslug:slug>/", lists.topic_page, name="topic"),
    path("topics/<uslug:slug>/feed.<feed_format:format>", syndication.topic_feed, name="topic_feed"),
    path("tags/<uslug:slug>/", lists.tag_page, name="tag"),
    path("tags/<uslug:slug>/feed.<feed_format:format>", syndication.tag_feed, name="tag_feed"),
    path("authors/<uslug:slug>/", lists.author_page, name="author"),
    path("authors/<uslug:slug>/feed.<feed_format:format>", syndication.author_feed, name="author_feed"),
    path("corrections/", lists.corrections, name="corrections"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.search_suggestions, name="search_suggestions"),
    # Files and machines
    path("media/<path:path>", media.media, name="media"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemaps/<year:year>-<month:month>.xml", sitemaps.sitemap_month, name="sitemap_month"),
]
