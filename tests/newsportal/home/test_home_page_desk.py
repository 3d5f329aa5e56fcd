"""The desk's page of the home page: what it shows, and what its forms do."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin.moments import said_moment
from articles.models import Article, EditorialAct, Status
from newsportal.home.models import HomePage, Placement
from newsportal.home.placing import move, place
from tests.articles.admin.desk import moment_fields, said, sign_in
from tests.factories import make_article, make_photo, make_section, make_user
from tests.newsportal.home.test_front import moved_from_now
from tests.newsportal.home.test_placing import in_slots

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def anna():
    return make_user("anna", group="Editor")


@pytest.fixture
def editor(anna):
    return sign_in(anna)


@pytest.fixture
def reporter():
    return sign_in(make_user("rita", group="Reporter"))


def address(**query) -> str:
    return reverse("admin:home_placement_changelist", query=query)


def seen() -> int:
    page = HomePage.objects.first()
    return page.changes if page else 0


def send(client, act, story, *, query=None, **fields):
    data = {"act": act, "article": story.pk, "seen": seen()} | fields
    return client.post(address(**query or {}), data, follow=True)


def slots(response) -> list[str]:
    """What the page says of each slot, without its buttons."""
    found = re.findall(r'<li class="slot".*?</li>', response.content.decode(), re.DOTALL)
    without = (
        re.sub(r"<(form|button|a class=\"button\").*?</\1>|<a class.*?</a>", "", part, flags=re.S) for part in found
    )
    return [" ".join(re.sub(r"<[^>]*>", " ", part).replace("⠿", "").split()) for part in without]


def test_page_shows_each_slot_with_who_placed_the_story_since_when_and_until_when(editor, anna):
    placed, streamed = make_article("Placed", hours_ago=5), make_article("Streamed", lead_photo=make_photo())
    end = timezone.now() + HOUR
    place(placed, slot=1, by=anna, until=end)
    since = Placement.objects.get().placed_at

    response = editor.get(address())

    assert slots(response)[:3] == [
        f"Lead Streamed From the stream · {said_moment(streamed.published_at)}",
        f"Top 1 Placed Placed {said_moment(since)} · anna · until {said_moment(end)}",
        "Top 2 There are not enough stories to fill this slot.",
    ]
    assert f"/media/{streamed.lead_photo.digest}/" in response.content.decode()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"status": Status.WITHDRAWN}, "withdrawn"),
        ({"status": Status.RETRACTED}, "retracted"),
        ({"published_at": HOUR}, "scheduled"),
        ({"withdraw_at": datetime.timedelta(seconds=-1)}, "ended"),
    ],
)
def test_page_says_why_readers_do_not_see_what_was_placed(editor, change, word):
    placed, _streamed = make_article("Placed"), make_article("Streamed")
    place(placed, slot=0)
    Article.objects.filter(pk=placed.pk).update(**moved_from_now(change))

    [lead, *_rest] = slots(editor.get(address()))

    sentence = f"“Placed” is {word}: readers do not see it, and the stream fills the slot."
    assert lead.startswith(f"Lead {sentence} Streamed From the stream")
    assert said(send(editor, "remove", placed)) == ["“Placed” is removed: the stream fills the slot."]


def test_page_says_that_a_placement_has_ended(editor):
    placed = make_article("Placed")
    place(placed, slot=0)
    end = timezone.now() - datetime.timedelta(seconds=1)
    Placement.objects.update(until=end)

    [lead, *_rest] = slots(editor.get(address()))

    assert lead.startswith(f"Lead “Placed” stood here until {said_moment(end)}. Placed From the stream")


def test_story_is_placed_moved_given_an_end_and_removed(editor, anna):
    story = make_article("A")
    end = (timezone.now() + HOUR).replace(microsecond=0)

    answers = [
        send(editor, "place", story, slot=2),
        send(editor, "move", story, to=1),
        send(editor, "end", story, **moment_fields(end, "until")),
    ]
    row = Placement.objects.get()
    answers.append(send(editor, "remove", story))

    assert [said(answer) for answer in answers] == [
        ["“A” stands in this slot now: Top 2."],
        ["“A” stands in this slot now: Top 1."],
        [f"“A” stands until {said_moment(end)}."],
        ["“A” is removed: the stream fills the slot."],
    ]
    assert (row.slot, row.until, row.placed_by) == (1, end, anna)
    assert not Placement.objects.exists()
    assert list(EditorialAct.objects.order_by("pk").values_list("act", "article", "by")) == [
        (f"{act}_home_page", story.pk, anna.pk) for act in ("place_on", "move_on", "set_end_on", "take_off")
    ]


def test_editor_is_told_whose_slot_was_taken(editor):
    place(make_article("Old"), slot=0)

    response = send(editor, "place", make_article("New"), slot=0)

    assert said(response) == ["“New” stands in this slot now: Lead. “Old” has left the slot."]


def test_second_of_two_editors_is_told_and_keeps_what_was_typed(editor):
    otto, story = make_user("otto", group="Editor"), make_article("A")
    place(story, slot=0)
    old = seen()
    move(story.pk, to=3, by=otto, seen=old)
    when = HomePage.objects.get().changed_at
    end = timezone.now() + HOUR

    response = send(editor, "end", story, seen=old, **moment_fields(end, "until"))

    assert response.status_code == 409
    assert said(response) == [
        f"otto changed the home page at {said_moment(when)}, after you had opened it: nothing was done. It stands as "
        "it is now. Please look, and do it again."
    ]
    assert f'value="{timezone.localtime(end):%H:%M:%S}"' in response.content.decode()
    assert f'name="seen" value="{old + 1}"' in response.content.decode()
    assert (in_slots(), Placement.objects.get().until) == ([None, None, None, "A", None], None)


def test_end_that_has_passed_is_refused_beside_its_field(editor):
    story = make_article("A")
    place(story, slot=0)
    typed = moment_fields(timezone.now() - HOUR, "until")

    responses = [send(editor, "end", story, **typed), send(editor, "end", story, until_0="soon", until_1="12:00")]

    assert [response.status_code for response in responses] == [400, 400]
    assert [response.context["end_form"].errors["until"] for response in responses] == [
        ["This moment has passed. To take the story off the slot now, remove it."],
        ["Enter a valid date."],
    ]
    assert typed["until_1"] in responses[0].content.decode()
    assert Placement.objects.get().until is None


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "place", "slot": "9"},
        {"act": "place", "slot": "x"},
        {"act": "place"},
        {"act": "move", "to": "-1"},
        {"act": "remove", "seen": "\x00"},
        {"act": "remove", "article": "9" * 30},
        {"act": "remove", "article": ""},
        {"act": "destroy"},
        {"act": ""},
        {"act": "end", "article": "0"},
    ],
)
def test_crafted_forms_get_a_message_and_do_nothing(editor, fields):
    story = make_article("A")
    place(story, slot=0)

    response = send(editor, story=story, **fields)

    assert (response.status_code, said(response)) == (400, ["This form was not complete: nothing was done."])
    assert in_slots() == ["A", None, None, None, None]


def test_story_that_is_gone_or_not_published_is_not_placed(editor):
    draft = make_article("Draft", status=Status.DRAFT)
    gone = Article(pk=draft.pk + 1000)

    assert said(send(editor, "place", draft, slot=0)) == ["“Draft” is not published: readers would not see it."]
    assert said(send(editor, "place", gone, slot=0)) == ["There is no such story any more."]
    assert not Placement.objects.exists()


def offered(response) -> list[tuple]:
    return [(offer.article.headline, offer.place, offer.is_placed) for offer in response.context["offers"]]


def test_newest_published_stories_are_offered_with_where_they_stand(editor):
    section = make_section("World")
    stories = [make_article(f"Story {n}", section=section, hours_ago=n + 1) for n in range(25)]
    make_article("Draft", status=Status.DRAFT)
    make_article("Scheduled", published_at=timezone.now() + HOUR)
    place(stories[3], slot=0)

    found = offered(editor.get(address()))

    assert len(found) == 20
    assert [found[n] for n in (0, 3, 5, 19)] == [
        ("Story 0", "Top 1", False),
        ("Story 3", "Lead", True),
        ("Story 5", "The latest", False),
        ("Story 19", "World", False),
    ]


def test_stories_are_searched_and_the_search_stays_when_one_is_placed(editor):
    make_article("Ships wait")
    harbour = make_article("Harbour opens")
    make_article("Harbour draft", status=Status.DRAFT)

    response = send(editor, "place", harbour, slot=0, query={"q": "harbour", "end": harbour.pk})

    assert [headline for headline, *_rest in offered(response)] == ["Harbour opens"]
    assert response.request["QUERY_STRING"] == "q=harbour"
    assert [headline for headline, *_rest in offered(editor.get(address(q=harbour.pk)))] == ["Harbour opens"]
    assert offered(editor.get(address(q="zebra"))) == []


@pytest.mark.parametrize("query", [{"q": "\x00"}, {"q": '"'}, {"q": "x" * 3000}, {"end": "x"}, {"end": "9" * 40}])
def test_crafted_addresses_open_the_page(editor, query):
    make_article()

    assert editor.get(address(**query)).status_code == 200


def test_reporter_sees_the_page_and_changes_nothing(reporter):
    story = make_article("A")
    place(story, slot=0)

    page = reporter.get(address(end=story.pk)).content.decode()
    answers = [send(reporter, act, story, slot=1, to=1).status_code for act in ("place", "move", "remove", "end", "x")]

    assert "From the stream" not in page
    assert "no end" in page
    assert re.findall(r'<form method="post"(?! action="/admin/logout/")(?!.*?logout)', page) == []
    assert answers == [403] * 5
    assert in_slots() == ["A", None, None, None, None]


def test_placed_story_can_be_deleted_by_whoever_may_delete_stories():
    chief, story = sign_in(make_user("kim", group="Chief editor")), make_article("A")
    place(story, slot=0)

    chief.post(reverse("admin:articles_article_delete", args=[story.pk]), {"post": "yes"})

    assert (Article.objects.count(), Placement.objects.count()) == (0, 0)


def test_others_do_not_see_the_page(client):
    staff = sign_in(make_user("new", is_staff=True))
    client.force_login(make_user("reader"))

    assert staff.get(address()).status_code == 403
    assert staff.post(address(), {"act": "remove"}).status_code == 403
    assert client.get(address()).status_code == 302


def test_page_costs_the_same_with_one_story_and_with_many(editor):
    section = make_section("World")
    stories = [make_article(section=section, lead_photo=make_photo()) for _n in range(40)]
    place(stories[0], slot=0, by=make_user("one"))
    editor.get(address())  # what pages keep is read once
    with CaptureQueriesContext(connection) as few:
        editor.get(address())
    for n in range(5):
        place(stories[n], slot=n, by=make_user(f"user{n}"))
    for _n in range(20):
        make_article(section=section, lead_photo=make_photo())
    editor.get(address())
    with CaptureQueriesContext(connection) as many:
        editor.get(address())

    assert len(few) == len(many) <= 13


def test_story_leads_to_the_page_where_it_is_placed(editor, reporter):
    story, draft = make_article(), make_article(status=Status.DRAFT)

    def links(client, article) -> bool:
        page = client.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
        return f'href="{address(q=article.pk)}"' in page

    assert (links(editor, story), links(editor, draft), links(reporter, story)) == (True, False, False)
