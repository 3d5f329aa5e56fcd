"""Saving the form of an article: working copies of published stories, and two editors at one story."""

import pytest
from django.urls import reverse

from articles.models import Article, EditorialAct, Revision, Status
from articles.revisions.content import differing
from tests.articles.admin.desk import article_fields, as_opened, change_article, errors, moment_fields, said, sign_in
from tests.articles.revisions.texts import rows_of, stored
from tests.factories import make_article, make_author, make_photo, make_section, make_topic, make_user
from tests.submission import submitted


@pytest.fixture
def anna(db):
    return make_user("anna", group="Editor", first_name="Anna", last_name="Berg")


@pytest.fixture
def editor(anna):
    return sign_in(anna)


@pytest.fixture
def colleague(db):
    return sign_in(make_user("ben", group="Editor"))


@pytest.fixture
def live():
    return make_article("Live", section=make_section("World"), authors=[make_author("Ada Reed")], tags=["quay"])


def form_of(client, article) -> dict:
    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))
    form = submitted(page.content.decode(), "article_form")
    return form | {name: form[name][0].removeprefix("\n") for name in ("headline", "lead", "body")}


def post(client, article, data, *, button="_save"):
    return client.post(reverse("admin:articles_article_change", args=[article.pk]), data | {button: "1"}, follow=True)


def test_form_sent_back_as_it_came_changes_nothing(editor, live):
    before = rows_of(live)

    post(editor, live, form_of(editor, live))
    post(editor, live, form_of(editor, live))

    assert differing(rows_of(live), before) == set()
    assert live.revisions.count() == 1
    assert not EditorialAct.objects.filter(act="change").exists()


def test_saving_a_published_story_is_a_working_copy_of_every_field(editor, live):
    before = rows_of(live)
    new = {"headline": "Next", "authors": [make_author("Ben Cole")], "photos": [make_photo()], "tags": "ship"}
    topic = make_topic("Ports")

    response = change_article(
        editor, live, section=live.section_id, further_topics=[topic.pk], **new, **moment_fields(live.published_at)
    )

    assert "Saved as a working copy (revision 2). Readers go on seeing revision 1." in said(response)
    assert rows_of(live) == before
    form = form_of(editor, live)
    shown = {name: form[name] for name in ("headline", "tags", "further_topics")}
    assert shown == {"headline": "Next", "tags": ["ship"], "further_topics": [str(topic.pk)]}
    assert form["authorships-0-author"] == [str(new["authors"][0].pk)]
    assert form["photo_rows-0-photo"] == [str(new["photos"][0].pk)]
    page = editor.get(reverse("admin:articles_article_change", args=[live.pk])).content.decode()
    assert "You are editing a working copy of a published story." in page
    assert "Readers see revision 1; this is revision 2 (being written)." in page


def test_update_is_published_from_the_form_with_what_was_typed_last(editor, live):
    form = form_of(editor, live)

    response = post(editor, live, form | {"headline": "Next"}, button="_publish_update")

    assert said(response) == ["“Live”: Update published."]
    after = stored(live)
    assert (after.headline, after.slug, after.has_working_copy) == ("Next", "live", False)
    assert after.updated_at is not None
    acts = EditorialAct.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["publish_update", "change"]


def test_update_that_changes_nothing_is_not_published(editor, live):
    response = post(editor, live, form_of(editor, live), button="_publish_update")

    assert said(response) == ["“Live”: “Live” has no working copy: nothing is waiting to be published."]
    assert stored(live).updated_at is None


def test_a_save_based_on_an_older_text_overwrites_nothing(editor, colleague, anna, live):
    theirs, mine = form_of(editor, live), form_of(colleague, live)
    post(editor, live, theirs | {"headline": "Theirs", "lead": "Rain falls."})

    refused = post(colleague, live, mine | {"headline": "Mine", "tags": "ship"})

    page = refused.content.decode()
    assert "Anna Berg has saved revision 2 while you were writing" in page
    assert "<del>Theirs</del><ins>Mine</ins>" in page.replace("</td>\n                <td>", "") or (
        "<del>Theirs</del>" in page and "<ins>Mine</ins>" in page
    )
    assert refused.context["adminform"].form["headline"].value() == "Mine"
    aside = live.revisions.get(state=Revision.State.SET_ASIDE)
    assert (aside.content["headline"], aside.content["tags"], aside.created_by.username) == ("Mine", ["ship"], "ben")
    assert (aside.number, aside.based_on) == (3, 0)
    newest = live.revisions.get(number=stored(live).newest_revision)
    assert newest.content["headline"] == "Theirs"

    merged = submitted(page, "article_form")
    post(colleague, live, merged | {"headline": "Mine and theirs"})

    newest = live.revisions.get(number=stored(live).newest_revision)
    assert (newest.content["headline"], newest.content["tags"], newest.based_on) == ("Mine and theirs", ["ship"], 2)


def test_a_draft_that_was_published_meanwhile_is_not_saved_over(editor, colleague):
    article = make_article("Draft", status=Status.DRAFT, section=make_section())
    mine = form_of(colleague, article)
    post(editor, article, form_of(editor, article), button="_publish")

    refused = post(colleague, article, mine | {"headline": "Mine"})

    assert "This story has been saved since you opened it. Nothing is lost: see below." in refused.content.decode()
    assert stored(article).headline == "Draft"
    assert article.revisions.filter(content__headline="Mine").exists()


@pytest.mark.parametrize("based_on", ["", "x", "1-", "1-0000000000000000", "9" * 40, "-1-x", "\u00b2-x"])
def test_a_form_that_does_not_say_what_it_is_based_on_overwrites_nothing(editor, live, based_on):
    form = form_of(editor, live) | {"headline": "Mine", "based_on": based_on}

    response = post(editor, live, form)

    assert response.status_code == 200
    assert errors(response)
    assert not live.revisions.filter(content__headline="Mine", state="saved").exists()


def test_what_stops_a_form_is_said_before_anything_is_compared(editor, colleague, live):
    mine = form_of(colleague, live)
    post(editor, live, form_of(editor, live) | {"headline": "Theirs"})

    refused = post(colleague, live, mine | {"headline": ""})

    assert set(errors(refused)) == {"headline"}
    assert submitted(refused.content.decode(), "article_form")["based_on"] == mine["based_on"]


def test_a_row_that_was_emptied_is_taken_out(editor, live):
    form = form_of(editor, live)

    post(editor, live, form | {"authorships-0-author": ""}, button="_publish_minor")

    assert rows_of(live)["authors"] == []


def test_rows_of_a_form_keep_their_order(editor, live):
    first, second, third = (make_author(name) for name in ("A", "B", "C"))

    change_article(
        editor, live, button="_publish_minor", section=live.section_id, authors=[second, third, first],
        **moment_fields(live.published_at),
    )  # fmt: skip

    assert [one["name"] for one in rows_of(live)["authors"]] == ["B", "C", "A"]


def test_a_reporter_has_no_part_in_updates(db, live):
    rita = make_user("rita", group="Reporter")
    live.created_by = rita
    live.save()
    reporter = sign_in(rita)

    buttons = ["_publish_update", "_publish_minor", "_submit_update", "_approve_update", "_send_back_update"]
    for button in [*buttons, "_discard_update"]:
        data = article_fields() | {"based_on": as_opened(live), button: "1"}
        assert reporter.post(reverse("admin:articles_article_change", args=[live.pk]), data).status_code == 403
        own = make_article("Own", status=Status.DRAFT, created_by=rita)
        data = article_fields() | {"based_on": as_opened(own), button: "1"}
        answer = reporter.post(reverse("admin:articles_article_change", args=[own.pk]), data)
        assert (answer.status_code, stored(own).status) in {(403, Status.DRAFT), (302, Status.DRAFT)}

    assert stored(live).newest_revision == 0
    assert Article.objects.published().get().headline == "Live"


def test_form_of_a_story_with_200_revisions_costs_no_more(editor, anna, live, django_assert_max_num_queries):
    address = reverse("admin:articles_article_change", args=[live.pk])
    post(editor, live, form_of(editor, live) | {"headline": "Next"})
    content = live.revisions.get(number=2).content
    Revision.objects.bulk_create(
        Revision(article=live, number=number, content=content, created_by=anna) for number in range(3, 201)
    )
    Article.objects.filter(pk=live.pk).update(newest_revision=200)
    counts = []
    for authors in ([make_author("A")], [make_author(f"A{n}") for n in range(20)]):
        rows = [{"id": author.pk, "name": author.name} for author in authors]
        photos = [{"id": photo.pk, "name": "x"} for photo in (make_photo() for _ in authors)]
        Revision.objects.filter(article=live, number=200).update(content=content | {"authors": rows, "photos": photos})
        with django_assert_max_num_queries(30) as captured:
            page = editor.get(address)
        counts.append(len(captured))
        assert len(page.context["inline_admin_formsets"][0].formset.forms) == len(authors)

    assert counts[0] == counts[1]
