"""Follow and Mute on shared pages: what they do to the feed, how it is said, and what they refuse."""

import re

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from newsportal.feeds.cookie import rules_in_cookie
from newsportal.feeds.keeping import MOST_FEEDS, create_feed
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import MOST_RULES, Choice, Rules
from tests.factories import make_article, make_author, make_section, make_topic, make_user
from topics.models import Topic
from topics.tree import rename_slug

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = HERE | {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def story():
    world = make_section("World")
    ports = make_topic("Ports", parent=world)
    return make_article("Story", section=world, topics=[ports], tags=["grain"], authors=[make_author()])


@pytest.fixture
def reader(client):
    user = make_user()
    client.force_login(user)
    return user


def send(client, *, headers=HERE, **form):
    return client.post("/my/follow/", form, headers=headers)


def kept(client) -> dict:
    """The rules in the browser's cookie."""
    request = RequestFactory().get("/")
    request.COOKIES = {name: morsel.value for name, morsel in client.cookies.items()}
    return rules_in_cookie(request).as_data()


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        ("topic:world", {"topics": ["world"]}),
        ("tag:grain", {"tags": ["grain"]}),
        ("author:ada-reed", {"authors": ["ada-reed"]}),
        ("word:two  words", {"words": ["two words"]}),
    ],
)
def test_one_click_adds_a_rule_and_another_takes_it_out(client, key, choice):
    send(client, follow=key)
    followed = kept(client)
    send(client, mute=key)
    muted = kept(client)
    send(client, undo=key)

    assert (followed, muted, kept(client)) == ({"include": choice}, {"mute": choice}, {})


def test_with_an_account_the_rule_goes_to_the_default_feed(client, reader):
    first = create_feed(reader, name="Mine", rules=Rules(Choice(topics=("ports",))))
    second = create_feed(reader, name="Other", rules=Rules(Choice(topics=("ports",))))

    send(client, follow="topic:world")

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.rules == Rules(Choice(topics=("ports", "world")))
    assert second.rules == Rules(Choice(topics=("ports",)))


def test_first_click_of_an_account_makes_its_first_feed(client, reader):
    send(client, mute="tag:grain")

    [feed] = Feed.objects.of(reader)
    assert (feed.is_default, feed.rules) == (True, Rules(mute=Choice(tags=("grain",))))


@pytest.mark.parametrize(
    ("before", "form", "note"),
    [
        ({}, {"follow": "topic:world"}, "followed-topic:world"),
        ({}, {"mute": "tag:grain"}, "muted-tag:grain"),
        ({"follow": "topic:world"}, {"follow": "topic:world"}, "already-topic:world"),
        ({"mute": "topic:world"}, {"mute": "topic:world"}, "already-topic:world"),
        ({"follow": "topic:world"}, {"undo": "topic:world"}, "unfollowed-topic:world"),
    ],
)
def test_way_back_leads_to_a_note_that_the_shared_page_holds(client, story, before, form, note):
    if before:
        send(client, **before)

    response = send(client, **form, next=story.get_absolute_url())

    place, _, fragment = response.headers["Location"].partition("#")
    assert (response.status_code, place, fragment) == (303, story.get_absolute_url(), note)
    assert f'id="{note}"' in client.get(place).content.decode()


@pytest.mark.parametrize("address", ["/topics/world/", "/tags/grain/", "/authors/ada-reed/"])
def test_lists_can_be_followed_from_where_they_are_read(client, address):
    html = client.get(address).content.decode()

    [follow] = re.findall(r'name="follow" value="([^"]+)"', html)
    [mute] = re.findall(r'name="mute" value="([^"]+)"', html)
    [back] = re.findall(r'name="next" value="([^"]+)"', html)
    assert (follow, back) == (mute, address)
    assert send(client, follow=follow, next=back).headers["Location"] == f"{address}#followed-{follow}"


def test_article_offers_all_it_is_filed_under(client, story):
    html = client.get(story.get_absolute_url()).content.decode()

    assert re.findall(r'name="follow" value="([^"]+)"', html) == [
        "topic:world",
        "topic:ports",
        "author:ada-reed",
        "tag:grain",
    ]


def test_reader_whose_way_back_is_personal_is_told_there(client):
    send(client, headers=SCRIPT, follow="topic:world")

    response = client.post("/my/follow/", {"mute": "word:football", "next": "/my/"}, headers=HERE, follow=True)

    assert response.redirect_chain == [("/my/", 303)]
    assert [str(message) for message in response.context["messages"]] == ["Your feed leaves out “football” now."]


def test_word_is_told_on_the_feeds_page_because_no_shared_page_has_its_note(client):
    response = send(client, mute="word:football", next="/topics/world/")

    assert response.headers["Location"] == "/my/"
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["Your feed leaves out “football” now."]


@pytest.mark.parametrize(
    "place", ["", "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "x"]
)
def test_way_back_stays_on_the_site(client, place):
    assert send(client, follow="topic:world", next=place).headers["Location"] == "/my/"


def test_script_is_told_what_happened(client):
    answers = [
        send(client, headers=SCRIPT, follow="topic:world"),
        send(client, headers=SCRIPT, follow="topic:world"),
        send(client, headers=SCRIPT, mute="topic:world"),
        send(client, headers=SCRIPT, undo="topic:world"),
        send(client, headers=SCRIPT, undo="topic:world"),
    ]

    assert [answer.json() for answer in answers] == [
        {"said": "Your feed follows World now.", "state": "followed"},
        {"said": "Your feed followed World already.", "state": "followed"},
        {"said": "Your feed leaves out World now.", "state": "muted"},
        {"said": "Your feed has no rule about World any more.", "state": "none"},
        {"said": "Your feed had no rule about World.", "state": "none"},
    ]


def test_former_slug_stores_the_slug_of_today(client):
    rename_slug(Topic.objects.get(slug="world"), "abroad")

    send(client, follow="topic:world")

    assert kept(client) == {"include": {"topics": ["abroad"]}}


def test_rule_with_a_former_slug_is_known_by_the_slug_of_today(client):
    send(client, follow="topic:world")
    rename_slug(Topic.objects.get(slug="world"), "abroad")

    again = send(client, headers=SCRIPT, follow="topic:abroad").json()
    send(client, mute="topic:abroad")

    assert again["said"] == "Your feed followed World already."
    assert kept(client) == {"mute": {"topics": ["abroad"]}}


def test_word_is_the_same_in_any_spelling(client):
    send(client, mute="word:Café")

    again = send(client, headers=SCRIPT, mute="word:CAFE").json()
    send(client, undo="word:cafe")

    assert again["said"] == "Your feed left out “CAFE” already."
    assert kept(client) == {}


def test_rule_about_what_has_gone_can_be_taken_out(client):
    send(client, follow="topic:ports")
    Topic.objects.get(slug="ports").article_rows.all().delete()
    Topic.objects.get(slug="ports").delete()

    send(client, undo="topic:ports")

    assert kept(client) == {}


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({}, 400, "The form did not say what to follow or mute."),
        ({"follow": ""}, 400, "This names nothing that a feed could follow or mute."),
        ({"follow": "world"}, 400, "This names nothing that a feed could follow or mute."),
        ({"follow": "planet:mars"}, 400, "This names nothing that a feed could follow or mute."),
        ({"follow": "topic:a\x00b"}, 400, "This names nothing that a feed could follow or mute."),
        ({"follow": "topic:nowhere"}, 404, "There is no “nowhere” here to follow or mute."),
        ({"mute": "tag:secret-plan"}, 404, "There is no “secret-plan” here to follow or mute."),
        ({"follow": "author:eva-unknown"}, 404, "There is no “eva-unknown” here to follow or mute."),
        ({"follow": "author:nobody"}, 404, "There is no “nobody” here to follow or mute."),
        ({"follow": "word:…"}, 400, "“…” says nothing to look for."),
        ({"undo": "topic:" + "a" * 200_000}, 400, f"“{'a' * 40}…” is longer than 200 characters."),
    ],
)
def test_what_cannot_be_followed_is_explained_and_changes_nothing(client, form, status, said):
    make_article(tags=["Secret plan"], authors=[make_author("Eva Unknown")], status="draft")
    send(client, follow="topic:world")

    page = send(client, **form, next="/topics/world/")
    answer = send(client, headers=SCRIPT, **form)

    assert (page.status_code, answer.status_code, answer.json()) == (status, status, {"said": said})
    assert said in page.content.decode()
    assert 'href="/topics/world/"' in page.content.decode()
    assert kept(client) == {"include": {"topics": ["world"]}}


def test_full_feed_says_so(client, reader):
    full = Rules(Choice(words=tuple(f"word{n}" for n in range(MOST_RULES))))
    feed = create_feed(reader, name="Full", rules=full)

    response = send(client, follow="topic:world")

    feed.refresh_from_db()
    assert response.status_code == 400
    assert f"A feed holds up to {MOST_RULES} rules: take some out." in response.content.decode()
    assert feed.rules == full


def test_full_cookie_asks_for_an_account_and_stays_as_it_was(client):
    slugs = [
        make_topic("".join(chr(0x4E00 + (n * 997 + k * 31) % 9000) for k in range(60)) + str(n)).slug for n in range(30)
    ]
    responses = [send(client, follow=f"topic:{slug}") for slug in slugs]
    refused = next(response for response in responses if response.status_code != 303)

    assert refused.status_code == 400
    assert "more rules than this browser can remember" in refused.content.decode()
    assert len(kept(client)["include"]["topics"]) == responses.index(refused)


def test_silent_browser_is_asked_and_the_answer_counts():
    browser = Client(enforce_csrf_checks=True)
    asked = browser.post("/my/follow/", {"follow": "topic:world", "next": "/topics/world/"})
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', asked.content.decode()))

    answered = browser.post("/my/follow/", fields)

    assert (asked.status_code, kept(browser)) == (200, {"include": {"topics": ["world"]}})
    assert answered.headers["Location"] == "/topics/world/#followed-topic:world"


def test_form_of_another_site_is_refused(client):
    assert send(client, headers={"Sec-Fetch-Site": "cross-site"}, follow="topic:world").status_code == 403
    assert kept(client) == {}


def test_opening_the_address_changes_nothing(client):
    response = client.get("/my/follow/?follow=topic:world")

    assert (response.status_code, response.headers["Location"], kept(client)) == (302, "/my/", {})


@pytest.mark.parametrize("address", ["story", "/topics/world/", "/tags/grain/", "/authors/ada-reed/"])
def test_shared_pages_are_the_same_for_all_and_set_no_cookie(client, story, reader, address):
    address = story.get_absolute_url() if address == "story" else address
    before = Client().get(address)

    send(client, follow="topic:world")
    after = client.get(address)

    assert after.content == before.content
    assert (after.cookies, before.cookies) == ({}, {})
    assert "csrfmiddlewaretoken" not in after.content.decode()


def test_following_takes_the_same_queries_however_long_the_rules_are(client, reader):
    topics = [make_topic(f"Topic {n}") for n in range(21)]
    send(client, follow=f"topic:{topics[0].slug}")
    with CaptureQueriesContext(connection) as few:
        send(client, follow="topic:world")
    for topic in topics[1:20]:
        send(client, follow=f"topic:{topic.slug}")
    for n in range(MOST_FEEDS - 1):
        create_feed(reader, name=f"Feed {n}")

    with CaptureQueriesContext(connection) as many:
        response = send(client, follow=f"topic:{topics[20].slug}")

    assert response.status_code == 303
    assert len(many) == len(few)


def test_answer_carries_the_cookie_and_nothing_of_the_carrier(client):
    response = send(client, headers=SCRIPT, follow="topic:world")

    assert isinstance(response, HttpResponse)
    assert (list(response.cookies), response.headers["Cache-Control"]) == (["feed"], "private, no-store")
