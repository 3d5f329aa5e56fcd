import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.feeds.cookie import SALT
from tests.factories import make_article, make_section, make_topic
from topics.models import Topic
from topics.tree import rename_slug

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


def save(client, *slugs, **fields):
    return client.post("/my/", {"topic": list(slugs), **fields}, headers=HERE, follow=True)


def feed(client):
    context = client.get("/my/").context
    stories = [article.headline for article in context["page"].articles] if context["page"] else None
    return [topic.name for topic in context["chosen"]], stories


@pytest.fixture
def stories():
    world, economy = make_section("World"), make_section("Economy")
    make_article("World story", section=world, hours_ago=1)
    make_article("Economy story", section=economy, hours_ago=2)
    make_article("Other story", section=make_section("Sport"), hours_ago=3)


def test_feed_starts_empty(client, stories):
    assert feed(client) == ([], None)


def test_saved_filter_is_the_readers_feed(client, stories):
    response = save(client, "world", "economy")

    assert feed(client) == (["Economy", "World"], ["World story", "Economy story"])
    assert "Your feed now follows 2 topics." in response.content.decode()


def test_cookie_is_first_party_signed_and_out_of_reach_of_scripts(client, stories):
    client.post("/my/", {"topic": ["world"]}, headers=HERE)

    cookie = client.cookies["feed"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert signing.loads(cookie.value, salt=SALT) == {"topics": ["world"]}


def test_topic_is_added_to_the_feed(client, stories):
    save(client, "world")

    save(client, "sport", add="1")

    assert feed(client)[0] == ["Sport", "World"]


def test_saving_nothing_forgets_the_feed(client, stories):
    save(client, "world")

    save(client)

    assert feed(client) == ([], None)


def test_feed_survives_a_topics_new_slug(client, stories):
    save(client, "world")
    rename_slug(Topic.objects.get(slug="world"), "abroad")

    assert feed(client) == (["World"], ["World story"])


def test_unknown_topic_is_named_and_the_others_are_kept(client, stories):
    response = save(client, "world", "nowhere")

    assert "There is no topic “nowhere”." in response.content.decode()
    assert feed(client)[0] == ["World"]


@pytest.mark.parametrize(
    "value",
    [
        "garbage",
        "",
        "a" * 5000,
        signing.dumps({"topics": ["world"]}, salt="another"),
        signing.dumps(["world"], salt=SALT),
        signing.dumps({"topics": 5}, salt=SALT),
        signing.dumps({"topics": [5, None, "\x00"]}, salt=SALT),
    ],
    ids=["text", "empty", "long", "other salt", "list", "number", "no slugs"],
)
def test_cookie_this_site_did_not_write_is_no_feed(client, stories, value):
    client.cookies["feed"] = value

    assert feed(client) == ([], None)


def test_feed_that_does_not_fit_a_cookie_says_so_and_keeps_the_old_one(client, stories):
    save(client, "world")
    slugs = [
        make_topic(f"{n} " + "".join(chr(0x4E00 + (n * 997 + k * 31) % 9000) for k in range(60))).slug
        for n in range(50)
    ]

    response = save(client, *slugs)

    assert "more topics than this browser can remember" in response.content.decode()
    assert feed(client)[0] == ["World"]


def test_feed_is_nobody_elses(client, stories):
    response = client.get("/my/")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_shared_pages_are_the_same_with_and_without_a_feed(client, stories):
    before = client.get("/news/").content
    save(client, "world")
    client.get("/my/")

    assert client.get("/news/").content == before


def test_feed_takes_the_same_queries_for_one_story_and_for_twenty(client):
    world = make_section("World")
    make_article(section=world)
    save(client, "world")
    with CaptureQueriesContext(connection) as one:
        client.get("/my/")
    for _ in range(19):
        make_article(section=world)

    with CaptureQueriesContext(connection) as twenty:
        client.get("/my/")

    assert [query["sql"][:60] for query in twenty] == [query["sql"][:60] for query in one]
