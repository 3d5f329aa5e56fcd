"""What caches in front of the site, and browsers, get of it: what may be kept, by which keys, what is compressed."""

from __future__ import annotations

import pytest
from django.utils import timezone

from newsportal.feeds.addresses import open_address
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.rules import Choice, Rules
from tests.factories import HOUR, make_article, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_kept_page_has_its_keys_and_a_304_goes_without(site, story):
    site.ask(story.get_absolute_url())
    kept = site.ask(story.get_absolute_url())
    known = site.ask(story.get_absolute_url(), HTTP_IF_NONE_MATCH=kept.headers["ETag"])

    assert f"article-{story.pk}" in kept.headers["Surrogate-Key"].split()
    assert (known.status, "Surrogate-Key" in known.headers) == (304, False)


def test_next_story_ends_the_life_of_pages_in_front(site, story):
    make_article("Ferries run", published_at=timezone.now() + HOUR / 120)

    seconds = [answer.headers["Cache-Control"] for answer in (site.ask(), site.ask())]

    # Thirty seconds from now: nobody may show the page as it is while he asks for the next one.
    assert [text.partition("s-maxage=")[2] for text in seconds] == ["10", "10"]


def test_search_is_the_same_for_all_and_goes_out_compressed(site, story):
    path = "/search/?q=harbour"
    first = site.ask(path, HTTP_ACCEPT_ENCODING="gzip")
    known = site.ask(path, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    plain = site.ask(path)
    head = site.ask(path, method="HEAD")

    assert story.get_absolute_url() in first.text
    assert first.text == plain.text
    assert (first.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert {first.headers["Vary"], plain.headers["Vary"]} == {"Cookie, Accept-Encoding"}
    assert {first.headers["Cache-Control"], plain.headers["Cache-Control"]} == {"public, max-age=0"}
    assert (known.status, known.text, head.text) == (304, "", "")
    assert head.headers == plain.headers
    assert site.made == ["/search/"] * 4


@pytest.mark.parametrize("path", ["/my/", "/my/edit/", "/zone/?next=/news/", "/accounts/login/?next=/news/"])
def test_what_is_for_one_person_is_never_compressed(site, story, path):
    answers = [site.ask(path, HTTP_ACCEPT_ENCODING="gzip") for _time in range(2)]

    assert [("Content-Encoding" in answer.headers, answer.headers["Cache-Control"]) for answer in answers] == [
        (False, "private, no-store")
    ] * 2


def test_private_feed_is_not_sent_to_whom_has_it(site, story):
    feed = create_feed(make_user("anna"), name="Abroad", rules=Rules(include=Choice(topics=("world",))))
    open_address(feed)
    path = f"/feeds/{feed.token}.rss"
    first = site.ask(path)

    known = site.ask(path, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (first.status, known.status, known.text) == (200, 304, "")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert ("Harbour reopens" in first.text, "Surrogate-Key" in first.headers) == (True, False)


@pytest.mark.parametrize(("path", "status"), [("/nothing/", 404), ("/news/999/x/", 404), ("/news", 301)])
def test_what_says_nothing_of_caches_is_kept_by_none(site, story, path, status):
    answer = site.ask(path)

    assert (answer.status, answer.headers["Cache-Control"]) == (status, "private, no-store")
    assert {"ETag", "Surrogate-Key"}.isdisjoint(answer.headers)
