"""Feeds in XML: RSS 2.0 (https://www.rssboard.org/rss-specification) and Atom (RFC 4287).

Both point to their next page as RFC 5005 says, and show photographs as Media RSS does
(https://www.rssboard.org/media-rss). The text of a photograph stands in the ``alt`` of the whole text alone: as
``media:description``, some readers take it for the story's.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date

from articles.markup import escape_text
from articles.syndication.entries import Entry, Feed, Picture

MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}
RSS_NAMESPACES = MEDIA | {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


def write_rss(feed: Feed) -> str:
    return _written(_Rss, feed)


def write_atom(feed: Feed) -> str:
    return _written(_Atom, feed)


def _written(format: type[_Rss | _Atom], feed: Feed) -> str:
    written = format(
        title=feed.title,
        link=feed.page_url,
        description=feed.description,
        subtitle=feed.description or None,
        language=settings.LANGUAGE_CODE,
        author_name=settings.SITE_NAME,
        feed_url=feed.feed_url,
        feed_guid=feed.feed_url,
        next_url=feed.next_url,
        updated_at=feed.updated_at,
    )
    for entry in feed.entries:
        written.add_item(
            title=entry.headline,
            link=entry.url,
            description=escape_text(entry.lead) or None,  # both formats expect HTML here
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published_at,
            updateddate=entry.updated_at,
            categories=entry.categories,
            entry=entry,
        )
    return written.writeString("utf-8")


class _Rss(Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | RSS_NAMESPACES

    def latest_post_date(self) -> datetime.datetime:
        return self.feed["updated_at"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("atom:link", None, {"rel": "next", "href": self.feed["next_url"]})

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for author in entry.authors:
            handler.addQuickElement("dc:creator", author.name)
        handler.addQuickElement("dc:language", entry.language)
        handler.addQuickElement("atom:updated", rfc3339_date(entry.updated_at))
        handler.addQuickElement("content:encoded", entry.html)
        if entry.picture:
            _add_media(handler, entry.picture)


class _Atom(Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | MEDIA

    def latest_post_date(self) -> datetime.datetime:
        return self.feed["updated_at"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["next_url"]:
            handler.addQuickElement("link", None, {"rel": "next", "href": self.feed["next_url"]})

    def item_attributes(self, item):
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for author in entry.authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", author.name)
            handler.addQuickElement("uri", author.url)
            handler.endElement("author")
        handler.addQuickElement("content", entry.html, {"type": "html"})
        if picture := entry.picture:
            link = {"rel": "enclosure", "href": picture.url, "type": picture.mime, "title": picture.alt}
            handler.addQuickElement("link", None, link)
            _add_media(handler, picture)


def _add_media(handler, picture: Picture) -> None:
    size = {"width": str(picture.width), "height": str(picture.height)}
    handler.startElement("media:content", {"url": picture.url, "type": picture.mime, "medium": "image", **size})
    handler.addQuickElement("media:credit", picture.credit, {"role": "photographer", "scheme": "urn:ebu"})
    handler.endElement("media:content")
