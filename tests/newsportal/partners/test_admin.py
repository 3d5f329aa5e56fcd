"""Partners at the desk."""

import re

import pytest
from django.test import Client

from articles.models import OutsideLink
from newsportal.http import Response, TooSlow
from newsportal.partners import admin
from newsportal.partners.models import LinkCheck, PartnerItem, Source
from newsportal.partners.refreshing import refresh
from newsportal.partners.strip import newest_items
from tests.factories import make_article, make_topic, make_user
from tests.newsportal.partners.feeds import DAY, NOW, answering, failing, item, make_item, make_source, rss

pytestmark = pytest.mark.django_db

LIST, ADD, TRY = "/admin/partners/source/", "/admin/partners/source/add/", "/admin/partners/source/try/"
DESCRIBE = "/admin/partners/source/describe/"


def sign_in(client: Client, group: str) -> Client:
    client.force_login(make_user(group.lower().replace(" ", "-"), group=group))
    return client


@pytest.fixture
def chief(client):
    return sign_in(client, "Chief editor")


@pytest.fixture
def outside(monkeypatch):
    """What the door of the desk leads to."""

    def lead_to(fetch):
        monkeypatch.setattr(admin, "fetch", fetch)

    return lead_to


def fields(**changed) -> dict:
    return {
        "name": "Gazette",
        "slug": "gazette",
        "home_page": "",
        "feed_url": "https://gazette.example/rss",
        "language": "en",
        "topics": [],
        "items_kept": "20",
        "minutes": "30",
        "is_active": "on",
    } | changed


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_source_is_made_with_its_topics(chief):
    sea = make_topic("Sea")

    chief.post(ADD, fields(topics=[sea.pk], feed_url="gazette.example/rss"))

    source = Source.objects.get()
    assert (source.name, source.feed_url, list(source.topics.all())) == (
        "Gazette",
        "https://gazette.example/rss",
        [sea],
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("feed_url", "ftp://gazette.example/"),
        ("feed_url", "https://user:secret@gazette.example/"),
        ("feed_url", ""),
        ("home_page", "javascript:alert(1)"),
        ("language", "not a language"),
        ("items_kept", "0"),
        ("items_kept", "201"),
        ("minutes", "4"),
        ("topics", ["x"]),
        ("name", "\x00"),
    ],
)
def test_wrong_input_is_said_at_its_field_and_kept(chief, name, value):
    response = chief.post(ADD, fields(**{name: value}))

    assert list(response.context["adminform"].form.errors) == [name]
    assert Source.objects.count() == 0


def test_feed_is_read_for_one_source_only(chief):
    make_source("Courier", feed_url="https://gazette.example/rss")

    response = chief.post(ADD, fields())

    assert response.context["adminform"].form.errors == {"feed_url": ["“Courier” has this address already."]}


def test_sources_that_failed_are_found(chief):
    make_source("New")
    make_source("Good", answered_at=NOW)
    make_source("Failing", failures=2, answered_at=NOW, next_fetch_at=NOW + DAY)

    found = {
        query: [source.name for source in chief.get(LIST + query).context["cl"].result_list]
        for query in ("", "?answer=failing", "?answer=good")
    }

    assert found == {"": ["Failing", "Good", "New"], "?answer=failing": ["Failing"], "?answer=good": ["Good"]}


def test_another_address_is_asked_afresh_and_other_changes_are_not(chief):
    source = make_source("Gazette", slug="gazette", feed_url="https://gazette.example/rss")
    Source.objects.update(etag='"7"', failures=3, next_fetch_at=NOW, outcome="Failed.")
    address = f"{LIST}{source.pk}/change/"

    chief.post(address, fields(language="fr"))
    assert Source.objects.values_list("etag", "failures", "next_fetch_at").get() == ('"7"', 3, NOW)

    chief.post(address, fields(feed_url="https://gazette.example/atom"))
    assert Source.objects.values_list("etag", "failures", "next_fetch_at").get() == ("", 0, None)


@pytest.mark.parametrize("changed", [{"items_kept": "50"}, {"minutes": "5"}])
def test_other_numbers_hold_from_the_next_fetch_which_is_due_at_once(chief, changed):
    source = make_source("Gazette", slug="gazette", feed_url="https://gazette.example/rss", language="en")
    Source.objects.update(etag='"7"', last_modified="today", next_fetch_at=NOW + 7 * DAY)

    chief.post(f"{LIST}{source.pk}/change/", fields(**changed))

    assert Source.objects.values_list("etag", "last_modified", "next_fetch_at").get() == ("", "", None)


def test_list_shows_the_last_result_at_a_fixed_number_of_queries(chief, django_assert_max_num_queries):
    make_source("Gazette", outcome="3 items in the feed, 1 new.")
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(12) as queries:
            html = chief.get(LIST).content.decode()
        counts.append(len(queries))
        for _source in range(19):
            make_source(outcome="Failed.", failures=1)

    assert "3 items in the feed, 1 new." in html
    assert counts[0] == counts[1]


def test_fetch_now_reads_the_feed_and_says_what_came(chief, outside):
    source = make_source("Gazette")
    outside(answering(rss(item("a"))))

    response = chief.post(f"{LIST}{source.pk}/fetch/", follow=True)

    assert said(response) == ["Gazette: 1 item in the feed, 1 new."]
    assert [found.title for found in source.items.all()] == ["a"]


def test_fetch_now_of_several_tells_of_each(chief, outside):
    sources = [make_source("Gazette"), make_source("Courier")]
    outside(failing(TooSlow("They did not answer in time.")))

    data = {"action": "fetch_now", "_selected_action": [source.pk for source in sources]}
    response = chief.post(LIST, data, follow=True)

    assert sorted(said(response)) == ["Courier: They did not answer in time.", "Gazette: They did not answer in time."]


def test_fetch_now_of_a_source_that_is_not_there_is_not_found(chief):
    assert chief.post(f"{LIST}77/fetch/").status_code == 404


def test_trying_an_address_shows_its_items_and_stores_nothing(chief, outside):
    body = rss(
        "<title>The Gazette</title><link>https://gazette.example/</link>", item("a", title="Ships &lt;b&gt;sail")
    )
    outside(answering(body))

    html = chief.post(TRY, fields(feed_url="https://gazette.example/rss")).content.decode()

    assert re.findall(r'dir="auto">(.*?)</td>', html) == ["Ships sail"]
    link = (
        f"{ADD}?name=The+Gazette&amp;home_page=https%3A%2F%2Fgazette.example%2F"
        "&amp;feed_url=https%3A%2F%2Fgazette.example%2Frss"
    )
    assert f'href="{link}"' in html
    assert (Source.objects.count(), PartnerItem.objects.count()) == (0, 0)
    form = chief.get(link.replace("&amp;", "&")).content.decode()
    assert 'value="https://gazette.example/rss"' in form


def test_trying_a_home_page_shows_the_feeds_it_names(chief, outside):
    outside(answering(b'<html><head><link rel="alternate" type="application/rss+xml" title="All" href="/rss">'))

    html = chief.post(TRY, fields(feed_url=" ", home_page="https://gazette.example/")).content.decode()

    assert re.findall(r'name="feed_url" value="([^"]*)" *>Try', html) == ["https://gazette.example/rss"]


@pytest.mark.parametrize(
    ("address", "fetch", "problem"),
    [
        ("", answering(), "This field is required."),
        ("no address", answering(), "Enter a valid URL."),
        ("a.example/rss", failing(TooSlow("Too slow.")), "Too slow."),
        ("https://a.example/", answering(status=404), "The address answered with status 404."),
        ("https://a.example/", answering(b"<p>"), "neither RSS nor Atom nor JSON Feed"),
    ],
)
def test_trying_what_is_no_feed_says_why(chief, outside, address, fetch, problem):
    outside(fetch)

    response = chief.post(TRY, {"feed_url": address})

    assert (response.status_code, problem in response.content.decode()) == (200, True)


def test_sources_are_the_chief_editor_s(client, outside):
    outside(answering(rss(item("a"))))
    source = make_source()
    sign_in(client, "Editor")

    assert client.get(LIST).status_code == 200
    assert {
        address: client.post(address, fields()).status_code
        for address in (
            ADD,
            TRY,
            f"{LIST}{source.pk}/fetch/",
            f"{LIST}{source.pk}/change/",
            f"{LIST}{source.pk}/delete/",
        )
    } == dict.fromkeys(
        [ADD, TRY, f"{LIST}{source.pk}/fetch/", f"{LIST}{source.pk}/change/", f"{LIST}{source.pk}/delete/"], 403
    )
    assert PartnerItem.objects.count() == 0


def test_enter_in_the_form_of_a_source_saves_it(chief):
    source = make_source()

    for address in (ADD, f"{LIST}{source.pk}/change/"):
        [buttons] = re.findall(r'<form [^>]*id="source_form".*?</form>', chief.get(address).content.decode(), re.DOTALL)
        submits = re.findall(r'<(?:input|button)[^>]* type="submit"[^>]*>', buttons)
        assert 'name="_save"' in submits[0]  # the Enter key presses the first one
        assert sum("formaction" in submit for submit in submits) == (1 if address == ADD else 2)


def test_acts_are_no_links(chief):
    source = make_source()

    assert [chief.get(address).status_code for address in (TRY, DESCRIBE, f"{LIST}{source.pk}/fetch/")] == [405] * 3


def test_headline_of_a_partner_is_hidden_and_not_edited(client, outside):
    source = make_source()
    outside(answering(rss(item("awful"))))
    refresh(source, fetch=admin.fetch)
    found = source.items.get()
    sign_in(client, "Editor")

    client.post(f"/admin/partners/partneritem/{found.pk}/change/", {"title": "Mine", "is_hidden": "on"})
    refresh(source, fetch=admin.fetch)

    assert list(PartnerItem.objects.values_list("title", "is_hidden")) == [("awful", True)]
    assert (list(PartnerItem.objects.shown()), newest_items()) == ([], [])


def test_headlines_are_hidden_and_shown_together(client):
    items = [make_item(make_source(), "Awful"), make_item(make_source(), "Worse")]
    make_item(make_source(), "Good")
    sign_in(client, "Editor")
    chosen = {"_selected_action": [found.pk for found in items]}

    client.post("/admin/partners/partneritem/", {"action": "hide"} | chosen)
    assert [found.title for found in PartnerItem.objects.shown()] == ["Good"]

    client.post("/admin/partners/partneritem/", {"action": "show"} | chosen)
    assert PartnerItem.objects.shown().count() == 3


# In other media


def test_address_is_described_for_who_writes_a_story(client, outside):
    outside(answering(b'<html lang="fr"><title>Le port rouvre</title>'))
    sign_in(client, "Reporter")

    response = client.post(DESCRIBE, {"address": "www.courrier.example/port"})

    assert (response.status_code, response.json()) == (
        200,
        {"title": "Le port rouvre", "outlet": "courrier.example", "language": "fr"},
    )


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("", 400, "Enter a complete web address: https://…"),
        ("javascript:alert(1)", 400, "Enter a complete web address: https://…"),
        ("https://a.example/", 422, "Too slow."),
    ],
)
def test_what_cannot_be_described_is_said_in_words(client, outside, address, status, error):
    outside(failing(TooSlow("Too slow.")))
    sign_in(client, "Reporter")

    response = client.post(DESCRIBE, {"address": address})

    assert (response.status_code, response.json()) == (status, {"error": error})


def test_nobody_else_has_an_address_described(client, outside):
    asked = []
    outside(lambda url, **arguments: asked.append(url) or Response(status=200, url=url))
    client.force_login(make_user("staff", is_staff=True))
    own = client.post(DESCRIBE, {"address": "https://a.example/"}).status_code
    client.force_login(make_user("reader"))
    reader = client.post(DESCRIBE, {"address": "https://a.example/"}).status_code

    assert (own, reader, asked) == (403, 302, [])


def test_form_of_a_story_names_the_address_that_describes(client):
    sign_in(client, "Reporter")

    html = client.get("/admin/articles/article/add/").content.decode()

    assert f'data-url="{DESCRIBE}"' in html
    assert "desk/outside_link.js" in html


def make_check(name: str, failures: int) -> LinkCheck:
    link = OutsideLink.objects.create(
        article=make_article(f"Story of {name}"), outlet="Gazette", title=name, url=f"https://gazette.example/{name}"
    )
    return LinkCheck.objects.create(link=link, url=link.url, checked_at=NOW, failures=failures, problem="Gone.")


def stories(html: str) -> list[str]:
    return re.findall(r"Story of (\w+)", html)


def test_dead_links_are_listed_with_their_stories(client, django_assert_max_num_queries):
    make_check("fine", 0)
    make_check("once", 1)
    make_check("dead", 2)
    sign_in(client, "Reporter")
    address = "/admin/partners/linkcheck/"

    assert [
        stories(client.get(address + query).content.decode()) for query in ("", "?standing=dead", "?standing=once")
    ] == [
        ["dead", "once"],
        ["dead"],
        ["once"],
    ]
    with django_assert_max_num_queries(10) as few:
        client.get(address)
    for number in range(19):
        make_check(f"more{number}", 2)
    with django_assert_max_num_queries(10) as many:
        client.get(address)
    assert len(few) == len(many)


def test_link_that_was_mended_in_its_story_is_no_longer_listed(client):
    for name in ("mended", "dead"):
        make_check(name, 2)
    OutsideLink.objects.filter(title="mended").update(url="https://gazette.example/better")
    sign_in(client, "Reporter")

    assert stories(client.get("/admin/partners/linkcheck/").content.decode()) == ["dead"]


def test_story_is_deleted_with_what_was_found_about_its_links(chief):
    check = make_check("dead", 2)

    chief.post(f"/admin/articles/article/{check.link.article_id}/delete/", {"post": "yes"})

    assert (OutsideLink.objects.count(), LinkCheck.objects.count()) == (0, 0)


def test_source_is_deleted_with_its_items(chief):
    found = make_item(make_source(), published_at=NOW - DAY)

    chief.post(f"{LIST}{found.source_id}/delete/", {"post": "yes"})

    assert (Source.objects.count(), PartnerItem.objects.count()) == (0, 0)
