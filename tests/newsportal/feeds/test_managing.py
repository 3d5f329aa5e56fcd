import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsportal.feeds.keeping import MOST_FEEDS, create_feed
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db
WORDS = Rules(Choice(words=("grain",)))


@pytest.fixture
def reader(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def three(reader):
    return [create_feed(reader, name=name, rules=WORDS) for name in ("One", "Two", "Three")]


def names(client):
    return [row["feed"].name for row in client.get("/my/feeds/").context["rows"]]


def act(client, slug, act, **fields):
    return client.post(f"/my/{slug}/arrange/", {"act": act, **fields}, follow=True)


def test_feeds_stand_in_their_order_with_their_rules(client, three):
    html = client.get("/my/feeds/").content.decode()

    assert names(client) == ["One", "Two", "Three"]
    assert html.count("1 rule\n") == 3
    assert html.count("Shown first") == 1


def test_feed_moves_up_and_down(client, three):
    assert "“Three” was moved up." in act(client, "three", "up").content.decode()
    act(client, "one", "down")

    assert names(client) == ["Three", "One", "Two"]


def test_feed_becomes_the_default(client, three):
    response = act(client, "two", "default")

    assert "“Two” is what you see first now." in response.content.decode()
    assert client.get("/my/").context["feed"].name == "Two"


def test_page_of_the_account_chooses_the_default_of_several(client, reader, three):
    def choice():
        html = client.get("/accounts/").content.decode()
        return re.findall(r'<option value="(\w+)"( selected)?', html.split('name="feed"')[1])

    before = choice()
    response = client.post("/my/feeds/default/", {"feed": "two", "next": "/accounts/"}, follow=True)

    assert before == [("one", " selected"), ("two", ""), ("three", "")]
    assert choice() == [("one", ""), ("two", " selected"), ("three", "")]
    assert response.redirect_chain == [("/accounts/", 303)]
    assert "“Two” is what you see first now." in response.content.decode()


def test_page_of_the_account_asks_nothing_where_there_is_no_choice(client, reader):
    create_feed(reader, name="One", rules=WORDS)

    html = client.get("/accounts/").content.decode()

    assert ('name="feed"' in html, "What you follow is in My feed" in html) == (False, True)


@pytest.mark.parametrize("feed", ["theirs", "", "\x00", "a" * 200_000], ids=["theirs", "none", "null", "long"])
def test_feed_of_nobody_or_somebody_else_is_no_default(client, reader, three, feed):
    create_feed(make_user("bob"), name="Theirs", rules=WORDS)

    assert client.post("/my/feeds/default/", {"feed": feed}).status_code == 404
    assert [feed.name for feed in Feed.objects.filter(is_default=True, owner=reader)] == ["One"]


def test_default_is_chosen_after_signing_in(client):
    response = client.post("/my/feeds/default/", {"feed": "one"})

    assert response.headers["Location"] == "/accounts/login/?next=/my/feeds/default/"
    client.force_login(make_user())
    assert client.get("/my/feeds/default/").headers["Location"] == "/my/feeds/"


def test_feed_is_renamed(client, three):
    response = act(client, "two", "rename", name=" Zwei  Häfen ")

    assert response.redirect_chain == [("/my/feeds/", 303)]
    assert "“Two” is called “Zwei Häfen” now." in response.content.decode()
    assert client.get("/my/zwei-häfen/").context["feed"].name == "Zwei Häfen"


@pytest.mark.parametrize("name", ["", "x" * 61, "a\x00b"], ids=["empty", "long", "null"])
def test_name_that_cannot_be_is_refused_and_stays_in_its_field(client, three, name):
    response = act(client, "two", "rename", name=name)

    [row] = [row for row in response.context["rows"] if row["refused"]]
    assert (row["feed"].slug, row["form"]["name"].value(), response.status_code) == ("two", name, 200)
    assert row["form"].errors["name"]
    assert names(client) == ["One", "Two", "Three"]


def test_deleted_feed_is_gone_and_the_next_is_the_default(client, three):
    response = act(client, "one", "delete")

    assert "“One” was deleted." in response.content.decode()
    assert [(feed.name, feed.is_default) for feed in Feed.objects.order_by("order")] == [
        ("Two", True),
        ("Three", False),
    ]


def test_new_feed_leads_to_its_rules(client, reader):
    response = client.post("/my/feeds/", {"name": "Edit"}, follow=True)

    assert response.redirect_chain == [("/my/edit-2/edit/", 303)]
    assert "“Edit” is there: now choose what it shows." in response.content.decode()


def test_no_more_feeds_than_an_account_holds(client, reader):
    for number in range(MOST_FEEDS):
        create_feed(reader, name=f"Feed {number}")

    response = client.post("/my/feeds/", {"name": "One more"})

    assert f"An account holds up to {MOST_FEEDS} feeds" in response.content.decode()
    assert response.context["form"]["name"].value() == "One more"
    assert Feed.objects.count() == MOST_FEEDS


def test_feeds_of_others_can_neither_be_seen_nor_arranged(client, reader):
    other = create_feed(make_user("other"), name="Secret", rules=WORDS)

    assert [act(client, "secret", name).status_code for name in ("delete", "rename", "default")] == [404, 404, 404]
    assert names(client) == []
    other.refresh_from_db()


def test_unknown_act_is_a_bad_request(client, three):
    assert act(client, "one", "explode").status_code == 400


def test_anonymous_reader_sees_the_one_feed_and_an_invitation(client):
    make_section("World")
    client.post("/my/edit/", {"topic": ["world"]})

    html = client.get("/my/feeds/").content.decode()

    assert names(client) == ["My feed"]
    assert "An account keeps several feeds" in html
    assert "/arrange/" not in html


def test_anonymous_reader_who_makes_a_feed_is_asked_to_sign_in(client):
    response = client.post("/my/feeds/", {"name": "Mine"})

    assert (response.status_code, response.headers["Location"].partition("?")[2]) == (302, "next=/my/feeds/")
    assert act(client, "mine", "delete").status_code == 404


def test_forms_need_their_token(three):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(three[0].owner)

    assert strict.post("/my/feeds/", {"name": "x"}).status_code == 403
    assert strict.post("/my/one/arrange/", {"act": "delete"}).status_code == 403


def test_list_takes_the_same_queries_for_one_feed_and_for_twenty(client, reader):
    create_feed(reader, name="Feed 0", rules=WORDS)
    client.get("/my/feeds/")
    with CaptureQueriesContext(connection) as one:
        client.get("/my/feeds/")
    for number in range(1, 20):
        create_feed(reader, name=f"Feed {number}", rules=WORDS)

    with CaptureQueriesContext(connection) as twenty:
        client.get("/my/feeds/")

    assert len(twenty) == len(one)


def test_page_of_a_feed_shows_tabs_rules_and_what_is_gone(client, reader):
    make_section("World")
    rules = Rules(Choice(("world", "gone"), words=("black sea",)), Choice(tags=("nowhere",)))
    create_feed(reader, name="One", rules=rules)
    create_feed(reader, name="Two", rules=WORDS)

    response = client.get("/my/")
    html = response.content.decode()

    assert [(tab["name"], tab["url"], tab["is_current"]) for tab in response.context["tabs"]] == [
        ("One", "/my/", True),
        ("Two", "/my/two/", False),
    ]
    assert '<a class="rules__rule" href="/topics/world/">World</a>' in html
    assert "“black sea”" in html
    assert [f'data-kind="missing">{slug}<' in html for slug in ("gone", "nowhere")] == [True, True]
    assert 'name="forget"' in html


def test_empty_feed_offers_topics_and_the_editor(client):
    html = client.get("/my/").content.decode()

    assert "Your feed is empty" in html
    assert 'href="/my/edit/"' in html
    assert 'action="/my/" method="post"' in html
