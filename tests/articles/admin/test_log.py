"""The log at the desk: every act once, who reads it, how it is narrowed, and what goes into the file."""

import csv
import datetime
import io

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from articles.admin.page import DeskPage
from articles.audit import record
from articles.models import EditorialAct, Status
from tests.articles.admin.desk import add_article, change_article, sign_in
from tests.factories import make_article, make_author, make_photo, make_section, make_user

pytestmark = pytest.mark.django_db
LOG = reverse("admin:articles_editorialact_changelist")
EXPORT = reverse("admin:articles_editorialact_export")
DAY = datetime.timedelta(days=1)


@pytest.fixture
def anna():
    return make_user("anna", group="Editor", first_name="Anna", last_name="Roth")


@pytest.fixture
def editor(anna):
    return sign_in(anna)


def listed(response) -> list[str]:
    return [act.name for act in response.context["cl"].result_list]


def rows(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text)))


def written() -> list[tuple[str, str]]:
    return list(EditorialAct.objects.order_by("pk").values_list("act", "kind"))


def test_every_act_of_a_form_stands_there_once(editor):
    section = make_section()
    add_article(editor, section=section.pk)
    article = EditorialAct.objects.get().article
    stored = {"section": section.pk, "slug": article.slug, "headline": "Better"}
    stored |= {"language": article.language, "initial-language": article.language}
    change_article(editor, article, **stored)
    change_article(editor, article, button="_publish", **stored)

    assert written() == [
        ("add", "articles.article"),
        ("change", "articles.article"),
        ("publish", "articles.article"),
    ]
    assert set(EditorialAct.objects.values_list("by_name", flat=True)) == {"Anna Roth"}


def test_acts_on_other_things_stand_there_too(editor):
    author, photos = make_author("Ada"), [make_photo(), make_photo()]
    tag = Tag.objects.create(name="grain", slug="grain")
    address = reverse("admin:taggit_tag_change", args=[tag.pk])
    editor.post(address, {"name": "wheat", "slug": "grain"})
    address = reverse("admin:articles_photo_changelist")
    editor.post(address, {"action": "delete_selected", "_selected_action": [p.pk for p in photos], "post": "yes"})
    editor.post(reverse("admin:articles_author_change", args=[author.pk]), {"name": "Ada Reed", "slug": author.slug})

    assert written() == [
        ("change", "taggit.tag"),
        ("delete", "articles.photo"),
        ("delete", "articles.photo"),
        ("change", "articles.author"),
    ]


def test_every_page_of_the_desk_but_those_of_its_operators_writes_there():
    own = {"home.Placement"}  # whose acts write there themselves
    others = {model._meta.label for model, page in admin.site._registry.items() if not isinstance(page, DeskPage)}

    assert others - own == {"accounts.User", "auth.Group", "schedule.Job"}


def test_list_says_who_did_what_to_what_with_the_note(editor, anna):
    gone = make_article("Gone")
    record("delete", gone, by=anna)
    record("send_back", make_article("Harbour"), by=anna, note="Whose <harbour>?")
    record("publish", make_article("Bread"), by=anna, details={"from": "draft"})
    record("withdraw", make_article("Rain"), by=None)

    page = editor.get(LOG).content.decode()

    assert "Whose &lt;harbour&gt;?" in page
    assert "Anna Roth" in page
    assert "the site" in page
    assert "Without having been approved." in page
    assert f'/admin/articles/article/{gone.pk}/change/"' not in page


def test_log_is_narrowed_by_story_act_person_and_days(editor, anna):
    otto = make_user("otto", group="Reporter")
    today = timezone.localtime().replace(hour=12)
    old = record("submit", make_article("Old", pk=777_001), by=otto, note="Figures checked")
    EditorialAct.objects.filter(pk=old.pk).update(at=today - 3 * DAY)
    record("approve", make_article("New"), by=anna)
    day = f"{today - 3 * DAY:%Y-%m-%d}"

    narrowed = {
        query: listed(editor.get(f"{LOG}?{query}"))
        for query in (
            *("q=777001", "q=old", "q=figures+checked", "q=anna", "q=anna+old", "q=%00", "q=none"),
            *("act=approve", "act=nonsense", f"by={otto.pk}", "by=x"),
            *(f"from={today:%Y-%m-%d}", f"until={day}", f"from={day}&until={day}", "from=2026-02-31", "until=x"),
            *("until=9999-12-31", "from=0001-01-01"),
        )
    }

    assert narrowed == {
        "q=777001": ["Old"],
        "q=old": ["Old"],
        "q=figures+checked": ["Old"],
        "q=anna": ["New"],
        "q=anna+old": [],
        "q=%00": ["New", "Old"],
        "q=none": [],
        "act=approve": ["New"],
        "act=nonsense": [],
        f"by={otto.pk}": ["Old"],
        "by=x": [],
        f"from={today:%Y-%m-%d}": ["New"],
        f"until={day}": ["Old"],
        f"from={day}&until={day}": ["Old"],
        "from=2026-02-31": ["New", "Old"],
        "until=x": ["New", "Old"],
        "until=9999-12-31": ["New", "Old"],
        "from=0001-01-01": ["New", "Old"],
    }
    assert "This is no day of the calendar." in editor.get(f"{LOG}?from=2026-02-31").content.decode()


def test_file_holds_what_the_list_is_narrowed_to_and_no_formula(editor, anna):
    record("approve", make_article("=HYPERLINK(1)"), by=anna, note="@all")
    record("submit", make_article("Other"), by=anna)

    response = editor.get(f"{EXPORT}?act=approve")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, *found = rows(response)
    assert head == ["at", "act", "kind", "number", "what", "by", "note", "details"]
    assert [row[1:3] + row[4:] for row in found] == [
        ["approve", "articles.article", "'=HYPERLINK(1)", "Anna Roth", "'@all", ""]
    ]
    assert editor.get(f"{EXPORT}?nonsense=1").status_code in {302, 400}


def test_log_takes_the_same_queries_for_one_act_and_for_many(editor, anna):
    counts = []
    for number in (1, 40):
        for _ in range(number):
            record("approve", make_article(section=make_section()), by=anna)
        with CaptureQueriesContext(connection) as page:
            editor.get(LOG)
        with CaptureQueriesContext(connection) as file:
            rows(editor.get(EXPORT))
        counts.append((len(page), len(file)))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("group", ["Editor", "Chief editor", "superuser"])
def test_nobody_changes_the_log(group):
    user = make_user("eve", group=group) if group != "superuser" else make_user("eve", is_staff=True, is_superuser=True)
    client, act = sign_in(user), record("submit", make_article("Harbour"), by=None)
    before = list(EditorialAct.objects.values())

    answers = [
        client.post(reverse("admin:articles_editorialact_add"), {"act": "x"}).status_code,
        client.post(reverse("admin:articles_editorialact_delete", args=[act.pk]), {"post": "yes"}).status_code,
        client.post(LOG, {"action": "delete_selected", "_selected_action": [act.pk], "post": "yes"}).status_code,
    ]
    client.post(reverse("admin:articles_editorialact_change", args=[act.pk]), {"act": "x", "note": "x"})

    assert answers[:2] == [403, 403]
    assert list(EditorialAct.objects.values()) == before


def test_reporters_do_not_read_it():
    reporter = sign_in(make_user("rita", group="Reporter"))

    assert [reporter.get(address).status_code for address in (LOG, EXPORT)] == [403, 403]


def test_story_shows_the_comment_it_came_back_with(editor, anna):
    rita = make_user("rita", group="Reporter")
    article = make_article("Harbour", status=Status.IN_REVIEW, created_by=rita)
    change_article(editor, article, button="_send_back", _note="Whose harbour?\n\nAnd when?")

    page = sign_in(rita).get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()

    assert '<section class="last-step" data-act="send_back"' in page
    assert "<p>Whose harbour?</p>" in page
    assert "Anna Roth" in page


def test_story_is_not_sent_back_without_a_comment_and_what_was_typed_is_kept(editor):
    article = make_article("Harbour", status=Status.IN_REVIEW)

    response = change_article(editor, article, button="_send_back", headline="Typed")

    article.refresh_from_db()
    assert (article.headline, article.status) == ("Typed", Status.IN_REVIEW)
    assert [str(message) for message in response.context["messages"]] == [
        "“Typed”: Say in the note what is to be done: “Typed” was not sent back."
    ]


def test_note_on_a_step_that_could_not_be_taken_comes_back(editor):
    article = make_article("Harbour", status=Status.DRAFT)

    response = change_article(editor, article, button="_approve", _note="Well done.")

    texts = [str(message) for message in response.context["messages"]]
    assert texts[0].startswith("“Harbour opens”: “Harbour opens” is draft now")
    assert texts[1:] == ["Your note was: Well done."]
