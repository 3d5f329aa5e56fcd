"""Stories saved for later: the button on an article, the list, and what it does with stories that are gone."""

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsportal.feeds import saving
from newsportal.feeds.models import SavedArticle
from newsportal.feeds.saving import save_for_later, saved_page
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = HERE | {"Accept": "application/json"}
NOW = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def reader(client):
    user = make_user()
    client.force_login(user)
    return user


def send(client, *, headers=HERE, **form):
    return client.post("/my/saved/", form, headers=headers)


def saved_by(user) -> list[str]:
    return [article.headline for article in saved_page(user).articles]


def lay_aside(user, *articles) -> None:
    """Save the articles, each a minute after the one before."""
    for minute, article in enumerate(articles):
        save_for_later(user, article, now=NOW + datetime.timedelta(minutes=minute))


def test_saved_story_comes_back_to_its_page_with_a_note(client, reader):
    story = make_article("Story")

    saved = send(client, save=story.pk, next=story.get_absolute_url())
    kept = saved_by(reader)
    removed = send(client, remove=story.pk, next=story.get_absolute_url())

    assert (saved.status_code, saved.headers["Location"]) == (303, story.get_absolute_url() + "#saved")
    assert (kept, saved_by(reader)) == (["Story"], [])
    assert removed.headers["Location"] == story.get_absolute_url() + "#unsaved"
    html = client.get(story.get_absolute_url()).content.decode()
    assert [name in html for name in ('id="saved"', 'id="unsaved"', f'name="save" value="{story.pk}"')] == [True] * 3


def test_list_shows_the_last_saved_first(client, reader):
    lay_aside(reader, make_article("First", hours_ago=1), make_article("Second", hours_ago=3), make_article("Third"))
    make_article("Not saved")
    lay_aside(make_user("other"), make_article("Another's"))

    page = client.get("/my/saved/").context["page"]

    assert [article.headline for article in page.articles] == ["Third", "Second", "First"]


def test_list_goes_on_to_its_end(client, reader):
    lay_aside(reader, *(make_article(f"Story {n:02}") for n in range(45)))
    # Saved in one moment: the id decides.
    SavedArticle.objects.filter(user=reader, saved_at__gte=NOW + datetime.timedelta(minutes=20)).update(saved_at=NOW)

    seen, address = [], "/my/saved/"
    while address:
        response = client.get(address)
        seen.append([article.pk for article in response.context["page"].articles])
        match = re.search(r'href="(\?before=[^"]+)" rel="next"', response.content.decode())
        address = match and "/my/saved/" + match[1]

    expected = (
        SavedArticle.objects.filter(user=reader).order_by("-saved_at", "-article").values_list("article", flat=True)
    )
    assert [len(page) for page in seen] == [20, 20, 5]
    assert sum(seen, []) == list(expected)


def test_withdrawn_stories_are_counted_and_can_be_taken_out(client, reader):
    gone, ended, kept = make_article("Gone"), make_article("Ended"), make_article("Kept")
    lay_aside(reader, gone, ended, kept)
    gone.status = "withdrawn"
    gone.save()
    ended.withdraw_at = timezone.now()
    ended.save()

    html = client.get("/my/saved/").content.decode()
    response = client.post("/my/saved/", {"clear": "gone"}, headers=HERE, follow=True)

    assert "2 stories you saved were withdrawn." in html
    assert ("Gone" in html, "Ended" in html, "Kept" in html) == (False, False, True)
    assert [str(message) for message in response.context["messages"]] == ["2 stories were taken out."]
    assert list(SavedArticle.objects.values_list("article__headline", flat=True)) == ["Kept"]


def test_saving_twice_says_so_and_keeps_its_place(client, reader):
    first, second = make_article("First"), make_article("Second")
    lay_aside(reader, first, second)

    said = send(client, headers=SCRIPT, save=first.pk).json()

    assert said == {"said": "The story was saved already.", "state": "saved"}
    assert saved_by(reader) == ["Second", "First"]


def test_script_is_told_what_happened(client, reader):
    story = make_article()

    answers = [
        send(client, headers=SCRIPT, save=story.pk),
        send(client, headers=SCRIPT, remove=story.pk),
        send(client, headers=SCRIPT, remove=story.pk),
    ]

    assert [answer.json() for answer in answers] == [
        {"said": "The story is saved.", "state": "saved"},
        {"said": "The story is no longer saved.", "state": "none"},
        {"said": "The story was not saved.", "state": "none"},
    ]


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "withdrawn"}, {"hours_ago": -5}])
def test_only_published_stories_can_be_saved(client, reader, fields):
    hidden = make_article(**fields)

    assert send(client, save=hidden.pk).status_code == 404
    assert SavedArticle.objects.count() == 0


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "٣", "1e3", "9" * 18, "9" * 40, "\x00", "999999"])
def test_numbers_of_no_story_are_not_found(client, reader, value):
    assert send(client, save=value).status_code == 404
    assert send(client, remove=value).status_code == 303
    assert client.get("/my/saved/", {"save": value}).status_code == 200


def test_account_keeps_so_many_stories_and_no_more(client, reader, monkeypatch):
    monkeypatch.setattr(saving, "MOST_SAVED", 2)
    lay_aside(reader, make_article("First"), make_article("Second"))
    third = make_article("Third")

    response = client.post("/my/saved/", {"save": third.pk}, headers=HERE, follow=True)
    answer = send(client, headers=SCRIPT, save=third.pk)

    said = "An account keeps up to 2 stories: take some out first."
    assert [str(message) for message in response.context["messages"]] == [said]
    assert (answer.status_code, answer.json()) == (400, {"said": said})
    assert saved_by(reader) == ["Second", "First"]


def test_reader_without_an_account_signs_in_and_saves_with_one_more_click(client):
    story, user = make_article("Story"), make_user()

    sent = send(client, save=story.pk, next=story.get_absolute_url())
    back = parse_qs(urlsplit(sent.headers["Location"]).query)["next"][0]
    client.force_login(user)
    html = client.get(back).content.decode()

    assert (sent.status_code, back) == (303, f"/my/saved/?save={story.pk}")
    assert "Save “Story” for later?" in html
    assert saved_by(user) == []
    assert send(client, save=story.pk).headers["Location"] == "/my/saved/"
    assert saved_by(user) == ["Story"]
    assert "for later?" not in client.get(back).content.decode()


def test_script_of_a_reader_without_an_account_is_sent_to_the_sign_in(client):
    story = make_article()

    response = send(client, headers=SCRIPT, save=story.pk)

    assert (response.status_code, list(response.json())) == (200, ["go"])
    assert parse_qs(urlsplit(response.json()["go"]).query) == {"next": [f"/my/saved/?save={story.pk}"]}


def test_list_asks_who_reads_it(client):
    response = client.get("/my/saved/?before=1-1")

    assert response.status_code == 302
    assert parse_qs(urlsplit(response.headers["Location"]).query) == {"next": ["/my/saved/?before=1-1"]}


def test_forms_of_the_list_hold_a_token_and_need_one_where_the_browser_is_silent(reader):
    story = make_article()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reader)
    lay_aside(reader, story)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get("/my/saved/").content.decode())[1]

    forged = browser.post("/my/saved/", {"remove": story.pk, "csrfmiddlewaretoken": "x" * 64})
    after_forged = saved_by(reader)
    browser.post("/my/saved/", {"remove": story.pk, "csrfmiddlewaretoken": token})

    assert (forged.status_code, len(after_forged), saved_by(reader)) == (403, 1, [])


def test_list_takes_the_same_queries_for_one_story_and_for_twenty(client, reader):
    lay_aside(reader, make_article())
    client.get("/my/saved/")  # what pages share is kept from here on
    with CaptureQueriesContext(connection) as one:
        client.get("/my/saved/")
    lay_aside(reader, *(make_article() for _ in range(19)))

    with CaptureQueriesContext(connection) as twenty:
        response = client.get("/my/saved/")

    assert len(response.context["page"].articles) == 20
    assert len(twenty) == len(one)
