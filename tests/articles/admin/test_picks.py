"""Editors' picks at the desk."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from articles.admin import picks as picks_page
from articles.models import EditorsPick, Status
from articles.search.picks import picks_for
from articles.search.query import Query
from tests.articles.admin.desk import said, sign_in
from tests.factories import make_article, make_user

LIST = "admin:articles_editorspick_changelist"


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def add(client, query, article, order=0):
    data = {"query": query, "article": article.pk if article else "", "order": order}
    return client.post(reverse("admin:articles_editorspick_add"), data, follow=True)


def errors(response) -> dict:
    return {name: list(texts) for name, texts in response.context["adminform"].form.errors.items()}


def test_a_pick_is_stored_with_its_key_and_who_made_it(editor):
    story = make_article("Harbour opens")

    add(editor, "  Köln   HARBOUR ", story, order=2)

    pick = EditorsPick.objects.get()
    assert (pick.query, pick.key, pick.order, pick.picked_by.username) == ("Köln HARBOUR", "harbour koln", 2, "anna")
    assert [card.pk for card in picks_for(Query.parse("harbour köln"))] == [story.pk]


@pytest.mark.parametrize("query", ["", "   ", "-harbour", "***", "\x00", " ".join(f"ﷺ{n}" for n in range(40))])
def test_a_query_that_looks_for_nothing_or_too_much_is_refused_next_to_it(editor, query):
    response = add(editor, query, make_article())

    assert list(errors(response)) == ["query"]
    assert not EditorsPick.objects.exists()


def test_the_same_story_for_the_same_words_is_refused_in_whatever_order(editor):
    story, other = make_article(), make_article()
    add(editor, "harbour köln", story)

    response = add(editor, "Koln Harbour", story)
    add(editor, "Koln Harbour", other)

    assert errors(response) == {"article": ["This story is picked for these words already."]}
    assert EditorsPick.objects.count() == 2


def test_a_pick_can_be_changed_and_keeps_who_made_it(editor):
    story = make_article()
    add(editor, "harbour", story)
    pick = EditorsPick.objects.get()
    boris = sign_in(make_user("boris", group="Chief editor"))

    data = {"query": "Quay", "article": story.pk, "order": 1}
    boris.post(reverse("admin:articles_editorspick_change", args=[pick.pk]), data)

    pick.refresh_from_db()
    assert (pick.key, pick.order, pick.picked_by.username) == ("quay", 1, "anna")


def test_the_fourth_pick_is_told_that_readers_see_three(editor):
    responses = [add(editor, "harbour", make_article()) for _ in range(4)]

    warned = ["There are more than 3 picks" in " ".join(said(response)) for response in responses]
    assert warned == [False, False, False, True]


def test_a_form_sent_twice_at_once_ends_in_a_sentence(editor, monkeypatch):
    def too_late(*arguments):
        raise IntegrityError

    monkeypatch.setattr(picks_page.EditorsPick, "save", too_late)

    assert said(add(editor, "harbour", make_article())) == ["This story is picked for these words already."]


def test_the_form_comes_with_the_query_of_the_report(editor):
    page = editor.get(reverse("admin:articles_editorspick_add"), {"query": "köln"})

    assert page.context["adminform"].form["query"].value() == "köln"


def test_the_list_says_where_the_story_stands_and_finds_words_and_headlines(editor):
    add(editor, "harbour", make_article("Quay opens"))
    add(editor, "bread", make_article("Baker", status=Status.DRAFT))

    def listed(**parameters):
        page = editor.get(reverse(LIST), parameters)
        admin = page.context["cl"].model_admin
        return [(pick.query, admin.story(pick), admin.story_standing(pick)) for pick in page.context["cl"].result_list]

    bread, harbour = ("bread", "Baker", "draft"), ("harbour", "Quay opens", "published")
    assert listed() == [bread, harbour]
    assert listed(q="quay") == [harbour]
    assert listed(q="BREAD") == [bread]


@pytest.mark.parametrize("count", [1, 20])
def test_list_has_a_constant_number_of_queries(editor, count, django_assert_num_queries):
    for n in range(count):
        add(editor, f"harbour {n}", make_article())

    # session, user, two of rights, count, page
    with django_assert_num_queries(6) as captured:
        page = editor.get(reverse(LIST))

    assert len(page.context["cl"].result_list) == count
    assert not [query["sql"] for query in captured if '"articles_article"."body"' in query["sql"]]


def test_picks_are_for_editors_and_chief_editors(db):
    def may(group) -> list[int]:
        client = sign_in(make_user(group[:4], group=group))
        return [client.get(reverse(name)).status_code for name in (LIST, "admin:articles_editorspick_add")]

    assert {group: may(group) for group in ("Reporter", "Editor", "Chief editor")} == {
        "Reporter": [403, 403],
        "Editor": [200, 200],
        "Chief editor": [200, 200],
    }


def test_an_editor_deletes_a_pick_and_a_deleted_story_takes_its_picks_along(editor):
    story, other = make_article(), make_article()
    add(editor, "harbour", story)
    add(editor, "quay", other)

    editor.post(
        reverse("admin:articles_editorspick_delete", args=[EditorsPick.objects.get(key="quay").pk]), {"post": "yes"}
    )
    assert [pick.key for pick in EditorsPick.objects.all()] == ["harbour"]
    story.delete()

    assert not EditorsPick.objects.exists()
