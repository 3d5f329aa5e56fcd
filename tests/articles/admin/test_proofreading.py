"""The list beside the form of an article."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Status
from tests.articles.admin.desk import article_fields, change_article, moment_fields, sign_in
from tests.factories import make_article, make_photo, make_section, make_topic, make_user

HOUR = timezone.timedelta(hours=1)
NEW = reverse("admin:articles_article_proofread")


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def of(article: Article) -> str:
    return reverse("admin:articles_article_proofread", args=[article.pk])


def findings(response) -> list[tuple[str, str]]:
    return [(shown["place"], shown["finding"].message) for shown in response.context["findings"]]


def test_new_story_is_read_as_it_is_typed(editor):
    bare = make_photo(credit="", alt="x", caption="Bare")
    gallery = make_photo(alt="", caption="Gallery")
    typed = article_fields(headline="Quay\nopens", lead="", body='<p><a href="/none/">x</a></p>', photos=[gallery])
    typed |= {"lead_photo": bare.pk} | moment_fields(timezone.now() + HOUR)

    response = editor.post(NEW, typed)

    moment = timezone.localtime(timezone.now() + HOUR)
    assert findings(response) == [
        ("id_section", "The story needs a section or a topic."),
        ("id_lead", "The lead is missing."),
        ("id_lead_photo", "The photograph “Bare” has no credit."),
        ("photo_rows-group", "The photograph “Gallery” has no alternative text."),
        ("id_body", "The link “x” leads nowhere. There is no such page."),
        ("id_published_at_0", f"It is scheduled: readers see it from {moment:%Y-%m-%d %H:%M} on."),
    ]
    assert not Article.objects.exists()


def test_stored_story_is_read_as_it_is_typed_and_stays_as_it_is(editor):
    article = make_article("Quay", status=Status.DRAFT, topics=[make_topic()])
    topic = make_topic("World")
    before = Article.objects.values().get()

    wrong = editor.post(of(article), article_fields(headline="", further_topics=[topic.pk]))
    right = editor.post(of(article), article_fields(section=make_section("Economy").pk))

    assert findings(wrong) == [("id_headline", "The headline is missing.")]
    assert findings(right) == []
    assert "Nothing to see to." in right.content.decode()
    assert Article.objects.values().get() == before


def test_rows_that_are_to_go_do_not_count(editor):
    photos = [make_photo(alt=""), make_photo(credit="", caption="Kept")]
    typed = article_fields(section="1", photos=photos) | {"photo_rows-0-DELETE": "on"}

    assert findings(editor.post(NEW, typed)) == [("photo_rows-group", "The photograph “Kept” has no credit.")]


def test_similar_story_is_named_with_a_way_to_it(editor):
    other = make_article("New <quay> opens")

    page = editor.post(NEW, article_fields(headline="New quay opens", section="1")).content.decode()

    link = reverse("admin:articles_article_change", args=[other.pk])
    assert "“New &lt;quay&gt; opens” (published)" in page
    assert f'<a href="{link}" target="_blank">' in page
    assert findings(editor.post(NEW, article_fields(headline="New quay opens", section="1", related=[other.pk]))) == []


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"headline": "x" * 5_000, "lead": "y" * 5_000, "body": "\x00", "language": "x" * 99},
        {"published_at_0": "no day", "published_at_1": "x", "dateline_date": "32", "section": "-1"},
        {"photo_rows-TOTAL_FORMS": "9" * 40, "photo_rows-0-photo": "x", "lead_photo": "9" * 40, "related": ["x", "-2"]},
        {"photo_rows-TOTAL_FORMS": "1000", "further_topics": ["\x00"] * 500},
    ],
)
def test_anything_may_be_typed(editor, typed):
    assert editor.post(NEW, typed).status_code == 200
    assert editor.post(of(make_article(status=Status.DRAFT)), typed).status_code == 200


def test_what_a_reporter_may_not_set_is_read_as_it_is_stored(db):
    rita = make_user("rita", group="Reporter")
    later = timezone.now() + HOUR
    article = make_article(status=Status.DRAFT, created_by=rita, published_at=later)

    response = sign_in(rita).post(of(article), article_fields(section="1"))

    assert [place for place, _message in findings(response)] == ["id_published_at_0"]


def test_list_stands_beside_the_form_without_a_script(editor):
    article = make_article("Quay", status=Status.DRAFT, lead="")

    new = editor.get(reverse("admin:articles_article_add"))
    stored = editor.get(reverse("admin:articles_article_change", args=[article.pk]))
    refused = change_article(editor, article, button="_publish", headline="Quay", lead="Typed")

    assert [place for place, _message in findings(new)] == ["id_headline", "id_section", "id_lead", "id_body"]
    assert [place for place, _message in findings(stored)] == ["id_section", "id_lead"]
    assert f'data-url="{of(article)}"' in stored.content.decode()
    assert '<a href="#id_lead">The lead is missing.</a>' in stored.content.decode()
    assert [place for place, _message in findings(refused)] == ["id_section"]


def test_who_may_not_edit_has_no_list(db):
    rita = make_user("rita", group="Reporter")
    client = sign_in(rita)
    article = make_article("Quay")

    page = client.get(reverse("admin:articles_article_change", args=[article.pk]))

    assert "proof-reading" not in page.content.decode()
    assert client.post(of(article), article_fields()).status_code == 403


def test_strangers_and_forged_requests_are_kept_out(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("otto", group="Editor"))
    nobody = sign_in(make_user("new", is_staff=True))

    assert Client().post(NEW).status_code == 302
    assert strict.post(NEW, article_fields()).status_code == 403
    assert nobody.post(NEW, article_fields()).status_code == 403
    assert editor.get(NEW).status_code == 405
    assert editor.post(reverse("admin:articles_article_proofread", args=[4711]), article_fields()).status_code == 404


def test_form_costs_as_many_queries_whatever_stands_in_the_story(editor):
    photos = [make_photo() for _ in range(20)]
    stories = [make_article(f"New quay opens {number}") for number in range(20)]
    editor.get(reverse("admin:articles_article_add"))  # kinds of content are asked for once
    counts = []
    for most in (1, 20):
        links = "".join(f'<a href="{story.get_absolute_url()}">x</a>' for story in stories[:most])
        figures = "".join(f'<img src="/media/{photo.digest}/full-800.webp" alt="x">' for photo in photos[:most])
        body = f"<p>{links}</p><figure>{figures}</figure>"
        article = make_article(f"Other{most} news{most}", status=Status.DRAFT, body=body, lead_photo=photos[0])
        with CaptureQueriesContext(connection) as captured:
            editor.get(reverse("admin:articles_article_change", args=[article.pk]))
        counts.append(len(captured))

    assert counts[0] == counts[1]
    assert counts[0] <= 25
