"""The search page as readers meet it: ``/search/?q=…`` with its filters, all of them in the address."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import EditorsPick, SearchedQuery, Status
from articles.publishing import publish, withdraw
from articles.search.picks import key_of
from articles.search.query import Query
from articles.timelines import stamp
from articles.views import search
from tests.articles.search.page import found, headlines, said
from tests.factories import HOUR, make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db


def test_all_words_are_found_in_headline_lead_body_and_names_in_any_case_and_script(client):
    make_article("Ёлки в Москве", lead="Праздник", language="ru", hours_ago=1)
    make_article("Grain prices rise", lead="Harbour talks", body="<p>Forty barges wait.</p>", hours_ago=2)
    make_article("Quiet day", authors=[make_author("Ada Reed")], hours_ago=3)

    assert found(client, q="ёлки ПРАЗДНИК") == ["Ёлки в Москве"]
    assert found(client, q="barge GRAIN") == ["Grain prices rise"]
    assert found(client, q="reed") == ["Quiet day"]
    assert found(client, q="grain zebra") == []


def test_words_are_marked_in_the_headline_and_in_a_piece_of_the_text(client):
    make_article("Grain <b>prices</b>", lead="No more.", body="<p>Every ship carries grain &amp; <em>hope</em>.</p>")

    page = client.get("/search/?q=grain").content.decode()

    assert "><mark>Grain</mark> &lt;b&gt;prices&lt;/b&gt;</a>" in page
    assert '<p class="findings__piece">Every ship carries <mark>grain</mark> &amp; hope.</p>' in page


def test_lead_is_shown_when_it_has_the_words_or_when_nothing_has(client):
    make_article("One", lead="Grain came in.", body="<p>Then grain left.</p>", hours_ago=1)
    make_article("Grain", lead="No word of it.", body="<p>Nor here.</p>", hours_ago=2)

    page = client.get("/search/?q=grain&order=newest").content.decode()

    pieces = re.findall(r'<p class="findings__piece">(.*?)</p>', page)
    assert pieces == ["<mark>Grain</mark> came in.", "No word of it."]


def test_drafts_and_what_is_scheduled_or_withdrawn_are_never_found(client):
    now = timezone.now()
    make_article("Shown grain")
    make_article("Draft grain", status=Status.DRAFT)
    make_article("Scheduled grain", published_at=now + HOUR)
    make_article("Withdrawn grain", status=Status.WITHDRAWN)
    make_article("Ended grain", published_at=now - 2 * HOUR, withdraw_at=now - HOUR)

    response = client.get("/search/?q=grain")

    assert headlines(response) == ["Shown grain"]
    assert response.context["results"].title == "1 story"


def test_withdrawal_and_publication_count_from_the_next_request_on(client):
    article = make_article("Grain")
    draft = make_article("More grain", status=Status.DRAFT, section=make_section("World"))
    before = found(client, q="grain")
    withdraw(article)
    withdrawn = found(client, q="grain")
    publish(draft)

    assert (before, withdrawn, found(client, q="grain")) == (["Grain"], [], ["More grain"])


def test_edit_counts_from_the_next_request_on(client):
    article = make_article("Grain")
    article.headline = "Barley"
    article.save()
    stamp(article)

    assert (found(client, q="grain"), found(client, q="barley")) == ([], ["Barley"])


def test_nothing_found_leads_on(client):
    make_article("Grain")

    with_filters = client.get("/search/?q=grain&from=2090-01-01").content.decode()
    without = client.get("/search/?q=zebra").content.decode()

    assert re.findall(r'<a class="button" href="([^"]+)"', with_filters) == ["/search/?q=grain"]
    assert re.findall(r'<a class="button" href="([^"]+)"', without) == ["/topics/"]


def test_page_without_a_search_tells_what_can_be_typed(client):
    response = client.get("/search/")

    page = response.content.decode()
    assert re.findall("<code>(.*?)</code>", page) == [
        "harbour budget",
        '"harbour budget"',
        "harbour OR port",
        "harbour -football",
        "harb*",
        "topic:world",
        'author:"Ada Reed"',
        "tag:grain",
    ]
    assert (headlines(response), said(response)) == ([], [])
    assert 'class="notice"' not in page
    assert "<code>" not in client.get("/search/?q=grain").content.decode()


def test_result_pages_are_kept_by_nobody_and_out_of_search_engines(client):
    response = client.get("/search/?q=grain")

    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=0"


def test_picks_stand_above_the_results_of_the_first_page_once(client):
    for n in range(21):
        make_article(f"Grain {n:02}", hours_ago=n + 1)
    picked = make_article("What a harvest is", hours_ago=90)
    EditorsPick.objects.create(query="grain", key=key_of(Query.parse("grain")), article=picked)

    first = client.get("/search/?q=Grain&order=newest")

    assert headlines(first) == ["What a harvest is", *(f"Grain {n:02}" for n in range(20))]
    assert first.content.decode().count("Editor's pick") + first.content.decode().count("Editor&#x27;s pick") == 1
    assert headlines(client.get("/search/?q=grain&order=newest&page=2")) == ["Grain 20"]


def test_search_is_counted_on_its_first_page_and_without_filters(client):
    make_article("Grain", lead_photo=make_photo())

    for address in ("?q=Grain", "?q=grain&photo=1", "?q=grain&page=2x", "?photo=1", ""):
        client.get(f"/search/{address}")

    assert list(SearchedQuery.objects.values_list("query", "times", "found")) == [("grain", 2, 1)]


def test_client_that_never_stops_is_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr(search, "MOST_A_MINUTE", 2)
    make_article("Grain")

    codes = [client.get("/search/?q=grain").status_code for _ in range(3)]
    refused = client.get("/search/?q=grain")

    assert codes == [200, 200, 429]
    assert (refused["Cache-Control"], refused["Retry-After"]) == ("private, no-store", "60")
    assert "Please wait a little" in refused.content.decode()
    assert client.get("/search/").status_code == 200
    assert client.get("/search/?q=grain", REMOTE_ADDR="203.0.113.9").status_code == 200


@pytest.mark.parametrize("address", ["/search/?q=grain", "/search/?tag=ports", "/search/?q=grain&topic=world"])
def test_page_takes_the_same_queries_for_one_story_and_for_twenty(client, address):
    world = make_section("World")
    places = {"section": world, "topics": [world], "tags": ["ports"], "authors": [make_author()]}
    # Enough for the words not to look mistyped.
    for _ in range(4):
        make_article("Grain", lead_photo=make_photo(), **places)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(20):
        make_article("Grain", lead_photo=make_photo(), **places)

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert [re.sub(r"\d+", "", query["sql"][:50]) for query in many] == [
        re.sub(r"\d+", "", query["sql"][:50]) for query in few
    ]
    assert len(many) <= 24


def test_only_bodies_of_the_stories_shown_are_read(client):
    for n in range(30):
        make_article(f"Grain {n}", body=f"<p>The secret word is passphrase{n}.</p>", hours_ago=n + 1)

    asked = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        client.get("/search/?q=grain&order=newest")

    [(ids,)] = [params for sql, params in asked if '"body"' in sql]
    assert len(json.loads(ids) if isinstance(ids, str) else ids) == 20


def test_search_can_be_kept_as_a_feed_with_all_its_filters(client):
    make_article("Grain", topics=[make_topic("Sport")])

    page = client.get("/search/?q=grain&topic=sport&order=newest").content.decode()

    form = re.search(r'<form action="/my/search/" method="post">(.*?)</form>', page, re.S)[1]
    assert re.findall(r'name="(\w+)" value="([^"]*)"', form) == [("q", "grain"), ("topic", "sport")]
    assert "/my/search/" not in client.get("/search/").content.decode()
