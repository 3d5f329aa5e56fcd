"""What stands before Django: when it answers itself, and when it must not."""

from __future__ import annotations

import datetime
import threading
import time

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from articles.models import Article
from newsportal.fresh import application as module
from newsportal.fresh import watching
from newsportal.fresh.application import FreshPages
from newsportal.fresh.watching import Watch
from tests.factories import make_article, make_user
from tests.newsportal.fresh.conftest import Site
from tests.newsportal.fresh.servers import own_database
from topics.versions import Versions, touch

pytestmark = pytest.mark.django_db(transaction=True)


def rename(story, headline):
    with transaction.atomic():
        Article.objects.filter(pk=story.pk).update(headline=headline)
        touch("articles")


def test_page_is_made_once_and_the_same_for_all(site, story, django_assert_num_queries):
    address = story.get_absolute_url()
    first = site.ask(address)
    with django_assert_num_queries(0):
        second = site.ask(address)
        third = site.ask(address, HTTP_COOKIE="sessionid=somebody", HTTP_USER_AGENT="other")

    assert site.made == [address]
    assert first.status == 200
    assert "Harbour reopens" in first.text
    assert (second.text, third.text, second.headers, third.headers) == (
        *(first.text, first.text),
        *(first.headers, first.headers),
    )


def test_page_has_what_every_answer_of_django_has(site, story):
    django = Client().get("/news/")
    site.ask("/news/")
    kept = site.ask("/news/")

    expected = {name: value for name, value in django.headers.items() if name not in {"ETag", "Vary"}}
    assert {name: kept.headers.get(name) for name in expected} == expected
    assert kept.headers["Vary"] == "Cookie, Accept-Encoding"
    assert {"Content-Security-Policy", "X-Frame-Options", "Permissions-Policy"} <= expected.keys()


def test_next_page_after_a_commit_is_a_new_one(site, story):
    before = site.ask().text
    rename(story, "Harbour closes")
    after = site.ask().text

    assert ("Harbour reopens" in before, "Harbour reopens" in after, "Harbour closes" in after) == (True, False, True)
    assert site.made == ["/news/"] * 2


def test_page_that_was_made_during_a_commit_is_not_taken_for_a_new_one(site, story):
    site.meanwhile = lambda: rename(story, "Harbour closes")
    old = site.ask().text
    site.meanwhile = lambda: None

    assert ("Harbour reopens" in old, "Harbour closes" in site.ask().text) == (True, True)


def test_page_ends_when_a_story_appears_and_when_it_goes(site):
    now = datetime.datetime.now(datetime.UTC).replace(hour=9)  # far from midnight, when each page ends as well
    hour = datetime.timedelta(hours=1)
    make_article("Embargoed", published_at=now + hour, withdraw_at=now + 2 * hour)
    shown = []
    with time_machine.travel(now, tick=False) as clock:
        for wait in (0, 3599, 1, 3599, 1):
            clock.shift(wait)
            shown.append("Embargoed" in site.ask("/news/").text)

    assert shown == [False, False, True, True, False]
    assert len(site.made) == 3


def test_zone_of_the_reader_makes_another_page(site, story):
    pages = [site.ask(HTTP_COOKIE=f"zone={zone}").text for zone in ("Asia/Tokyo", "nowhere", "Asia/Tokyo")]

    assert ["UTC+9" in page for page in pages] == [True, False, True]
    assert len(site.made) == 2


def test_parameters_that_no_page_knows_change_nothing(site, story):
    first = site.ask("/news/?utm_source=a")  # nobody knows yet whether it is a page for all
    pages = [site.ask(address) for address in ("/news/?utm_source=b", "/news/?fbclid=1", "/news/")]

    assert {page.text for page in pages} == {first.text}
    assert len(site.made) == 2


def test_order_of_topics_makes_no_other_page(site, story):
    assert site.ask("/news/?topic=world&topic=x").text == site.ask("/news/?topic=x&topic=world").text
    assert len(site.made) == 1


def test_host_is_checked_where_the_page_is_kept(site, story):
    assert [site.ask(HTTP_HOST=host).status for host in ("127.0.0.1", "evil.example", "127.0.0.1", "localhost")] == [
        200,
        400,
        200,
        200,
    ]


def test_plain_http_is_led_to_https_where_the_page_is_kept(tmp_path, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    with own_database(tmp_path):
        site = Site()
        answers = [site.ask(HTTP_X_FORWARDED_PROTO=scheme) for scheme in ("https", "http", "https")]
        site.pages._watch.close()

    assert [answer.status for answer in answers] == [200, 301, 200]


def test_pages_for_one_reader_and_searches_are_never_kept(site):
    user = make_user("anna")
    client = Client()
    client.force_login(user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    for path in ("/accounts/", "/search/?q=harbour", "/zone/?next=/news/"):
        mine, other = site.ask(path, HTTP_COOKIE=cookie), site.ask(path)
        assert (mine.status, other.status) == ((200, 302) if path == "/accounts/" else (200, 200))

    assert "/news/" in site.ask("/zone/?next=/news/").text
    assert len(site.made) == 7


def test_other_methods_and_files_pass_by(site):
    site.ask("/news/", method="POST")
    site.ask("/static/css/nothing.css")
    site.ask("/media/nothing.webp")

    assert site.made == ["/news/", "/static/css/nothing.css", "/media/nothing.webp"]


def test_conditions_and_heads_are_answered_by_the_page(site, story):
    head = site.ask(method="HEAD")
    known = site.ask(HTTP_IF_NONE_MATCH=head.headers["ETag"])
    rename(story, "Harbour closes")
    changed = site.ask(HTTP_IF_NONE_MATCH=head.headers["ETag"])

    assert (head.status, head.text, known.status, known.text, changed.status) == (200, "", 304, "", 200)
    assert (head.headers["ETag"], changed.headers["ETag"] != head.headers["ETag"]) == (known.headers["ETag"], True)


def test_redirects_and_what_is_gone_are_kept_and_what_is_not_found_is_not(site, story):
    gone = make_article(status="withdrawn")
    for path, status in ((f"/news/{story.pk}/x/", 301), (gone.get_absolute_url(), 410), ("/news/1234567/x/", 404)):
        assert [site.ask(path).status for _ in range(2)] == [status] * 2

    assert len(site.made) == 1 + 1 + 2


class Steady(Watch):
    def versions(self):
        return Versions({})


class Slow:
    """An application that makes one page, and waits before it does."""

    def __init__(self):
        self.may_go_on, self.made = threading.Event(), 0

    def __call__(self, environ, start_response):
        self.made += 1
        self.may_go_on.wait(10)
        start_response("200 OK", [("Content-Type", "text/html"), ("Cache-Control", "public, s-maxage=10")])
        return [b"made %d" % self.made]


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(module, "end_of_page", lambda now, zone: now + datetime.timedelta(hours=1))
    return Slow()


def ask_at_once(pages, number: int) -> tuple[list[threading.Thread], list[bytes]]:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "QUERY_STRING": "", "wsgi.url_scheme": "http"}
    answers = []

    def ask():
        answers.append(b"".join(pages(dict(environ), module.Answer())))

    threads = [threading.Thread(target=ask) for _ in range(number)]
    for thread in threads:
        thread.start()
    return threads, answers


def test_one_makes_the_page_and_the_others_wait_for_it(slow):
    threads, answers = ask_at_once(FreshPages(slow, watch=Steady()), 8)
    while not slow.made:
        time.sleep(0.001)
    slow.may_go_on.set()
    for thread in threads:
        thread.join()

    assert (answers, slow.made) == ([b"made 1"] * 8, 1)


def test_who_has_waited_long_gets_the_last_page(slow, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    watch = Steady()
    pages = FreshPages(slow, watch=watch)
    slow.may_go_on.set()
    [first], answers = ask_at_once(pages, 1)
    first.join()
    slow.may_go_on.clear()
    watch.versions = lambda: Versions({"articles": 1})

    [maker], made = ask_at_once(pages, 1)
    while slow.made < 2:
        time.sleep(0.001)
    [waiter], given = ask_at_once(pages, 1)
    waiter.join()
    slow.may_go_on.set()
    maker.join()

    assert (answers, given, made) == ([b"made 1"], [b"made 1"], [b"made 2"])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="test_database_away.py stops a real PostgreSQL")
def test_while_the_file_of_the_database_is_away_pages_seen_before_are_shown(site, story, tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "PAUSE", 0.0)
    file, elsewhere = tmp_path / "site.sqlite3", tmp_path / "elsewhere"
    before = site.ask()
    file.rename(elsewhere)
    seen, known, unseen = site.ask(), site.ask(HTTP_IF_NONE_MATCH=before.headers["ETag"]), site.ask("/topics/")
    styles = site.ask("/static/css/site.css")
    elsewhere.rename(file)
    back, new = site.ask(), site.ask("/topics/")

    assert (seen.status, seen.text, known.status, styles.status) == (200, before.text, 304, 200)
    assert "database away" in seen.headers["Cache-Status"]
    assert (unseen.status, unseen.headers["Retry-After"], unseen.headers["Cache-Control"]) == (503, "10", "no-store")
    assert ("Content-Security-Policy" in unseen.headers, "back in a moment" in unseen.text) == (True, True)
    assert (back.status, "Cache-Status" in back.headers, back.text, new.status) == (200, False, before.text, 200)
