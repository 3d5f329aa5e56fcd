"""Addresses of feeds as feed readers exchange them: OPML 2.0 (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from articles.structured_data import absolute
from articles.syndication.entries import printable
from newsportal.feeds.addresses import private_addresses
from newsportal.feeds.models import Feed


def write_opml(feeds: Iterable[Feed]) -> str:
    """A list of ``feeds``, each of which has a private address."""
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("opml", {"version": "2.0"})
    xml.startElement("head", {})
    xml.addQuickElement("title", printable(_("My feeds at %(site)s") % {"site": settings.SITE_NAME}))
    xml.endElement("head")
    xml.startElement("body", {})
    for feed in feeds:
        name = printable(feed.name)
        outline = {"type": "rss", "text": name, "title": name, "xmlUrl": private_addresses(feed)["RSS"]}
        xml.addQuickElement("outline", None, outline | {"htmlUrl": absolute(feed.get_absolute_url())})
    xml.endElement("body")
    xml.endElement("opml")
    xml.endDocument()
    return out.getvalue()
