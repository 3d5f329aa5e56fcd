"""The search page as readers meet it: ``/search/?q=…`` with its filters, all of them in the address."""

import datetime
import html
import re
import zoneinfo
from urllib.parse import parse_qsl

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
from tests.factories import HOUR, make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db
NAUGHTY = [
    "undefined",
    "NULL",
    "-",
    "--",
    "OR",
    "OR OR | -",
    '"',
    '"""',
    "'; DROP TABLE articles_article; --",
    "1' OR '1'='1",
    "*",
    "ab*",
    "%_%",
    ":* & ! | ( ) <->",
    "NEAR(a b) AND NOT {headline}: ^x",
    "@u =ship @t1",
    "topic:",
    'topic:"',
    "topic:topic:topic:",
    "-topic:x",
    'author:"\x00"',
    "\x00",
    "\ufffe\ufeff\u202e",
    "Ω≈ç√∫˜µ≤≥÷",
    "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀",
    "ثم نفس سقطت",
    "🦉👩‍👩‍👧",
    "T̸h̷e̴",
    "٣",
    "1e400",
    "-1",
    "9" * 400,
    "x " * 400,
    "<script>alert(1)</script>",
    '"><svg/onload=alert(1)>',
    "{{ 7*7 }}{% csrf_token %}",
    "%s %(a)s {0}",
    "../../etc/passwd",
    "a\r\nX-Header: b",
]
PARAMETERS = ["q", "topic", "section", "tag", "author", "from", "to", "photo", "order", "page", "nothing"]


def found(client, **asked) -> list[str]:
    """The headlines of the page that answers ``asked``, marks and all taken away."""
    return headlines(client.get("/search/", asked))


def headlines(response) -> list[str]:
    assert response.status_code == 200
    texts = re.findall(r'<a class="findings__link"[^>]*>(.*?)</a>', response.content.decode())
    return [html.unescape(re.sub("<[^>]+>", "", text)) for text in texts]


def said(response) -> list[str]:
    """What the page says about how the search was understood."""
    items = re.findall(r'<p class="messages__item"[^>]*>(.*?)</p>', response.content.decode())
    return [
        html.unescape(re.sub("<[^>]+>", "", item)).strip().removeprefix("Error: ").removeprefix("Warning: ")
        for item in items
    ]


def links(response, kind: str) -> dict[str, list[tuple[str, str]]]:
    """The links of a class: their text, and the parameters they lead to."""
    hrefs = re.findall(
        rf'<a class="{kind}" href="(?:/search/)?\?([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.S
    )
    return {
        " ".join(html.unescape(re.sub("<[^>]+>", " ", text)).split()): parse_qsl(html.unescape(query))
        for query, text in hrefs
    }


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


def test_topics_are_any_of_them_and_include_those_below(client):
    world = make_section("World")
    make_article("Europe", topics=[make_topic("Europe", parent=world)], hours_ago=1)
    make_article("Sport", topics=[make_topic("Sport")], hours_ago=2)
    make_article("Law", topics=[make_topic("Law")], hours_ago=3)

    assert found(client, topic=["world", "sport"]) == ["Europe", "Sport"]
    assert found(client, topic=["world"], section="sport") == []
    assert found(client, section="world") == ["Europe"]
    assert found(client, q="topic:sport") == ["Sport"]
    assert found(client, q="-topic:sport", topic=["sport", "law"]) == ["Law"]


def test_filters_work_without_words_newest_first(client):
    ada = make_author("Ada Reed")
    make_article("Older", tags=["grain"], authors=[ada], hours_ago=3)
    make_article("Newer", tags=["grain"], lead_photo=make_photo(), hours_ago=2)
    make_article("Other", authors=[ada], hours_ago=1)

    assert found(client, tag="grain") == ["Newer", "Older"]
    assert found(client, author="ada-reed") == ["Other", "Older"]
    assert found(client, author="Ada Reed", tag="grain") == ["Older"]
    assert found(client, photo="1") == ["Newer"]


def test_days_are_those_of_the_sites_calendar_and_both_count(client, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
    for day, hour in ((1, 23), (2, 0), (3, 23), (4, 0)):
        make_article(f"Day {day}", published_at=datetime.datetime(2026, 3, day, hour, 59 * (hour > 0), tzinfo=tokyo))

    assert found(client, **{"from": "2026-03-02", "to": "2026-03-03"}) == ["Day 3", "Day 2"]
    assert found(client, q="day", **{"from": "2026-03-04"}) == ["Day 4"]
    assert found(client, to="2026-03-01") == ["Day 1"]
    assert found(client, **{"from": "0001-01-01", "to": "9999-12-31"}) == ["Day 4", "Day 3", "Day 2", "Day 1"]


def test_day_of_no_calendar_is_said_and_stays_in_its_field(client):
    make_article("Grain")

    response = client.get("/search/?q=grain&from=2026-02-30")

    assert said(response) == ["From day: “2026-02-30” is no day of the calendar; write it as 2026-11-23."]
    assert headlines(response) == ["Grain"]
    assert re.search(r'<input type="text" name="from" value="2026-02-30"', response.content.decode())


def test_last_day_before_the_first_is_said_and_both_stay(client):
    make_article("Grain")

    response = client.get("/search/?q=grain&from=2026-03-02&to=2026-03-01")

    assert said(response) == ["The last day lies before the first one: stories of all days were looked through."]
    assert headlines(response) == ["Grain"]
    assert re.findall(r'<input type="date" name="(\w+)" value="([^"]+)"', response.content.decode()) == [
        ("from", "2026-03-02"),
        ("to", "2026-03-01"),
    ]


def test_unknown_names_are_said_and_the_rest_is_looked_for(client):
    make_topic("Sport")
    make_article("Secret grain", status=Status.DRAFT, tags=["merger"])
    make_article("Grain")

    response = client.get('/search/?q=grain+author:"No Body"&topic=nothing&tag=merger&section=x')

    assert said(response) == [
        "There is no author “No Body”: the name was left out.",
        "There is no topic “x”: it was left out.",
        "There is no topic “nothing”: it was left out.",
        "There is no tag “merger”: it was left out.",
    ]
    assert headlines(response) == ["Grain"]


def test_words_with_a_minus_alone_find_nothing_and_the_page_says_why(client):
    make_article("Grain")

    response = client.get("/search/?q=-football")

    assert said(response) == [
        "A word with a minus leaves stories out of those that were found: add a word to look for."
    ]
    assert headlines(response) == []


def test_order_is_by_relevance_unless_the_address_says_newest(client):
    make_article("Port news", body="<p>Grain is one word of it.</p>", hours_ago=1)
    make_article("Grain prices", lead="Grain is dear.", hours_ago=2)

    assert found(client, q="grain") == ["Grain prices", "Port news"]
    assert found(client, q="grain", order="newest") == ["Port news", "Grain prices"]
    assert links(client.get("/search/?q=grain&from=2020-01-01&page=1"), "segments__choice") == {
        "What fits best": [("q", "grain"), ("from", "2020-01-01")],
        "Newest": [("q", "grain"), ("from", "2020-01-01"), ("order", "newest")],
    }


def test_pages_follow_one_another_and_links_keep_everything_else(client):
    topic = make_topic("Sport")
    for n in range(45):
        make_article(f"Grain {n:02}", topics=[topic], hours_ago=n + 1)
    address = "/search/?q=grain&topic=sport&order=newest"

    second = client.get(f"{address}&page=2")

    assert headlines(second) == [f"Grain {n:02}" for n in range(20, 40)]
    kept = [("q", "grain"), ("topic", "sport"), ("order", "newest")]
    assert links(second, "paging__link") == {"← Previous": kept, "Next →": [*kept, ("page", "3")]}
    assert "21 to 40 of 45" in second.content.decode()
    assert headlines(client.get(f"{address}&page=3")) == [f"Grain {n:02}" for n in range(40, 45)]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("4", "There is no page 4: here is the last one."),
        ("99999999999999999999", "There is no page 999999999: here is the last one."),
        ("0", "Page: There is no page “0”: here is the first."),
        ("-1", "Page: There is no page “-1”: here is the first."),
        ("two", "Page: There is no page “two”: here is the first."),
    ],
)
def test_page_that_is_not_there_is_another_one_with_a_message(client, page, sentence):
    for n in range(25):
        make_article(f"Grain {n:02}", hours_ago=n + 1)

    response = client.get("/search/", {"q": "grain", "order": "newest", "page": page})

    first = "There is no page “" in sentence
    assert said(response) == [sentence]
    assert headlines(response) == [f"Grain {n:02}" for n in (range(20) if first else range(20, 25))]


def test_only_the_newest_thousand_are_listed_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr("articles.search.searching.MOST_MATCHES", 30)
    for n in range(35):
        make_article(f"Grain {n:02}", hours_ago=n + 1)

    first, beyond = client.get("/search/?q=grain&order=newest"), client.get("/search/?q=grain&order=newest&page=3")

    assert first.context["results"].title == "30+ stories"
    assert said(first) == []
    assert said(beyond) == [
        "Only the newest 30 stories are listed, and this is the last page: narrow the search by date."
    ]
    assert headlines(beyond) == [f"Grain {n:02}" for n in range(20, 30)]


def test_facets_count_the_matches_and_keep_the_rest_of_the_address(client):
    world = make_section("World")
    europe = make_topic("Europe", parent=world)
    ada = make_author("Ada Reed")
    moment = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    make_article("Grain", topics=[europe], tags=["ports"], authors=[ada], published_at=moment)
    make_article("Grain again", topics=[world], published_at=moment - datetime.timedelta(days=366))

    response = client.get("/search/?q=grain&order=newest")

    q, order = ("q", "grain"), ("order", "newest")
    assert links(response, "chips__link") == {
        "World 2": [q, ("topic", "world"), order],
        "Europe 1": [q, ("topic", "europe"), order],
        "ports 1": [q, ("tag", "ports"), order],
        "Ada Reed 1": [q, ("author", "ada-reed"), order],
        "2026 1": [q, ("from", "2026-01-01"), ("to", "2026-12-31"), order],
        "2025 1": [q, ("from", "2025-01-01"), ("to", "2025-12-31"), order],
    }


def test_facets_below_a_chosen_topic_take_its_place_and_filters_can_be_taken_out(client):
    world = make_section("World")
    europe, law = make_topic("Europe", parent=world), make_topic("Law")
    make_article("Grain", topics=[europe, law], tags=["ports"])

    response = client.get("/search/?q=grain&topic=world&tag=ports&from=2020-01-01")

    q, since, tag = ("q", "grain"), ("from", "2020-01-01"), ("tag", "ports")
    assert links(response, "chips__link") == {"Europe 1": [q, ("topic", "europe"), tag, since]}
    assert links(response, "narrowed__remove") == {
        "Remove: World ×": [q, tag, since],
        "Remove: Tag: ports ×": [q, ("topic", "world"), since],
        "Remove: Since Jan. 1, 2020 ×": [q, ("topic", "world"), tag],
    }


def test_nothing_found_leads_on(client):
    make_article("Grain")

    with_filters = client.get("/search/?q=grain&from=2090-01-01").content.decode()
    without = client.get("/search/?q=zebra").content.decode()

    assert re.findall(r'<a class="button" href="([^"]+)"', with_filters) == ["/search/?q=grain"]
    assert re.findall(r'<a class="button" href="([^"]+)"', without) == ["/topics/"]


def test_page_without_a_search_shows_the_field_alone(client):
    response = client.get("/search/")

    assert headlines(response) == []
    assert 'class="notice"' not in response.content.decode()
    assert said(response) == []


def test_result_pages_are_kept_out_of_search_engines_and_shared_by_caches(client):
    response = client.get("/search/?q=grain")

    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "s-maxage" in response["Cache-Control"]


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

    with CaptureQueriesContext(connection) as queries:
        client.get("/search/?q=grain&order=newest")

    [bodies] = [query["sql"] for query in queries if '"body"' in query["sql"]]
    assert len(re.search(r"IN \(([^)]*)\)", bodies)[1].split(",")) == 20


@pytest.mark.parametrize("name", PARAMETERS)
def test_whatever_stands_in_an_address_is_a_page(client, monkeypatch, name):
    monkeypatch.setattr(search, "MOST_A_MINUTE", 10_000)
    make_article("Grain", section=make_section("World"), tags=["ports"], authors=[make_author()])

    codes = {text: client.get("/search/", {"q": "grain", name: text}).status_code for text in NAUGHTY}
    answers = {text: client.get("/search/suggest/", {name: text}).status_code for text in NAUGHTY}

    assert {text: code for text, code in (codes | answers).items() if code != 200} == {}


def test_what_was_typed_is_escaped(client):
    page = client.get("/search/", {"q": "<b>grain</b>", "tag": "<i>", "topic": "<u>", "from": "<s>"}).content.decode()

    assert re.findall(r"<b>|<i>|<u>|<s>", page) == []
    assert 'value="&lt;b&gt;grain&lt;/b&gt;"' in page


def test_search_can_be_kept_as_a_feed_with_all_its_filters(client):
    make_article("Grain", topics=[make_topic("Sport")])

    page = client.get("/search/?q=grain&topic=sport&order=newest").content.decode()

    form = re.search(r'<form action="/my/search/" method="post">(.*?)</form>', page, re.S)[1]
    assert re.findall(r'name="(\w+)" value="([^"]*)"', form) == [("q", "grain"), ("topic", "sport")]
    assert "/my/search/" not in client.get("/search/").content.decode()
