"""The breaking bar at the desk: announced, corrected, ended, and by whom."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import EditorialAct, Status
from newsportal.home.breaking import announce
from newsportal.home.models import BreakingBar
from tests.articles.admin.desk import errors, moment_fields, said, sign_in
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
ADD, LIST = "admin:home_breakingbar_add", "admin:home_breakingbar_changelist"


@pytest.fixture
def anna():
    return make_user("anna", group="Editor")


@pytest.fixture
def editor(anna):
    return sign_in(anna)


def fields(**values) -> dict:
    typed = {"text": "Strait closed", "article": "", "address": ""}
    return typed | moment_fields(timezone.now() + 2 * HOUR, "until") | values


def change(client, bar, **values):
    return client.post(reverse("admin:home_breakingbar_change", args=[bar.pk]), fields(**values), follow=True)


def end(client, bar):
    return client.post(reverse("admin:home_breakingbar_end", args=[bar.pk]), follow=True)


@pytest.fixture
def bar(anna):
    bar = BreakingBar(text="Strait closed", until=timezone.now() + HOUR)
    announce(bar, by=anna)
    return bar


def test_form_proposes_an_end_in_two_hours(editor):
    form = editor.get(reverse(ADD)).context["adminform"].form

    assert abs(form.initial["until"] - timezone.now() - 2 * HOUR) < datetime.timedelta(minutes=1)


def test_bar_is_announced_with_its_link_and_written_down(editor, anna):
    story = make_article()

    response = editor.post(reverse(ADD), fields(text="  Strait \n closed ", article=story.pk), follow=True)

    bar = BreakingBar.objects.get()
    assert (bar.text, bar.article, bar.address, bar.announced_by) == ("Strait closed", story, "", anna)
    assert bar.is_running()
    assert said(response) == ["The breaking bar stands over every page now."]
    assert list(EditorialAct.objects.values_list("act", "kind", "name", "by")) == [
        ("add", "home.breakingbar", "Strait closed", anna.pk)
    ]


@pytest.mark.parametrize(
    "address", ["/topics/world/", "http://127.0.0.1:8000/topics/world/", "/", "/news/?topic=world#x"]
)
def test_bar_may_lead_to_a_page_of_ours(editor, address):
    make_section("World")

    editor.post(reverse(ADD), fields(address=address))

    assert BreakingBar.objects.get().address == address


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"text": " "}, "text", "This field is required."),
        ({"text": "x" * 141}, "text", "Ensure this value has at most 140 characters (it has 141)."),
        ({"address": "https://elsewhere.example/"}, "address", "Enter an address of this site, beginning with “/”."),
        ({"address": "//elsewhere.example/"}, "address", "Enter an address of this site, beginning with “/”."),
        ({"address": "javascript:alert(1)"}, "address", "Enter an address of this site, beginning with “/”."),
        ({"address": "/nowhere/at/all/"}, "address", "There is no such page."),
        ({"address": "/admin/"}, "address", "Readers cannot enter the desk."),
        ({"until_0": "", "until_1": ""}, "until", "This field is required."),
        ({"until_0": "2020-01-01"}, "until", "This moment has passed. To take the bar off now, end it."),
    ],
)
def test_bar_that_cannot_be_is_refused_beside_its_field(editor, typed, field, message):
    response = editor.post(reverse(ADD), fields(**typed))

    assert errors(response) == {field: [message]}
    assert not BreakingBar.objects.exists()


def test_bar_leads_to_one_place(editor):
    response = editor.post(reverse(ADD), fields(article=make_article().pk, address="/news/"))

    assert errors(response) == {"__all__": ["Give a story or an address, not both."]}


def test_bar_is_corrected_while_it_is_shown(editor, bar):
    change(editor, bar, text="Strait open")

    stored = BreakingBar.objects.get()
    assert (stored.text, stored.announced_at) == ("Strait open", bar.announced_at)


def test_bar_that_ended_while_it_was_corrected_is_not_revived_and_the_text_is_kept(editor, bar):
    BreakingBar.objects.update(until=timezone.now())

    response = change(editor, bar, text="Strait open")

    assert BreakingBar.objects.get().text == "Strait closed"
    assert said(response) == [
        "This breaking bar has ended meanwhile: nothing was changed. What you wrote can be announced anew."
    ]
    assert ">\nStrait open</textarea>" in response.content.decode()


def test_bar_is_ended_once(editor, anna, bar):
    answers = [end(editor, bar), end(editor, bar)]

    assert [said(answer) for answer in answers] == [
        ["The breaking bar is off all pages."],
        ["This breaking bar had ended already."],
    ]
    assert not BreakingBar.objects.get().is_running()
    assert list(EditorialAct.objects.values_list("act", "by")) == [("end", anna.pk)]


def test_bar_is_ended_by_post_alone_and_only_one_that_is_there(editor, bar):
    assert editor.get(reverse("admin:home_breakingbar_end", args=[bar.pk])).status_code == 405
    assert end(editor, BreakingBar(pk=bar.pk + 9)).status_code == 404
    assert BreakingBar.objects.get().is_running()


def test_list_says_which_bar_is_shown_and_where_it_leads(editor, bar):
    story = make_article("The story", status=Status.PUBLISHED)
    announce(BreakingBar(text="Strait open", until=timezone.now() + HOUR, article=story))

    text = editor.get(reverse(LIST)).content.decode()

    assert text.count("(shown now)") == 1
    assert text.index("Strait open") < text.index("The story") < text.index("Strait closed")


def test_list_costs_the_same_for_one_and_twenty(editor):
    counts = []
    for number in (1, 19):
        for n in range(number):
            announce(
                BreakingBar(text="x", until=timezone.now() + HOUR, article=make_article()),
                by=make_user(f"user{number}x{n}"),
            )
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse(LIST))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_reporter_reads_and_does_nothing(bar):
    reporter = sign_in(make_user("rita", group="Reporter"))
    address = reverse("admin:home_breakingbar_change", args=[bar.pk])

    seen = [reporter.get(reverse(LIST)), reporter.get(address)]
    refused = [
        reporter.get(reverse(ADD)),
        reporter.post(reverse(ADD), fields()),
        reporter.post(address, fields(text="x")),
        reporter.post(reverse("admin:home_breakingbar_delete", args=[bar.pk]), {"post": "yes"}),
        end(reporter, bar),
        end(reporter, BreakingBar(pk=999)),
    ]

    assert [answer.status_code for answer in seen] == [200, 200]
    assert [answer.status_code for answer in refused] == [403] * 6
    assert b"End now" not in reporter.get(reverse("admin:home_placement_changelist")).content
    assert [(b.text, b.is_running()) for b in BreakingBar.objects.all()] == [("Strait closed", True)]


def test_home_page_of_the_desk_shows_the_bar_and_its_buttons(editor, bar):
    page = editor.get(reverse("admin:home_placement_changelist")).content.decode()

    assert all(text in page for text in ("Strait closed", "anna", "Correct", "End now", "Announce"))
