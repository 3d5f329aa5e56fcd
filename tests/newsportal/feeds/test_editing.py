import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsportal.feeds.cookie import rules_in_cookie
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice, Rules
from newsportal.feeds.views import editing
from tests.factories import make_article, make_author, make_section, make_topic, make_user
from topics.models import Topic

pytestmark = pytest.mark.django_db
WORLD = Rules(Choice(topics=("world",)))


@pytest.fixture(autouse=True)
def stories():
    world, sport = make_section("World"), make_section("Sport")
    make_article("Grain leaves port", topics=[world], section=world, tags=["Harbour"], hours_ago=1)
    make_article("Sailors race", topics=[sport, world], section=sport, hours_ago=2)
    make_article("Cup final", topics=[sport], section=sport, authors=[make_author("Ada Reed")], hours_ago=3)
    make_article("Old treaty", topics=[world], section=world, hours_ago=24 * 8)


@pytest.fixture
def reader(client):
    user = make_user()
    client.force_login(user)
    return user


def rules_of(client) -> Rules:
    """What the browser's cookie holds."""
    request = client.get("/my/").wsgi_request
    return rules_in_cookie(request)


def shown(response):
    preview = response.context["preview"]
    return preview.said, [(e.article.headline, e.why) for e in preview.shows + preview.mutes]


def test_anonymous_reader_saves_rules_and_reads_the_feed(client):
    response = client.post("/my/edit/", {"topic": ["world"], "mute_words": "grain"}, follow=True)

    assert response.redirect_chain == [("/my/", 303)]
    assert "Saved: the feed has 2 rules." in response.content.decode()
    assert rules_of(client) == Rules(Choice(("world",)), Choice(words=("grain",)))
    assert [article.headline for article in response.context["page"].articles] == ["Sailors race", "Old treaty"]


def test_saving_no_rules_empties_the_feed(client):
    client.post("/my/edit/", {"topic": ["world"]})

    response = client.post("/my/edit/", {}, follow=True)

    assert "Saved: the feed has no rules now, and is empty." in response.content.decode()
    assert rules_of(client) == Rules()


def test_preview_counts_shows_and_says_why_and_keeps_nothing(client):
    response = client.post("/my/edit/", {"topic": ["world"], "words": "grain", "mute_topic": ["sport"], "preview": "1"})

    assert response.status_code == 200
    assert shown(response) == (
        "In the last 7 days this shows 1 of 3 stories.",
        [("Grain leaves port", "World, matches “grain”"), ("Sailors race", "muted: Sport")],
    )
    assert response.context["form"]["words"].value() == "grain"
    assert rules_of(client) == Rules()


def test_preview_of_mutes_alone_says_that_all_else_is_shown(client):
    response = client.post("/my/preview/", {"mute_words": "cup"})

    assert shown(response) == (
        "In the last 7 days this shows 2 of 3 stories.",
        [("Grain leaves port", "not muted"), ("Sailors race", "not muted"), ("Cup final", "muted: “cup”")],
    )
    assert "all news but what it never shows" in response.content.decode()


def test_live_preview_is_the_same_and_keeps_nothing(client, reader):
    feed = create_feed(reader, name="Mine", rules=WORLD)
    sent = {"name": "Mine", "topic": ["sport"], "words": "grain"}

    live = client.post("/my/preview/", sent)
    page = client.post("/my/edit/", {**sent, "preview": "1"})

    assert shown(live) == shown(page)
    assert "<html" not in live.content.decode()
    assert live.headers["Cache-Control"] == "private, no-store"
    feed.refresh_from_db()
    assert feed.rules == WORLD


def test_live_preview_understands_the_rest_when_something_is_wrong(client):
    response = client.post("/my/preview/", {"topic": ["world"], "tags": "Harbor"})

    assert "No tag is called “Harbor”. Did you mean “Harbour”?" in response.content.decode()
    assert shown(response)[0] == "In the last 7 days this shows 2 of 3 stories."


def test_preview_agrees_with_the_feed(client):
    sent = {"topic": ["sport"], "tags": "harbour", "mute_authors": "Ada Reed"}
    previewed = [headline for headline, why in shown(client.post("/my/preview/", sent))[1] if "muted:" not in why]

    page = client.post("/my/edit/", sent, follow=True).context["page"]

    assert [article.headline for article in page.articles] == previewed == ["Grain leaves port", "Sailors race"]


def test_editor_shows_what_a_feed_shows_now(client):
    client.post("/my/edit/", {"topic": ["world"], "tags": "harbour"})

    response = client.get("/my/edit/")

    assert response.context["form"]["tags"].value() == "Harbour"
    assert response.context["ticked"]["topic"] == [Topic.objects.get(slug="world")]
    assert shown(response)[0] == "In the last 7 days this shows 2 of 3 stories."


def test_what_was_typed_stays_when_something_is_wrong(client):
    response = client.post("/my/edit/", {"topic": ["world"], "tags": "Harbor", "words": "two words"})
    html = response.content.decode()

    assert response.status_code == 200
    assert 'value="world" checked' in html
    assert "Harbor</textarea>" in html
    assert "two words</textarea>" in html
    assert rules_of(client) == Rules()


def test_feed_larger_than_a_cookie_asks_for_an_account_and_loses_nothing(client):
    words = "\n".join("".join(chr(0x4E00 + (n * 997 + k * 31) % 9000) for k in range(60)) for n in range(60))
    client.post("/my/edit/", {"topic": ["world"]})

    response = client.post("/my/edit/", {"words": words})

    assert "more rules than this browser can remember" in response.content.decode()
    assert response.context["form"]["words"].value() == words
    assert rules_of(client) == WORLD


@pytest.mark.parametrize("size", [200_000, 6_000_000])
def test_absurd_sizes_are_answered(client, size):
    response = client.post("/my/edit/", {"words": "x" * size})

    assert (response.status_code, "<h1" in response.content.decode()) == (200 if size < 5_000_000 else 400, True)


def test_topic_without_stories_keeps_its_box(client):
    make_topic("Silence")
    client.post("/my/edit/", {"topic": ["silence", "world"]})

    html = client.get("/my/edit/").content.decode()

    assert 'name="topic" value="silence" checked' in html
    assert 'name="mute_topic" value="silence"' not in html


def test_rules_whose_topic_is_gone_are_named_kept_and_taken_out(client, reader):
    gone = Rules(Choice(("world", "gone")), Choice(tags=("nothing",)))
    feed = create_feed(reader, name="Mine", rules=gone)
    html = client.get("/my/edit/").content.decode()
    assert 'name="topic" value="gone" checked' in html
    assert "nothing</textarea>" in html

    client.post("/my/edit/", {"name": "Mine", "topic": ["world", "gone"], "mute_tags": "nothing"})
    feed.refresh_from_db()
    assert feed.rules == gone

    response = client.post("/my/edit/", {"forget": "1"}, follow=True)
    feed.refresh_from_db()
    assert feed.rules == WORLD
    assert "What is no longer there was taken out of your feed." in response.content.decode()


def test_feed_of_an_account_is_saved_under_its_new_name(client, reader):
    create_feed(reader, name="First", rules=WORLD)
    feed = create_feed(reader, name="Second", rules=WORLD)

    response = client.post("/my/second/edit/", {"name": "Sport only", "topic": ["sport"]}, follow=True)

    feed.refresh_from_db()
    assert response.redirect_chain == [("/my/sport-only/", 303)]
    assert (feed.name, feed.slug, feed.rules) == ("Sport only", "sport-only", Rules(Choice(("sport",))))


def test_first_feed_of_an_account_is_made_by_saving_it(client, reader):
    client.post("/my/edit/", {"name": "Mine", "topic": ["world"]})

    assert list(Feed.objects.values_list("name", "slug", "is_default")) == [("Mine", "mine", True)]


def test_feeds_of_others_are_not_there(client, reader):
    create_feed(make_user("other"), name="Secret", rules=WORLD)

    assert [client.get("/my/secret/edit/").status_code, client.post("/my/secret/edit/", {}).status_code] == [404, 404]


def test_forms_need_their_token(client):
    strict = Client(enforce_csrf_checks=True)

    assert [strict.post(f"/my/{page}/", {"topic": ["world"]}).status_code for page in ("edit", "preview")] == [403, 403]


def test_names_are_offered(client):
    assert client.get("/my/names/?kind=tag&q=HAR").json() == {"names": ["Harbour"]}
    assert client.get("/my/names/?kind=author&q=ada r").json() == {"names": ["Ada Reed"]}


@pytest.mark.parametrize("query", ["", "?kind=tag", "?kind=user&q=a", "?kind=tag&q=%00", "?q=har", "?kind=words&q=a"])
def test_odd_questions_for_names_find_none(client, query):
    assert client.get(f"/my/names/{query}").json() == {"names": []}


def test_editor_takes_the_same_queries_for_one_rule_and_for_twenty(client, reader):
    make_article(tags=[f"Tag {number}" for number in range(20)])
    feed = create_feed(reader, name="Mine", rules=Rules(Choice(("world",), ("tag-0",))))
    client.get("/my/edit/")
    with CaptureQueriesContext(connection) as one:
        client.get("/my/edit/")
    feed.rules = Rules(Choice(("world",), tuple(f"tag-{number}" for number in range(20))))
    feed.save()

    with CaptureQueriesContext(connection) as twenty:
        client.get("/my/edit/")

    assert len(twenty) == len(one)


def test_taking_out_what_is_gone_loses_no_rule_of_another_window(client, reader, monkeypatch):
    feed = create_feed(reader, name="My feed", rules=Rules(Choice(topics=("world",), tags=("gone",))))

    def found_and_changed_elsewhere(request, slug=None):
        found = Feed.objects.get(pk=feed.pk)
        Feed.objects.filter(pk=feed.pk).update(rules=Rules(Choice(topics=("world", "sport"), tags=("gone",))))
        return found

    monkeypatch.setattr(editing, "feed_of", found_and_changed_elsewhere)
    client.post("/my/edit/", {"forget": "1"})

    feed.refresh_from_db()
    assert feed.rules == Rules(Choice(topics=("world", "sport")))


def test_previews_without_end_are_asked_to_wait(client, monkeypatch):
    monkeypatch.setattr("newsportal.feeds.views.editing.PREVIEWS_A_MINUTE", 2)

    answers = [client.post("/my/preview/", {"mute_words": "cup"}).status_code for _ in range(3)]

    assert answers == [200, 200, 429]
