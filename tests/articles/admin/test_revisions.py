"""The list of a story's revisions, two of them side by side, a look at one, and restoring it."""

import pytest
from django.urls import reverse

from articles.models import EditorialAct, Revision, Status
from articles.revisions.saving import save_revision
from tests.articles.admin.desk import said, sign_in
from tests.articles.revisions.texts import rows_of, stored, text_of
from tests.factories import make_article, make_author, make_section, make_user

BODY = "<p>The first ship came at noon.</p><p>Nobody waited.</p>"


@pytest.fixture
def anna(db):
    return make_user("anna", group="Editor", first_name="Anna", last_name="Berg")


@pytest.fixture
def editor(anna):
    return sign_in(anna)


@pytest.fixture
def live(anna):
    article = make_article("Live", section=make_section("World"), body=BODY, tags=["quay"])
    text = text_of(article, headline="Next <b>", body=BODY.replace("noon", "two"), tags=["ship"])
    save_revision(article, text, by=anna, note="after the call")
    return article


def address(name, article, *args):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *args])


def words(response) -> str:
    return " ".join(response.content.decode().split()).replace(" </td>", "</td>").replace(" </p>", "</p>")


def test_list_tells_who_saved_what_and_what_readers_see(editor, live):
    page = words(editor.get(address("revisions", live)))

    first, second = page.split("<tbody>")[1].split("</tr>")[:2]
    assert [mark in first for mark in ("Anna Berg", "after the call", "working copy", "readers see this")] == [
        *(True, True, True, False)
    ]
    assert [mark in second for mark in ("Anna Berg", "working copy", "readers see this")] == [False, False, True]


def test_story_without_revisions_says_so(editor):
    page = words(editor.get(address("revisions", make_article())))

    assert "has not been edited since revisions are kept" in page


def test_two_revisions_stand_side_by_side_word_by_word_and_escaped(editor, live):
    page = words(editor.get(address("compare", live), {"from": 1, "to": 2}))

    assert "<td><del>Live</del></td> <td><ins>Next &lt;b&gt;</ins></td>" in page
    assert "The first ship came at <del>noon</del>.</td> <td>The first ship came at <ins>two</ins>." in page
    assert "<del>quay</del>" in page
    assert "<ins>ship</ins>" in page


def test_two_revisions_stand_in_one_text(editor, live):
    page = words(editor.get(address("compare", live), {"from": 1, "to": 2, "view": "inline"}))

    assert "<p>The first ship came at <del>noon</del><ins>two</ins>.</p>" in page


@pytest.mark.parametrize("query", ["", "?to=2", "?from=1&to=2", "?from=x&to=\x00"])
def test_without_numbers_the_newest_is_compared_with_the_one_before(editor, live, query):
    page = editor.get(address("compare", live) + query)

    assert (page.context["before"].number, page.context["after"].number) == (1, 2)


@pytest.mark.parametrize("query", ["?from=1&to=99", "?from=99999999999999999999&to=1", "?from=0&to=1"])
def test_a_revision_that_is_not_there_is_not_found(editor, live, query):
    assert editor.get(address("compare", live) + query).status_code in {200, 404}
    assert editor.get(address("revision", live, 99)).status_code == 404
    assert editor.post(address("restore", live, 99)).status_code == 404


def test_preview_of_a_revision_is_the_page_readers_would_get_and_changes_nothing(editor, live):
    before = rows_of(live)

    newest = editor.get(address("preview", live))
    first = editor.get(address("revision", live, 1))

    assert ("came at two" in words(newest), "came at noon" in words(first)) == (True, True)
    assert {"private", "no-store"} <= set(newest.headers["Cache-Control"].split(", "))
    assert rows_of(live) == before
    assert stored(live).revision_number == 1
    assert "came at noon" in words(editor.get(live.get_absolute_url()))


def test_restoring_is_written_down(editor, live):
    response = editor.post(address("restore", live, 1), follow=True)

    assert said(response) == ["Revision 1 is the working copy now. Readers see it after “Publish update”."]
    newest = live.revisions.first()
    assert (newest.number, newest.content["headline"], newest.note) == (3, "Live", "Revision 1 restored")
    assert list(EditorialAct.objects.values_list("act", "details")) == [("restore", {"revision": 1})]


def test_who_may_not_edit_reads_revisions_but_restores_none(live):
    rita = make_user("rita", group="Reporter")
    reporter = sign_in(rita)
    nobody = sign_in(make_user("new", is_staff=True))

    assert reporter.get(address("compare", live)).status_code == 200
    assert "Restore" not in words(reporter.get(address("revisions", live)))
    assert reporter.post(address("restore", live, 1)).status_code == 403
    assert nobody.get(address("revisions", live)).status_code == 403
    assert nobody.get(address("compare", live)).status_code == 403
    assert nobody.get(address("revision", live, 1)).status_code == 403
    assert live.revisions.count() == 2


def test_reporter_restores_an_own_draft(db):
    rita = make_user("rita", group="Reporter")
    article = make_article("First", status=Status.DRAFT, created_by=rita, authors=[make_author()])
    save_revision(article, text_of(article, headline="Second", authors=[]), by=rita)

    sign_in(rita).post(address("restore", article, 1))

    assert rows_of(article)["headline"] == "First"
    assert [one["name"] for one in rows_of(article)["authors"]] == ["Ada Reed"]


def test_list_costs_the_same_for_one_revision_and_for_two_hundred(editor, anna, live, django_assert_max_num_queries):
    content = live.revisions.get(number=2).content
    counts = []
    for numbers in (range(3, 4), range(4, 201)):
        Revision.objects.bulk_create(
            Revision(article=live, number=number, content=content, created_by=anna) for number in numbers
        )
        with django_assert_max_num_queries(10) as captured:
            page = editor.get(address("revisions", live))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert len(page.context["page"].object_list) == 50
    assert "Page 1 of 4" in words(page)
    assert not [query["sql"] for query in captured if '"articles_revision"."content"' in query["sql"]]
