"""Who may do what at the desk, also with forms that no page of it ever showed."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.article_acts import BY_BUTTON
from articles.models import Article, Authorship, Status
from tests.articles.admin.desk import add_article, article_fields, change_article, moment_fields, sign_in, stored_rows
from tests.factories import make_article, make_author, make_photo, make_section, make_topic, make_user


@pytest.fixture
def rita(db):
    return make_user("rita", group="Reporter")


@pytest.fixture
def reporter(rita):
    return sign_in(rita)


def state(article) -> tuple:
    article.refresh_from_db()
    return (
        article.headline,
        article.status,
        article.published_at,
        article.withdraw_at,
        [row.author.name for row in article.authorships.all()],
        sorted(article.topic_rows.values_list("topic__name", flat=True)),
    )


def test_reporter_writes_edits_and_submits_an_own_draft(reporter, rita):
    add_article(reporter)
    article = Article.objects.get()
    change_article(reporter, article, headline="Better")
    change_article(reporter, article, button="_submit", headline="Best")

    article.refresh_from_db()
    assert (article.headline, article.status, article.created_by) == ("Best", Status.IN_REVIEW, rita)
    assert change_article(reporter, article, headline="Too late").status_code == 403


@pytest.mark.parametrize("button", [f"_{step.name}" for step in BY_BUTTON if step.name != "submit"])
def test_reporter_cannot_press_an_editors_button(reporter, rita, button):
    section = make_section()
    draft = make_article("Own", status=Status.DRAFT, created_by=rita, section=section)
    before = state(draft)

    assert change_article(reporter, draft, button=button, section=section.pk).status_code == 403
    assert add_article(reporter, button=button, section=section.pk).status_code == 403
    assert state(draft) == before
    assert Article.objects.count() == 1


def test_reporter_cannot_set_moments(reporter, rita):
    draft = make_article("Own", status=Status.DRAFT, created_by=rita)
    moment = moment_fields(timezone.now())
    moments = {
        f"{name}_{part}": moment[f"published_at_{part}"] for name in ("withdraw_at", "updated_at") for part in "01"
    }

    response = change_article(reporter, draft, headline="Saved", status="published", **moment, **moments)

    draft.refresh_from_db()
    assert response.status_code == 200
    assert (draft.headline, draft.status) == ("Saved", Status.DRAFT)
    assert (draft.published_at, draft.updated_at, draft.withdraw_at) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "own"),
    [
        (Status.DRAFT, False),
        (Status.IN_REVIEW, True),
        (Status.PUBLISHED, True),
        (Status.PUBLISHED, False),
        (Status.WITHDRAWN, True),
    ],
)
def test_reporter_reads_but_does_not_edit_what_is_not_an_own_draft(reporter, rita, status, own):
    other = make_user("otto", group="Reporter")
    article = make_article("Theirs", status=status, created_by=rita if own else other, authors=[make_author()])
    before = state(article)
    address = reverse("admin:articles_article_change", args=[article.pk])

    page = reporter.get(address)
    data = article_fields() | stored_rows(article)
    data |= {"authorships-0-author": make_author("Eve").pk, "authorships-0-DELETE": "on"}

    assert page.status_code == 200
    assert not page.context["has_change_permission"]
    assert b'name="_save"' not in page.content
    assert reporter.post(address, data).status_code == 403
    assert state(article) == before


def test_who_may_not_edit_reads_the_story_as_text(reporter):
    topic = make_topic("Shipping")
    moment = datetime.datetime(2026, 7, 1, 10, 0, tzinfo=datetime.UTC)
    article = make_article(body="<p>One &lt;b&gt;</p><p>Two</p>", topics=[topic], tags=["quay"], published_at=moment)

    page = reporter.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()

    assert "<p>One &lt;b&gt;</p><p>Two</p>" in page
    assert "Shipping" in page
    assert "quay" in page
    assert "July 1, 2026 12:00 CEST" in page


def test_reporter_deletes_nothing(reporter, rita):
    draft = make_article("Own", status=Status.DRAFT, created_by=rita)
    listing = reverse("admin:articles_article_changelist")

    one = reporter.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})
    reporter.post(listing, {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"})

    assert one.status_code == 403
    assert Article.objects.count() == 1


@pytest.mark.parametrize("action", [f"{step.name}_chosen" for step in BY_BUTTON if step.name != "submit"])
def test_reporter_has_no_actions_in_the_list(reporter, rita, action):
    section = make_section()
    articles = [
        make_article(status=status, created_by=rita, section=section)
        for status in (Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED)
    ]
    before = [state(article) for article in articles]

    reporter.post(
        reverse("admin:articles_article_changelist"),
        {"action": action, "_selected_action": [article.pk for article in articles]},
    )

    assert [state(article) for article in articles] == before


def test_rows_of_another_article_are_out_of_reach(reporter, rita):
    """A form names the rows it changes by their keys; those of other stories are none of its own."""
    own = make_article("Own", status=Status.DRAFT, created_by=rita, authors=[make_author("Rita Moor")])
    live = make_article("Live", authors=[make_author("Ada Reed")])
    foreign = live.authorships.get()
    data = article_fields() | stored_rows(own)
    data |= {"authorships-0-id": foreign.pk, "authorships-0-DELETE": "on", "_save": "1"}

    reporter.post(reverse("admin:articles_article_change", args=[own.pk]), data)

    assert Authorship.objects.filter(pk=foreign.pk, article=live).exists()


def test_photo_in_print_is_not_changed_by_a_reporter(reporter, rita):
    own, printed = make_photo(created_by=rita), make_photo(created_by=rita)
    theirs = make_photo()
    make_article(lead_photo=printed)
    answers = {}
    for name, photo in {"own": own, "printed": printed, "theirs": theirs}.items():
        address = reverse("admin:articles_photo_change", args=[photo.pk])
        fields = {"credit": "Changed", "alt": "x", "caption": "", "focal_x": "50", "focal_y": "50"}
        answers[name] = reporter.post(address, fields).status_code

    assert answers == {"own": 302, "printed": 403, "theirs": 403}


def test_editor_edits_everything_but_deletes_no_story_and_no_topic(db):
    editor = sign_in(make_user("anna", group="Editor"))
    section = make_section("World")
    article = make_article("Theirs", status=Status.IN_REVIEW, created_by=make_user("otto", group="Reporter"))

    change_article(editor, article, headline="Edited", section=section.pk)

    article.refresh_from_db()
    assert article.headline == "Edited"
    assert editor.post(reverse("admin:articles_article_delete", args=[article.pk])).status_code == 403
    assert editor.get(reverse("admin:topics_topic_add")).status_code == 403
    assert editor.get(reverse("admin:topics_topic_merge", args=[section.pk])).status_code == 403
    assert editor.get(reverse("admin:accounts_user_changelist")).status_code == 403


def test_chief_editor_deletes_and_keeps_the_vocabulary(db):
    chief = sign_in(make_user("kim", group="Chief editor"))
    article = make_article("Gone", status=Status.DRAFT)

    chief.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})

    assert not Article.objects.exists()
    assert chief.get(reverse("admin:topics_topic_add")).status_code == 200
    assert chief.get(reverse("admin:auth_group_changelist")).status_code == 200
    assert chief.get(reverse("admin:auth_group_add")).status_code == 403
    assert chief.get(reverse("admin:accounts_user_changelist")).status_code == 403


@pytest.mark.parametrize("name", ["articles_article_changelist", "articles_photo_pick", "topics_topic_changelist"])
def test_readers_have_no_desk(client, db, name):
    client.force_login(make_user("reader"))

    assert client.get(reverse(f"admin:{name}")).status_code == 302


def test_staff_without_a_group_sees_nothing(db):
    client = sign_in(make_user("new", is_staff=True))
    article = make_article(status=Status.DRAFT)

    answers = {
        name: client.get(reverse(f"admin:{name}", args=args)).status_code
        for name, args in {
            "articles_article_changelist": [],
            "articles_article_preview": [article.pk],
            "articles_photo_pick": [],
            "articles_photo_original": [make_photo().pk],
        }.items()
    }

    assert set(answers.values()) == {403}
