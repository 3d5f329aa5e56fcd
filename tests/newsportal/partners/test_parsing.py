"""Feeds from bytes to records."""

import datetime
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsportal.partners import parsing
from newsportal.partners.parsing import MOST_ITEMS, read_feed
from newsportal.partners.records import LONGEST_TITLE, Feed, FeedError, FeedItem

SAMPLES = Path(__file__).parent / "samples"
URL = "https://feeds.example/news/all"


def sample(name: str, **arguments) -> Feed:
    return read_feed((SAMPLES / name).read_bytes(), url=URL, **arguments)


def moment(day: int, hour: int, minute: int = 0, **more) -> datetime.datetime:
    return datetime.datetime(2026, 11, day, hour, minute, tzinfo=datetime.UTC, **more)


def rss(*items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def titles(body: bytes, **arguments) -> list[str]:
    return [item.title for item in read_feed(body, url=URL, **arguments).items]


def test_rss_becomes_records_and_items_without_a_web_address_are_left_out():
    assert sample("news.rss") == Feed(
        title="The Averil Gazette",
        home_page="https://gazette.example/",
        language="en-GB",
        items=(
            FeedItem("gazette-2", "https://gazette.example/harbour", "Harbour reopens & ships sail", moment(23, 6, 30)),
            FeedItem("gazette-1", "https://feeds.example/notes/7?a=1&b=2", "A note without a title, told in one line."),
        ),
    )


def test_atom_becomes_records():
    assert sample("news.atom") == Feed(
        title="Hafen Kurier",
        home_page="https://kurier.example/",
        language="de",
        items=(
            FeedItem("tag:kurier.example,2026:1", "https://feeds.example/news/sturm", "Sturm vorbei", moment(23, 6)),
        ),
    )


def test_rdf_becomes_records():
    url = "https://buoys.example/1"

    assert sample("news.rdf") == Feed(
        "Buoys", "https://buoys.example/", "", (FeedItem(url, url, "Warmest November on record", moment(22, 17)),)
    )


def test_json_feed_becomes_records():
    address = "https://letters.example/11"

    assert sample("news.json") == Feed(
        title="Lighthouse Letters",
        home_page="https://letters.example/",
        language="en-US",
        items=(
            FeedItem("12", "https://letters.example/12", "The light at Averil", moment(23, 13, microsecond=500_000)),
            FeedItem(address, address, "No title, and no address but its name."),
        ),
    )


@pytest.mark.parametrize(
    ("charset", "content_type"),
    [("koi8-r", ""), ("windows-1251", ""), ("utf-16", ""), ("utf-8-sig", ""), ("koi8-r", "text/xml; charset=koi8-r")],
)
def test_charset_is_the_declared_one(charset, content_type):
    declared = {"utf-8-sig": "utf-8"}.get(charset, charset)
    declaration = "" if content_type else f' encoding="{declared}"'
    body = (
        f'<?xml version="1.0"{declaration}?><rss version="2.0"><channel>'
        "<item><title>Порт открыт</title><link>http://a.example/1</link></item></channel></rss>"
    ).encode(charset)

    assert titles(body, content_type=content_type) == ["Порт открыт"]


def test_broken_feed_gives_what_can_be_read_of_it():
    body = b"<rss><channel><item><title>Tom & Ada</title><link>http://a.example/1</link></item><item><title>Cut"

    assert titles(body) == ["Tom & Ada"]


def test_titles_hold_no_markup_no_control_characters_and_nothing_that_turns_the_line():
    title = "a\x7fb\u202ec\u2066 &amp;lt;i&amp;gt; &lt;img src=x onerror=alert(1)&gt;d\n\n e"
    item = f"<item><title>{title}</title><link>http://a.example/</link></item>"

    [found] = titles(rss(item))
    assert found == "abc <i> d e"


def test_long_titles_are_cut():
    [title] = titles(rss(f"<item><title>{'word ' * 5000}</title><link>http://a.example/</link></item>"))

    assert (len(title) <= LONGEST_TITLE, title[-6:]) == (True, " word…")


def test_only_the_first_items_are_read():
    body = rss(*(f"<item><title>{n}</title><link>http://a.example/{n}</link></item>" for n in range(MOST_ITEMS + 9)))

    assert titles(body) == [str(n) for n in range(MOST_ITEMS)]
    assert titles(body, most=2) == ["0", "1"]


@pytest.mark.parametrize("date", ["yesterday", "Mon, 99 Nov 2026 99:00:00 GMT", "0001-01-01T00:00:00Z", "9999-12-31"])
def test_absurd_dates_are_none(date):
    item = f"<item><title>a</title><link>http://a.example/</link><pubDate>{date}</pubDate></item>"

    assert [item.published_at for item in read_feed(rss(item), url=URL).items] == [None]


def test_feed_without_items_is_a_feed():
    assert read_feed(rss(head="<title>Quiet</title>"), url=URL) == Feed("Quiet", "", "", ())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<!doctype html><title>No feed</title><p>Hello",
        b"%PDF-1.7",
        b"/etc/passwd",
        b"http://127.0.0.1/",
        b"{",
        b"{}",
        b'{"version": 1}',
        b'{"a":' + b"[" * 100_000,
        b'{"version": "https://jsonfeed.org/version/1", "items": 1' + b"0" * 5000 + b"}",
        bytes(range(256)) * 10,
    ],
)
def test_what_is_no_feed_is_refused_in_words(body):
    with pytest.raises(FeedError, match=r"^[A-Z].*\.$"):
        read_feed(body, url=URL)


def test_entities_of_the_feed_s_own_making_are_not_expanded():
    declared = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol"><!ENTITY file SYSTEM "file:///etc/passwd">{declared}]>'
        "<rss><channel><item><title>laughs &l9; &file;</title><link>http://a.example/</link></item></channel></rss>"
    ).encode()

    assert [(title[:6], len(title) < 100, "root" in title) for title in titles(body)] == [("laughs", True, False)]


def test_large_feed_is_read_by_a_process_of_its_own_with_the_same_result(monkeypatch):
    here = sample("news.rss")

    monkeypatch.setattr(parsing, "HARMLESS", 10)
    assert sample("news.rss") == here


def test_feed_that_takes_too_long_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(parsing, "HARMLESS", 10)
    monkeypatch.setattr(parsing, "PATIENCE", 0.3)
    attributes = " ".join(f'a{n}="1"' for n in range(150_000))

    with pytest.raises(FeedError, match="^The feed takes too long to read.$"):
        read_feed(rss(f"<item {attributes}/>"), url=URL)


@settings(deadline=None)  # a process may be asked
@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_refused(body):
    for start in (b"", b"<rss><channel><item><title>", b'{"version":"https://jsonfeed.org/version/1","items":[{"id":'):
        try:
            read_feed(start + body, url=URL)
        except FeedError:
            pass


json_values = st.recursive(st.none() | st.booleans() | st.floats() | st.text() | st.integers(), st.lists, max_leaves=5)
items = st.dictionaries(st.sampled_from(["id", "url", "title", "summary", "date_published"]), json_values)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are busy
@given(st.dictionaries(st.sampled_from(["title", "home_page_url", "language", "items"]), json_values), st.lists(items))
def test_json_feed_of_any_values_is_a_feed(values, found):
    for more in (values, {**values, "items": found}):
        body = json.dumps({**more, "version": "https://jsonfeed.org/version/1"}).encode()

        assert isinstance(read_feed(body, url=URL), Feed)
