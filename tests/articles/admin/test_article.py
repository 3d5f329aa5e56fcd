"""Writing, publishing and withdrawing stories at the desk."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, ArticleTopic, Status
from tests.articles.admin.desk import add_article, change_article, errors, moment_fields, said, sign_in
from tests.factories import make_article, make_author, make_photo, make_section, make_topic, make_user


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def test_new_story_is_stored_with_all_it_is_filed_under(editor):
    section = make_section("World")
    topic = make_topic("Shipping", parent=make_topic("Economy"))
    first, second = make_author("Ada Reed"), make_author("Ben Cole")

    add_article(
        editor,
        section=section.pk,
        further_topics=[topic.pk],
        tags="harbour, quay",
        authors=[second, first],
        dateline_city="Hamburg",
        dateline_date="2026-11-23",
        dateline_agency="WIRE",
    )

    article = Article.objects.get()
    assert (article.headline, article.slug, article.status) == ("Harbour opens", "harbour-opens", Status.DRAFT)
    assert article.pages == ["<p>The first ship came at noon.</p>"]
    assert article.created_by.username == "anna"
    assert [row.author.name for row in article.authorships.all()] == ["Ben Cole", "Ada Reed"]
    assert sorted(article.tags.names()) == ["harbour", "quay"]
    rows = article.topic_rows.order_by("topic__name").values_list("topic__name", "assigned", "published_at")
    assert list(rows) == [("Economy", False, None), ("Shipping", True, None), ("World", True, None)]


def test_publish_button_publishes_what_was_typed(editor):
    section = make_section("World")

    response = add_article(editor, button="_publish", section=section.pk, tags="quay", authors=[make_author()])

    article = Article.objects.published().get()
    assert said(response) == ["“Harbour opens”: Published."]
    stamps = {article.topic_rows.get().published_at, article.tag_rows.get().published_at}
    assert stamps == {article.published_at} == {article.authorships.get().published_at}
    assert LogEntry.objects.filter(object_id=str(article.pk), change_message="Published.").count() == 1


def test_everything_that_stops_publication_is_listed_next_to_its_field(editor):
    photo = make_photo(credit="", alt="", caption="Quay at noon")
    further = make_photo(credit="", alt="A quay", caption="Crane")

    response = add_article(
        editor, button="_publish", headline="Typed", lead="", lead_photo=photo.pk, photos=[further], tags="kept"
    )

    assert errors(response) == {
        "section": ["The story needs a section or a topic."],
        "lead": ["The lead is missing."],
        "lead_photo": ["The photograph “Quay at noon” has no credit."],
        "photo_rows-0-photo": ["The photograph “Crane” has no credit."],
    }
    assert Article.objects.count() == 0
    assert response.context["adminform"].form["tags"].value() == "kept"


def test_draft_is_saved_without_lead_topic_and_credit(editor):
    add_article(editor, lead="", lead_photo=make_photo(credit="", alt="").pk)

    assert Article.objects.get().status == Status.DRAFT


def test_breaking_story_goes_out_with_headline_and_topic_and_warnings(editor):
    section = make_section()

    response = add_article(editor, button="_publish", lead="", is_breaking="on", section=section.pk)

    assert Article.objects.published().count() == 1
    assert said(response) == ["“Harbour opens”: Published.", "“Harbour opens”: The lead is missing."]


def test_moment_to_come_schedules(editor):
    section = make_section()
    when = timezone.localtime() + datetime.timedelta(days=2)

    response = add_article(
        editor,
        button="_publish",
        section=section.pk,
        published_at_0=when.strftime("%Y-%m-%d"),
        published_at_1="12:00",
    )

    article = Article.objects.get()
    assert article.is_scheduled
    assert timezone.localtime(article.published_at).strftime("%Y-%m-%d %H:%M") == when.strftime("%Y-%m-%d 12:00")
    assert said(response)[0].startswith("“Harbour opens”: Scheduled for ")


def test_story_that_would_end_before_it_begins_is_not_published(editor):
    section = make_section()

    response = add_article(
        editor, button="_publish", section=section.pk, withdraw_at_0="2020-01-01", withdraw_at_1="12:00"
    )

    assert errors(response) == {"withdraw_at": ["Readers would never see the story: it ends before it is published."]}
    assert Article.objects.count() == 0


def test_update_of_a_published_story_goes_out_only_when_it_is_complete(editor):
    article = make_article("Live", section=make_section())

    response = change_article(
        editor, article, button="_publish_update", headline="Changed", lead="", published_at_0="", published_at_1=""
    )

    assert errors(response) == {
        "section": ["The story needs a section or a topic."],
        "lead": ["The lead is missing."],
        "published_at": ["A published story needs the moment of its publication."],
    }
    article.refresh_from_db()
    assert article.headline == "Live"


def test_updating_a_published_story_does_not_move_it_in_the_stream(editor):
    section = make_section()
    moment = datetime.datetime(2026, 5, 4, 12, 30, 15, 123456, tzinfo=datetime.UTC)
    article = make_article("Live", section=section, published_at=moment)

    change_article(
        editor, article, button="_publish_update", headline="Changed", section=section.pk, **moment_fields(moment)
    )

    article.refresh_from_db()
    assert (article.headline, article.published_at, article.status) == ("Changed", moment, Status.PUBLISHED)
    assert article.topic_rows.get().published_at == moment


def test_changing_the_section_refiles(editor):
    world, sport = make_section("World"), make_section("Sport")
    article = make_article(section=world)
    fields = {"section": sport.pk} | moment_fields(article.published_at)

    change_article(editor, article, button="_publish_minor", **fields)

    assert list(ArticleTopic.objects.values_list("topic__name", "published_at")) == [("Sport", article.published_at)]


def test_withdraw_button_takes_a_story_off_and_keeps_what_was_typed_as_a_working_copy(editor):
    article = make_article("Wrong", section=make_section())

    response = change_article(editor, article, button="_withdraw", lead="", **moment_fields(article.published_at))

    article.refresh_from_db()
    assert (article.status, article.headline) == (Status.WITHDRAWN, "Wrong")
    assert said(response) == ["“Wrong”: Withdrawn."]
    assert article.revisions.first().content["headline"] == "Harbour opens"


def test_withdrawn_story_returns_to_draft_and_goes_out_again(editor):
    section = make_section()
    article = make_article("Wrong", section=section, status=Status.WITHDRAWN)
    moment = moment_fields(article.published_at)

    change_article(editor, article, button="_reopen", section=section.pk, **moment)
    change_article(editor, article, button="_publish", section=section.pk, **moment)

    assert Article.objects.published().get() == article
    sentences = (
        LogEntry.objects.filter(object_id=str(article.pk)).order_by("pk").values_list("change_message", flat=True)
    )
    assert list(sentences) == ["Returned to draft.", "Saved as revision 2.", "Published."]


def test_list_action_publishes_what_can_be_and_says_what_is_missing(editor):
    section = make_section()
    ready = make_article("Ready", section=section, status=Status.DRAFT)
    bare = make_article("Bare", lead="", status=Status.DRAFT)

    response = editor.post(
        reverse("admin:articles_article_changelist"),
        {"action": "publish_chosen", "_selected_action": [ready.pk, bare.pk]},
        follow=True,
    )

    assert [a.headline for a in Article.objects.published()] == ["Ready"]
    assert sorted(said(response)) == sorted(
        [
            "“Ready”: Published.",
            "“Bare”: The story needs a section or a topic.",
            "“Bare”: The lead is missing.",
            "1 story was left as it is.",
        ]
    )


def test_list_action_withdraws(editor):
    article = make_article("Out")

    editor.post(
        reverse("admin:articles_article_changelist"),
        {"action": "withdraw_chosen", "_selected_action": [article.pk]},
    )

    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN


def test_new_draft_begins_with_the_writer_the_agency_and_today(db, settings):
    user = make_user("rita", group="Reporter")
    author = make_author("Rita Moor", user=user)

    page = sign_in(user).get(reverse("admin:articles_article_add"))

    form = page.context["adminform"].form
    assert (form["dateline_agency"].value(), form["dateline_date"].value()) == ("WIRE", timezone.localdate())
    rows = page.context["inline_admin_formsets"][0].formset
    assert [form["author"].value() for form in rows.forms] == [author.pk]


def test_preview_shows_any_story_to_staff_only_and_is_kept_by_nobody(editor, client):
    article = make_article("Secret", status=Status.DRAFT, body="<p>One.</p><hr class='page-break'><p>Two.</p>")
    address = reverse("admin:articles_article_preview", args=[article.pk, 2])

    page = editor.get(address)

    assert "Two." in page.content.decode()
    assert {"private", "no-store"} <= set(page.headers["Cache-Control"].split(", "))
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert client.get(address).status_code == 302
    assert editor.get(reverse("admin:articles_article_preview", args=[article.pk, 3])).status_code == 404
    assert editor.get(reverse("admin:articles_article_preview", args=[10**30])).status_code == 404


def test_view_on_site_is_offered_when_readers_see_the_story(editor):
    live, draft = make_article("Live"), make_article("Draft", status=Status.DRAFT)

    pages = [editor.get(reverse("admin:articles_article_change", args=[article.pk])) for article in (live, draft)]

    assert [page.context.get("absolute_url") for page in pages] == [live.get_absolute_url(), None]
