"""The door and sources that behave: what arrives, where redirects lead, and that no setting changes the door."""

import ast
import gzip
import inspect
import ssl
import zlib
from pathlib import Path

import pytest

import newsportal.http
from newsportal.http import (
    BadResponse,
    Conditions,
    Limits,
    Refused,
    Response,
    TooLarge,
    fetch,
)
from newsportal.http.addresses import PORTS, is_public, look_up
from newsportal.http.connections import MeteredTLSSocket, public_tls
from tests.newsportal import hostile
from tests.newsportal.hostile import (
    CHUNKED,
    FEED,
    SMALL,
    answer,
    head,
    raw,
    redirect,
)

# What a good source gets


def test_good_source_arrives_whole(outside, door):
    outside.routes["/feed?a=1"] = answer(
        FEED,
        Content_Type="application/rss+xml",
        ETag='W/"1"',
        Last_Modified="Tue, 24 Nov 2026 12:00:00 GMT",
        Set_Cookie="a=1",
    )

    response = door.fetch(outside.url("/feed?a=1"))

    assert response == Response(
        status=200,
        url=f"http://good.example:{outside.port}/feed?a=1",
        permanent_url=None,
        headers=response.headers,
        body=FEED,
        etag='W/"1"',
        last_modified="Tue, 24 Nov 2026 12:00:00 GMT",
        retry_after=None,
    )
    assert response.headers["content-type"] == "application/rss+xml"
    assert not response.is_unchanged


def test_request_says_who_asks_and_nothing_else(outside, door):
    door.fetch(outside.url("/feed"))

    (visit,) = outside.visits
    assert visit.head.split("\r\n")[0] == "GET /feed HTTP/1.1"
    assert visit.headers == {
        "host": f"good.example:{outside.port}",
        "user-agent": "newsportal (+http://127.0.0.1:8000)",
        "accept": "*/*",
        "accept-encoding": "gzip",
        "connection": "close",
    }


@pytest.mark.parametrize(
    ("route", "body"),
    [
        (raw(head() + FEED), FEED),
        (raw(CHUNKED + b"%x;ext=1\r\n%b\r\n0\r\nTrailer: x\r\n\r\n" % (len(FEED), FEED)), FEED),
        (raw(b"HTTP/1.1 100 Continue\r\n\r\n" + head(Content_Length="3") + b"abc"), b"abc"),
        (raw(b"HTTP/1.0 200\r\n\r\nabc"), b"abc"),
        (answer(gzip.compress(FEED), Content_Encoding="gzip"), FEED),
        (answer(gzip.compress(b"ab") + gzip.compress(b"c"), Content_Encoding="X-GZIP"), b"abc"),
        (answer(zlib.compress(FEED), Content_Encoding="deflate"), FEED),
        (answer(zlib.compress(FEED)[2:-4], Content_Encoding="deflate"), FEED),
        (answer(FEED, Content_Encoding="identity"), FEED),
        (answer(b"x" * SMALL.bytes), b"x" * SMALL.bytes),
        (answer(gzip.compress(b"x" * SMALL.bytes), Content_Encoding="gzip"), b"x" * SMALL.bytes),
        (raw(CHUNKED + b"1\r\nx\r\n" * 40_000 + b"0\r\n\r\n"), b"x" * 40_000),
        (answer(status="204 No Content"), b""),
    ],
)
def test_body_arrives_however_it_is_packed(outside, door, route, body):
    outside.routes["/"] = route

    assert door.fetch(outside.url(), limits=SMALL).body == body


@pytest.mark.parametrize("packed", [lambda body: body, gzip.compress])
def test_one_byte_more_than_the_limit_is_too_much(outside, door, packed):
    encoding = {} if packed(b"") == b"" else {"Content_Encoding": "gzip"}
    outside.routes["/"] = answer(packed(b"x" * (SMALL.bytes + 1)), **encoding)

    with pytest.raises(TooLarge, match="more than 100000 bytes"):
        door.fetch(outside.url(), limits=SMALL)


def test_conditions_are_sent_and_nothing_new_is_an_answer(outside, door):
    outside.routes["/"] = answer(status="304 Not Modified", ETag='"2"')

    response = door.fetch(outside.url(), conditions=Conditions('"1"', "Tue, 24 Nov 2026 12:00:00 GMT"))

    assert (response.status, response.is_unchanged, response.body, response.etag) == (304, True, b"", '"2"')
    sent = outside.visits[0].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"1"', "Tue, 24 Nov 2026 12:00:00 GMT")


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "429 Slow Down", "500 Oops", "503 Away", "300 Choose"])
def test_other_statuses_are_answers_without_a_body(outside, door, status):
    outside.routes["/"] = hostile.endless(head(status, Retry_After="120"), b"x" * 65_536)

    response = door.fetch(outside.url(), limits=SMALL)

    assert (response.status, response.body, response.retry_after) == (int(status[:3]), b"", 120)


# Redirects


def test_redirects_are_followed_with_nothing_carried_along(outside, door):
    outside.routes["/a"] = answer(status="302 Found", Location="/b?x=1#part", Set_Cookie="a=1")
    outside.routes["/b?x=1"] = redirect(outside.url("/c", host="other.example"), "301 Moved")
    outside.routes["/c"] = answer(b"here")

    response = door.fetch(outside.url("/a"))

    assert (response.body, response.url) == (b"here", outside.url("/c", host="other.example"))
    assert [(visit.path, visit.headers["host"].partition(":")[0]) for visit in outside.visits] == [
        ("/a", "good.example"),
        ("/b?x=1", "good.example"),
        ("/c", "other.example"),
    ]
    assert not any({"cookie", "referer", "authorization"} & set(visit.headers) for visit in outside.visits)


@pytest.mark.parametrize(
    ("statuses", "last", "is_permanent"),
    [
        (["301 Moved"], "200 OK", True),
        (["308 Moved", "301 Moved"], "200 OK", True),
        (["308 Moved"], "304 Not Modified", True),
        (["301 Moved", "302 Found"], "200 OK", False),
        (["307 Found", "308 Moved"], "200 OK", False),
        (["303 See"], "200 OK", False),
        (["301 Moved"], "404 Not Found", False),
        (["301 Moved"], "503 Away", False),
        ([], "200 OK", False),
    ],
)
def test_permanent_url_is_where_permanent_redirects_led(outside, door, statuses, last, is_permanent):
    for step, status in enumerate(statuses):
        outside.routes[f"/{step}"] = redirect(f"/{step + 1}", status)
    outside.routes[f"/{len(statuses)}"] = answer(status=last)

    response = door.fetch(outside.url("/0"), conditions=Conditions(etag='"1"'))

    assert response.url == outside.url(f"/{len(statuses)}")
    assert response.permanent_url == (response.url if is_permanent else None)


def test_three_redirects_are_followed_and_a_fourth_is_not(outside, door):
    outside.routes |= {f"/{step}": redirect(f"/{step + 1}") for step in range(4)}
    outside.routes["/4"] = answer(b"here")

    assert door.fetch(outside.url("/1")).body == b"here"
    with pytest.raises(BadResponse, match="more than 3 redirects"):
        door.fetch(outside.url("/0"))


def test_redirects_in_a_circle_end_at_once(outside, door):
    outside.routes |= {"/a": redirect("/b"), "/b": redirect("/a#elsewhere")}

    with pytest.raises(BadResponse, match="circles"):
        door.fetch(outside.url("/a"), limits=Limits(redirects=50))
    assert [visit.path for visit in outside.visits] == ["/a", "/b"]


@pytest.mark.parametrize(
    "location",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:{port}/",
        "http://inside.example:{port}/",
        "//localhost:{port}/",
        "http://user:secret@good.example:{port}/inside",
        "file:///etc/passwd",
        "ftp://good.example/",
        "javascript:alert(1)",
        "http://good.example:0/",
    ],
)
def test_redirect_is_checked_like_the_first_address(outside, door, location):
    outside.routes["/"] = redirect(location.format(port=outside.port))

    with pytest.raises(Refused):
        door.fetch(outside.url())
    assert len(outside.visits) == 1


# The site's own door


def test_the_sites_door_is_the_strict_one():
    door = fetch.__self__

    assert list(inspect.signature(fetch).parameters) == ["url", "conditions", "limits"]
    assert vars(door) == {
        "_ports": frozenset({80, 443}),
        "_allowed": is_public,
        "_look_up": look_up,
        "_tls": public_tls,
    }
    assert (public_tls().verify_mode, public_tls().check_hostname) == (ssl.CERT_REQUIRED, True)
    assert public_tls().sslsocket_class is MeteredTLSSocket
    assert frozenset(PORTS.values()) == frozenset({80, 443})


def test_no_setting_opens_the_sites_door_to_this_machine(outside, settings):
    settings.DEBUG = True
    settings.SITE_URL = outside.url(host="127.0.0.1").rstrip("/")
    settings.ALLOWED_HOSTS = settings.INTERNAL_IPS = ["127.0.0.1", "*"]
    outside.routes["/"] = answer(b"inside")

    for address in (outside.url(host="127.0.0.1"), outside.url(host="localhost"), "http://127.0.0.1/"):
        with pytest.raises(Refused):
            fetch(address)
    assert outside.visits == []


def test_the_door_reads_two_settings_and_no_environment():
    trees = [ast.parse(path.read_text()) for path in Path(newsportal.http.__file__).parent.glob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    read = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "settings"
    }
    passed_on = [
        node for node in nodes if isinstance(node, ast.Name) and node.id in {"getattr", "vars", "environ", "os"}
    ]

    assert (read, passed_on) == ({"SITE_URL", "PURGE_URLS"}, [])
