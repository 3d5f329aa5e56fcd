"""All sources side by side, good and bad ones, over real sockets."""

import time
import tracemalloc

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from newsportal.http import Limits
from newsportal.partners import refreshing
from newsportal.partners.management.commands import fetch_partner_news
from newsportal.partners.models import PartnerItem, Source
from tests.newsportal.hostile import (
    CHUNKED,
    Outside,
    answer,
    endless,
    gzip_bomb,
    head,
    loopback_door,
    redirect,
    trickling,
)
from tests.newsportal.partners.feeds import HOUR, item, make_item, make_source, rss

pytestmark = pytest.mark.django_db

SECONDS = 2.0
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = (
    f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{LAUGHS}]><rss version="2.0"><channel><title>&l9;</title>'
    f"{item('laughs', title='&l9;')}</channel></rss>"
).encode()
MANY = b"".join(b"<item><title>a</title><link>http://m.example/%d</link></item>" % n for n in range(100_000))
HOSTILE = {
    "slow-loris-head": trickling(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
    "slow-loris-body": trickling(head(Content_Length="100000"), b"<rss>"),
    "silence": lambda visit: visit.keep_silent(),
    "endless-body": endless(head(), b"<item>" * 10_000),
    "endless-chunks": endless(CHUNKED, b"1\r\nx\r\n" * 10_000),
    "gzip-bomb": answer(gzip_bomb(), Content_Encoding="gzip"),
    "redirect-loop": redirect("/redirect-loop"),
    "redirect-to-private": redirect("http://10.0.0.1/feed"),
    "redirect-to-metadata": redirect("http://169.254.169.254/latest/"),
    "redirect-to-file": redirect("file:///etc/passwd"),
    "not-a-feed": answer(b"/etc/passwd"),
    "no-answer": answer(status="500 Oops"),
    "too-many-items": answer(b"<rss><channel>" + MANY + b"</channel></rss>"),
}
PRIVATE = {"private.example": "192.168.0.1"}


@pytest.fixture
def outside():
    with Outside() as outside:
        yield outside


@pytest.fixture(autouse=True)
def door(monkeypatch):
    """The command's door leads to this machine, and is less patient."""
    door = loopback_door(PRIVATE)
    limits = Limits(seconds=SECONDS, read=SECONDS)
    monkeypatch.setattr(
        fetch_partner_news,
        "fetch",
        lambda url, *, conditions=None: door.fetch(url, conditions=conditions, limits=limits),
    )
    return door


def run(capsys, **options) -> list[str]:
    call_command("fetch_partner_news", **options)
    return capsys.readouterr().out.splitlines()


def test_hostile_sources_cost_their_limits_and_the_good_ones_arrive(outside, capsys):
    sources = {}
    for name, route in HOSTILE.items():
        outside.routes[f"/{name}"] = route
        sources[name] = make_source(name, slug=name, feed_url=outside.url(f"/{name}"))
        make_item(sources[name], f"kept of {name}")
    sources["private"] = make_source("private", feed_url=outside.url("/", host="private.example"))
    for number in range(4):
        outside.routes[f"/good-{number}"] = answer(rss(item(f"good-{number}")))
        make_source(f"good-{number}", feed_url=outside.url(f"/good-{number}"))

    began = time.monotonic()
    tracemalloc.start()
    with pytest.raises(CommandError, match="^Some sources could not be read.$"):
        run(capsys)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    titles = PartnerItem.objects.exclude(title__startswith="kept").values_list("title", flat=True)
    assert sorted(titles) == ["good-0", "good-1", "good-2", "good-3"]
    assert PartnerItem.objects.filter(title__startswith="kept").count() == len(HOSTILE)
    outcomes = dict(Source.objects.filter(failures=1).values_list("name", "outcome"))
    assert set(outcomes) == set(sources)
    assert {name: outcomes[name] for name in ("endless-body", "gzip-bomb", "private")} == {
        "endless-body": "The answer has more than 2000000 bytes.",
        "gzip-bomb": "The answer has more than 2000000 bytes.",
        "private": "private.example is not on the public internet.",
    }
    slow = {outcomes[name] for name in ("slow-loris-head", "slow-loris-body", "silence")}
    assert slow <= {"good.example did not answer in time.", "The answer took longer than 2 seconds."}
    # Eight at once: two rounds of the slowest. Without limits it would never end.
    assert time.monotonic() - began < 30
    assert peak < 100_000_000


def test_billion_laughs_and_ten_thousand_items_are_read_as_far_as_wanted(outside, capsys):
    few = b"".join(b"<item><title>a</title><link>http://m.example/%d</link></item>" % n for n in range(10_000))
    outside.routes |= {
        "/laughs": answer(BILLION_LAUGHS),
        "/many": answer(b"<rss><channel>" + few + b"</channel></rss>"),
        "/good": answer(rss(item("good"))),
    }
    for name in outside.routes:
        make_source(name, feed_url=outside.url(name), items_kept=10)

    run(capsys)

    counts = {source.name: source.items.count() for source in Source.objects.all()}
    assert counts == {"/laughs": 1, "/many": 10, "/good": 1}
    assert len(PartnerItem.objects.get(source__name="/laughs").title) < 100
    assert Source.objects.get(name="/many").items_seen == 500


def test_only_sources_that_are_due_are_asked_and_a_second_run_asks_nobody(outside, capsys):
    outside.routes |= {"/a": answer(rss(item("a"))), "/b": answer(rss(item("b")))}
    make_source("a", feed_url=outside.url("/a"))
    make_source("b", feed_url=outside.url("/b"), next_fetch_at=timezone.now() + HOUR)
    make_source("off", feed_url=outside.url("/off"), is_active=False)

    assert run(capsys)[-1] == "1 source: 1 new items, 0 failures"
    assert run(capsys) == ["No source is due."]
    assert [visit.path for visit in outside.visits] == ["/a"]

    assert run(capsys, all=True)[-1] == "2 sources: 1 new items, 0 failures"


def test_feed_that_has_not_changed_is_not_sent_again(outside, capsys):
    def route(visit):
        is_known = visit.headers.get("if-none-match") == '"7"'
        (answer(status="304 Not Modified") if is_known else answer(rss(item("a")), ETag='"7"'))(visit)

    outside.routes["/a"] = route
    make_source("a", feed_url=outside.url("/a"))
    run(capsys)

    assert run(capsys, all=True)[0] == "a: Nothing new since last time."
    assert PartnerItem.objects.count() == 1


def test_source_that_never_comes_back_is_given_up(monkeypatch, capsys):
    make_source("stuck")

    def stuck(jobs, work, *, workers):
        return [(job, TimeoutError()) for job in jobs]

    monkeypatch.setattr(refreshing, "side_by_side", stuck)
    with pytest.raises(CommandError):
        run(capsys)

    assert Source.objects.get().outcome == "The source took too long."
