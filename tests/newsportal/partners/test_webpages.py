"""Other people's pages: the feeds they name, how they describe themselves."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsportal.partners.webpages import Description, FoundFeed, describe_page, find_feeds

URL = "https://www.gazette.example/news/today"


def test_feeds_are_found_in_the_head_of_a_page():
    html = b"""<!doctype html><html><head><title>Gazette</title>
      <link rel="alternate" type="application/rss+xml" title="All &amp; more" href="/rss">
      <link rel=ALTERNATE type="application/atom+xml; charset=utf-8" href="atom">
      <link rel="alternate" type="application/rss+xml" href="/rss">
      <link rel="alternate" type="application/json" href="https://cdn.example/feed.json">
      <link rel="alternate" hreflang="fr" href="/fr"> <link rel="stylesheet" type="application/rss+xml" href="/no">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"> </head><body>"""

    assert find_feeds(html, url=URL) == [
        FoundFeed("https://www.gazette.example/rss", "All & more"),
        FoundFeed("https://www.gazette.example/news/atom", ""),
        FoundFeed("https://cdn.example/feed.json", ""),
    ]


def test_base_of_a_page_counts():
    html = b'<base href="https://other.example/x/"><link rel=alternate type=application/rss+xml href=rss>'

    assert find_feeds(html, url=URL) == [FoundFeed("https://other.example/x/rss", "")]


def test_page_is_described_by_open_graph():
    html = b"""<html lang="en-GB"><head><meta property="og:title" content="Ships &quot;move&quot; again">
      <meta property="og:site_name" content="The Averil Gazette"><meta property="og:locale" content="en_US">
      <title>Ships - Gazette</title></head>"""

    assert describe_page(html, url=URL) == Description('Ships "move" again', "The Averil Gazette", "en-GB")


def test_page_without_open_graph_is_described_by_its_title_and_host():
    html = b'<meta property="og:locale" content="fr_FR"><title> Le port &eacute;\n rouvre </title>'

    assert describe_page(html, url=URL) == Description("Le port é rouvre", "gazette.example", "fr-FR")


def test_what_is_no_page_has_its_host_only():
    assert describe_page(b"%PDF-1.7\x00\xff", url=URL) == Description("", "gazette.example", "")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<title>Порт</title>".encode("windows-1251"), "text/html; charset=windows-1251"),
        ('<meta charset="koi8-r"><title>Порт</title>'.encode("koi8-r"), "text/html"),
        ("<title>Порт</title>".encode("utf-16"), ""),
        ("<title>Порт</title>".encode(), 'text/html; charset="no-such"'),
        ("<title>Порт</title>".encode(), "text/html; charset=punycode"),
        ("<title>Порт</title>".encode(), "text/html; charset=unicode_escape"),
    ],
)
def test_charset_is_the_one_that_is_said(body, content_type):
    assert describe_page(body, url=URL, content_type=content_type).title == "Порт"


def test_bytes_that_fit_no_charset_are_read_as_old_pages_were():
    assert describe_page("<title>café</title>".encode("windows-1252"), url=URL).title == "café"


@settings(deadline=None)
@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_page_is_described(body, content_type):
    describe_page(b"<head><meta " + body, url=URL, content_type=content_type)
    find_feeds(b"<head><link rel=alternate type=application/rss+xml href=" + body, url=URL, content_type=content_type)
