"""Forms filled in with anything at all end in a message, never in a failure."""

import pytest
from django.urls import reverse

from articles.models import Article, OutsideLink, Status
from tests.articles.admin.desk import add_article, change_article, errors, sign_in
from tests.factories import make_article, make_author, make_photo, make_topic, make_user

HUGE = "9" * 30


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", ""),
        ("headline", "x" * 251),
        ("headline", "a\x00b"),
        ("lead", "x" * 2001),
        ("lead", "\x00"),
        ("body", "x" * 1_000_001),
        ("body", "<p>\x00</p>"),
        ("slug", "no spaces"),
        ("slug", "x" * 121),
        ("language", "<script>"),
        ("language", "x" * 400),
        ("section", "x"),
        ("section", HUGE),
        ("lead_photo", "x"),
        ("lead_photo", HUGE),
        ("related", "x"),
        ("related", HUGE),
        ("further_topics", "x"),
        ("further_topics", HUGE),
        ("further_topics", "-1"),
        ("tags", "x" * 101),
        ("tags", ",".join(f"tag{n}" for n in range(60))),
        ("tags", "a\x00b"),
        ("dateline_date", "0001-01-01"),
        ("dateline_date", "9999-12-31"),
        ("dateline_date", "x"),
        ("dateline_city", "x" * 121),
    ],
)
def test_wrong_value_is_refused_next_to_its_field(editor, field, value):
    response = add_article(editor, **{field: value})

    assert response.status_code == 200
    assert field in errors(response)
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Harbour\r\nreopens", "Harbour reopens"),
        (" Harbour \n\r\n \t\n reopens\n", "Harbour reopens"),
        ("Harbour\u2028reopens", "Harbour reopens"),
        ("x" * 124 + "\r\n" + "x" * 125, "x" * 124 + " " + "x" * 125),
    ],
)
def test_headline_is_stored_in_one_line(editor, typed, stored):
    add_article(editor, headline=typed)

    assert Article.objects.get().headline == stored


@pytest.mark.parametrize("typed", ["\r\n", "x" * 125 + "\n" + "x" * 125])
def test_headline_of_no_words_or_too_many_is_refused(editor, typed):
    response = add_article(editor, headline=typed)

    assert set(errors(response)) == {"headline"}
    assert not Article.objects.exists()


@pytest.mark.parametrize("value", ["x", HUGE, "-1", "0", "\x00"])
def test_wrong_keys_in_rows_are_refused(editor, value):
    rows = {
        "authorships-TOTAL_FORMS": 1,
        "authorships-0-author": value,
        "authorships-0-order": 1,
        "photo_rows-TOTAL_FORMS": 1,
        "photo_rows-0-photo": value,
        "photo_rows-0-order": 1,
    }

    response = add_article(editor, **rows)

    assert set(errors(response)) == {"authorships-0-author", "photo_rows-0-photo"}
    assert not Article.objects.exists()


@pytest.mark.parametrize("value", ["x", "99999999", ""])
def test_wrong_number_of_rows_gets_a_message(editor, value):
    response = add_article(editor, **{"authorships-TOTAL_FORMS": value})

    assert response.status_code == 200
    assert "adminform" in response.context
    assert not Article.objects.exists()


def test_author_and_photograph_named_twice_are_refused(editor):
    author, photo = make_author(), make_photo()

    response = add_article(editor, authors=[author, author], photos=[photo, photo])

    assert response.status_code == 200
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "ftp://example.org/x", "https://user@example.org/", "x", "https://" + "x" * 500]
)
def test_outside_link_leads_to_the_web_only(editor, address):
    rows = {
        "outside_links-TOTAL_FORMS": 1,
        "outside_links-0-outlet": "Gazette",
        "outside_links-0-title": "Elsewhere",
        "outside_links-0-url": address,
        "outside_links-0-order": 0,
    }

    assert set(errors(add_article(editor, **rows))) == {"outside_links-0-url"}


@pytest.mark.parametrize(("typed", "stored"), [("", ""), ("fr", "fr"), ("pt_BR", "pt-BR"), ("French", None)])
def test_language_of_an_outside_link_is_a_code(editor, typed, stored):
    rows = {
        "outside_links-TOTAL_FORMS": 1,
        "outside_links-0-outlet": "Gazette",
        "outside_links-0-title": "Elsewhere",
        "outside_links-0-url": "https://gazette.example/",
        "outside_links-0-language": typed,
        "outside_links-0-order": 0,
    }

    response = add_article(editor, **rows)

    if stored is None:
        assert set(errors(response)) == {"outside_links-0-language"}
    else:
        assert list(OutsideLink.objects.values_list("language", flat=True)) == [stored]


def test_hostile_body_is_cleaned(editor):
    add_article(editor, body="<p onclick=x>Good</p><script>alert(1)</script><img src=x onerror=y>")

    assert Article.objects.get().body == "<p>Good</p>"


def test_large_body_is_stored(editor):
    add_article(editor, body="<p>" + "word " * 150_000 + "</p>")

    assert Article.objects.get().words == 150_000


def test_more_than_the_server_accepts_is_refused(editor):
    assert add_article(editor, body="x" * 6_000_000).status_code == 400


def test_inactive_topic_is_kept_but_not_chosen_anew(editor):
    old, retired = make_topic("Old", is_active=False), make_topic("Retired", is_active=False)
    article = make_article(status=Status.DRAFT, topics=[old])

    kept = change_article(editor, article, further_topics=[old.pk])
    refused = change_article(editor, article, further_topics=[old.pk, retired.pk])

    assert "adminform" not in kept.context
    assert set(errors(refused)) == {"further_topics"}


@pytest.mark.parametrize("key", ["0", HUGE, "x", "%00", "1/../2"])
@pytest.mark.parametrize("page", ["change", "delete", "history", "preview", "preview/2"])
def test_wrong_address_of_a_story_leads_somewhere(editor, key, page):
    assert editor.get(f"/admin/articles/article/{key}/{page}/", follow=True).status_code in {200, 403, 404}


@pytest.mark.parametrize("name", ["topics_topic", "articles_photo", "articles_author", "taggit_tag", "pages_page"])
def test_wrong_numbers_elsewhere_lead_somewhere(db, name):
    chief = sign_in(make_user("kim", group="Chief editor"))
    app, model = name.split("_")

    answers = {
        chief.get(f"/admin/{app}/{model}/{key}/{page}/", follow=True).status_code
        for key in ("0", HUGE, "x")
        for page in ("change", "delete", "merge", "original")
    }

    assert answers <= {200, 404}
    assert chief.get(reverse(f"admin:{name}_changelist"), {"q": "\x00"}).status_code == 200
