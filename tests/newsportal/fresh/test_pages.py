"""A page that was made, as it answers: conditions, encodings, and what it says when it may be old."""

import gzip
from dataclasses import replace

import pytest

from newsportal.fresh.pages import Page, accepts_gzip
from topics.versions import Versions

NOW = 1_800_000_000.0
TEXT = b"Harbour reopens. " * 100
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(TEXT))),
    ("Cache-Control", "public, max-age=0, s-maxage=10, stale-while-revalidate=30"),
    ("Vary", "Cookie"),
    ("ETag", '"abc"'),
    ("X-Frame-Options", "DENY"),
]


def make_page(*extra, body=TEXT, status="200 OK", until=NOW + 3600) -> Page:
    page = Page.of(status, [*HEADERS, *extra], body)
    return replace(page, versions=Versions({"articles": 1}), until=until)


def ask(page: Page, method="GET", now=NOW, is_stale=False, **headers):
    environ = {"REQUEST_METHOD": method} | {f"HTTP_{name}": value for name, value in headers.items()}
    status, sent, body = page.answer(environ, now, is_stale=is_stale)
    return status, dict(sent), b"".join(body)


def test_page_goes_out_compressed_to_who_takes_it_and_as_it_is_to_others():
    plain, compressed = ask(make_page()), ask(make_page(), ACCEPT_ENCODING="br, gzip")

    assert plain[::2] == ("200 OK", TEXT)
    assert (compressed[0], gzip.decompress(compressed[2])) == ("200 OK", TEXT)
    assert plain[1]["Content-Length"] == str(len(TEXT))
    assert compressed[1] == plain[1] | {"Content-Encoding": "gzip", "Content-Length": str(len(compressed[2]))}
    assert (plain[1]["ETag"], plain[1]["Vary"], plain[1]["X-Frame-Options"]) == (
        'W/"abc"',
        "Cookie, Accept-Encoding",
        "DENY",
    )


def test_what_is_short_or_a_picture_is_not_compressed():
    short = make_page(body=b"short")
    picture = Page.of("200 OK", [("Content-Type", "image/webp")], TEXT)

    assert (short.is_compressed, picture.is_compressed) == (False, False)
    assert ask(short, ACCEPT_ENCODING="gzip")[2] == b"short"


@pytest.mark.parametrize(
    ("accepted", "is_it"),
    [
        ("gzip", True),
        ("deflate, gzip;q=0.5, br", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("", False),
        ("xgzip", False),
    ],
)
def test_gzip_goes_to_who_accepts_it(accepted, is_it):
    assert accepts_gzip(accepted) == is_it


@pytest.mark.parametrize("known", ['W/"abc"', '"abc"', '"x", W/"abc"', "*"])
def test_who_knows_the_page_gets_304_without_a_body(known):
    status, headers, body = ask(make_page(), IF_NONE_MATCH=known, ACCEPT_ENCODING="gzip")

    assert (status, body) == ("304 Not Modified", b"")
    assert {"Content-Type", "Content-Length", "Content-Encoding"}.isdisjoint(headers)
    assert (headers["ETag"], headers["Cache-Control"], headers["Vary"]) == (
        'W/"abc"',
        HEADERS[2][1],
        "Cookie, Accept-Encoding",
    )


@pytest.mark.parametrize("known", ['"x"', "nonsense", '"ab"'])
def test_who_knows_another_page_gets_this_one(known):
    assert ask(make_page(), IF_NONE_MATCH=known)[0] == "200 OK"


def test_date_counts_for_who_knows_no_tag():
    page = make_page(("Last-Modified", "Tue, 24 Nov 2026 12:00:00 GMT"))

    assert [
        ask(page, IF_MODIFIED_SINCE="Tue, 24 Nov 2026 12:00:00 GMT")[0],
        ask(page, IF_MODIFIED_SINCE="Tue, 24 Nov 2026 11:59:59 GMT")[0],
        ask(page, IF_MODIFIED_SINCE="nonsense")[0],
        ask(page, IF_NONE_MATCH='"x"', IF_MODIFIED_SINCE="Tue, 24 Nov 2026 12:00:00 GMT")[0],
        ask(make_page(), IF_MODIFIED_SINCE="Tue, 24 Nov 2026 12:00:00 GMT")[0],
    ] == ["304 Not Modified", "200 OK", "200 OK", "200 OK", "200 OK"]


def test_redirect_is_never_known():
    assert ask(make_page(status="301 Moved Permanently", body=b""), IF_NONE_MATCH="*")[0] == "301 Moved Permanently"


def test_head_has_the_headers_of_get_and_no_body():
    page = make_page()

    assert ask(page, "HEAD", ACCEPT_ENCODING="gzip") == (*ask(page, ACCEPT_ENCODING="gzip")[:2], b"")


def test_page_that_may_be_old_says_so_and_is_kept_by_nobody():
    status, headers, body = ask(make_page(), is_stale=True)

    assert (status, body) == ("200 OK", TEXT)
    assert headers["Cache-Status"] == 'newsportal; hit; detail="database away"'
    assert headers["Warning"] == '111 - "Revalidation Failed"'
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=0"


def test_no_other_cache_shows_a_page_beyond_its_end():
    page = make_page(until=NOW + 60)

    assert [ask(page, now=NOW + passed)[1]["Cache-Control"] for passed in (0, 20, 20.5, 53.5, 60)] == [
        HEADERS[2][1],
        HEADERS[2][1],
        "public, max-age=0, s-maxage=10",  # and 30 seconds more while it asks would be too long
        "public, max-age=0, s-maxage=6",
        "public, max-age=0, s-maxage=0",
    ]


def test_page_is_fresh_under_its_versions_until_its_end():
    page = make_page(until=NOW + 60)

    assert [
        page.is_fresh(Versions({"articles": 1}), NOW),
        page.is_fresh(Versions({"articles": 2}), NOW),
        page.is_fresh(Versions({"articles": 0}), NOW),  # a restored backup
        page.is_fresh(Versions({"articles": 1, "other": 1}), NOW),
        page.is_fresh(Versions({"articles": 1}), NOW + 60),
    ] == [True, False, False, False, False]
