"""Names of addresses, and what may be an address or a language."""

import pytest

from newsportal.partners.records import complete_link, language_code, link_digest, one_line


@pytest.mark.parametrize(
    "other",
    [
        "http://gazette.example/a/b?id=1",
        "https://www.gazette.example/a/b/?id=1#comments",
        "https://GAZETTE.example:443/a/b?utm_source=rss&id=1&fbclid=x",
    ],
)
def test_addresses_of_the_same_story_have_one_name(other):
    assert link_digest(other) == link_digest("https://gazette.example/a/b?id=1")


@pytest.mark.parametrize(
    "other",
    ["https://gazette.example/a/B?id=1", "https://gazette.example/a/b?id=2", "https://gazette.example:8080/a/b?id=1"],
)
def test_addresses_of_other_stories_have_another(other):
    assert link_digest(other) != link_digest("https://gazette.example/a/b?id=1")


def test_addresses_in_bytes_of_another_charset_are_told_apart():
    assert link_digest("https://gazette.example/?word=%EF%EE") != link_digest("https://gazette.example/?word=%E4%E0")


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Ships <b>sail</b>\n &amp; \u202emove\u2069", "Ships sail & move"),
        ("\u200b\u2060 \u00ad\u200f", ""),
        ("2:0", "2:0"),
        ("?!", "?!"),
        ("🚢", "🚢"),
        ("x" * 10_000, "x" * 299 + "…"),
    ],
)
def test_title_is_one_line_that_can_be_seen_or_nothing(title, line):
    assert one_line(title) == line


@pytest.mark.parametrize(
    ("address", "complete"),
    [
        ("b", "https://a.example/news/b"),
        ("//c.example/x y", "https://c.example/x%20y"),
        (" https://a.example/\x00 ", "https://a.example/"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:a@b.example", None),
        ("https://bank.example@evil.example/", None),
        ("http://[::1", None),
        ("http://a.example:99999/", None),
        ("https://a.example/" + "x" * 3000, None),
    ],
)
def test_links_are_made_complete_or_refused(address, complete):
    assert complete_link(address, "https://a.example/news/") == complete


def test_language_is_a_code_or_nothing():
    assert [language_code(text) for text in ("en_US", " de ", "zh-Hant-TW", "klingon!", "")] == [
        "en-US",
        "de",
        "zh-Hant-TW",
        "",
        "",
    ]
