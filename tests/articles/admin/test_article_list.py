"""The desk's list of stories: what it shows, finds and filters, and what that costs."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from articles.admin import page as desk_page
from articles.models import Status
from tests.articles.admin.desk import sign_in
from tests.factories import make_article, make_author, make_section, make_topic, make_user

ADDRESS = "admin:articles_article_changelist"


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def found(client, **parameters) -> list[str]:
    page = client.get(reverse(ADDRESS), parameters)
    return [article.headline for article in page.context["cl"].result_list]


@pytest.fixture
def every_standing(db):
    now = timezone.now()
    hour = datetime.timedelta(hours=1)
    make_article("Draft", status=Status.DRAFT)
    make_article("Waiting", status=Status.IN_REVIEW)
    make_article("Live")
    make_article("Later", published_at=now + hour)
    make_article("Ended", published_at=now - 2 * hour, withdraw_at=now - hour)
    make_article("Gone", status=Status.WITHDRAWN)


def test_list_says_in_words_where_each_story_stands(editor, every_standing):
    page = editor.get(reverse(ADDRESS))

    admin, articles = page.context["cl"].model_admin, page.context["cl"].result_list
    assert {article.headline: str(admin.standing(article)) for article in articles} == {
        "Draft": "draft",
        "Waiting": "in review",
        "Live": "published",
        "Later": "scheduled",
        "Ended": "ended",
        "Gone": "withdrawn",
    }


@pytest.mark.parametrize(
    ("standing", "headline"),
    [
        ("draft", "Draft"),
        ("in_review", "Waiting"),
        ("published", "Live"),
        ("scheduled", "Later"),
        ("ended", "Ended"),
        ("withdrawn", "Gone"),
    ],
)
def test_filter_by_status(editor, every_standing, standing, headline):
    assert found(editor, standing=standing) == [headline]


def test_filter_by_topic_finds_stories_below_it_in_every_state(editor):
    world = make_section("World")
    europe = make_topic("Europe", parent=world)
    make_article("Live", topics=[europe])
    make_article("Draft", topics=[europe], status=Status.DRAFT)
    make_article("Elsewhere", topics=[make_topic("Sport")])

    assert found(editor, topic=world.pk) == ["Draft", "Live"]


def test_filter_by_author_and_search_go_together(editor):
    ada, ben = make_author("Ada Reed"), make_author("Ben Cole")
    make_article("Quay opens", authors=[ada])
    make_article("Quay closes", authors=[ben])
    make_article("Bread", authors=[ada])

    assert found(editor, author=ada.pk, q="quay") == ["Quay opens"]


def test_filter_by_date_and_breaking(editor):
    make_article("Old", hours_ago=24 * 800)
    make_article("Fresh", hours_ago=0, is_breaking=True)
    make_article("Coming", published_at=timezone.now() + datetime.timedelta(minutes=1))

    assert found(editor, published="year") == ["Fresh"]
    assert found(editor, breaking="yes") == ["Fresh"]
    assert found(editor, breaking="no") == ["Coming", "Old"]


def test_search_finds_texts_and_names_in_every_state_and_the_number(editor):
    story = make_article("Harbour opens", lead="The quay takes its first ship.", tags=["grain"])
    make_article("Quay", body="<p>A harbour.</p>", status=Status.DRAFT, authors=[make_author("Ben Cole")])
    make_article("Bread")

    assert found(editor, q="QUAYS harbour") == ["Quay", "Harbour opens"]
    assert found(editor, q='quay -"first ship" author:ben-cole') == ["Quay"]
    assert found(editor, q="harb* tag:grain") == ["Harbour opens"]
    assert found(editor, q="harbour", standing="draft") == ["Quay"]
    assert found(editor, q=str(story.pk)) == ["Harbour opens"]
    assert found(editor, q="100%") == []
    assert found(editor, q="-bread") == []
    assert found(editor, q=" ") == ["Bread", "Quay", "Harbour opens"]


def test_autocomplete_finds_what_is_not_typed_to_the_end(editor):
    make_article("Harbour opens")
    make_article("Harbour draft", status=Status.DRAFT)
    make_article("Bread")
    parameters = {"app_label": "articles", "model_name": "article", "field_name": "related"}

    def offered(term):
        answer = editor.get(reverse("admin:autocomplete"), parameters | {"term": term}).json()
        return [result["text"] for result in answer["results"]]

    assert offered("harb") == ["Harbour draft", "Harbour opens"]
    assert offered("harbour ope") == ["Harbour opens"]
    assert offered("") == ["Bread", "Harbour draft", "Harbour opens"]


@pytest.mark.parametrize("count", [1, 20])
def test_search_has_a_constant_number_of_queries(editor, count, django_assert_num_queries):
    for n in range(count):
        make_article("Harbour", authors=[make_author(f"Author {n}")])
        make_article("Harbour", status=Status.DRAFT)

    # the list's own ten and the five of the search
    with django_assert_num_queries(15):
        page = editor.get(reverse(ADDRESS), {"q": "harbour"})

    assert len(page.context["cl"].result_list) == 2 * count


def test_list_shows_byline_section_and_moments_with_their_zone(editor):
    article = make_article(
        "Live",
        section=make_section("World"),
        authors=[make_author("Ben Cole"), make_author("Ada Reed")],
        published_at=datetime.datetime(2026, 7, 1, 10, 0, tzinfo=datetime.UTC),
    )

    page = editor.get(reverse(ADDRESS))

    text = strip_tags(page.content.decode())
    assert "Ben Cole, Ada Reed" in text
    assert "World" in text
    assert "12:00 CEST" in text
    assert [shown.pk for shown in page.context["cl"].result_list] == [article.pk]


@pytest.mark.parametrize("count", [1, 20])
def test_list_has_a_constant_number_of_queries(editor, count, django_assert_num_queries):
    section = make_section()
    authors = [make_author(f"Author {n}") for n in range(3)]
    for _ in range(count):
        make_article(section=section, authors=authors, tags=["quay"])

    # session, user, two of rights, count, page, two of bylines, sections and authors of the filters
    with django_assert_num_queries(10):
        page = editor.get(reverse(ADDRESS))

    assert len(page.context["cl"].result_list) == count


def test_list_does_not_read_texts_and_counts_no_further_than_the_limit(
    editor, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(desk_page, "COUNT_LIMIT", 3)
    for n in range(5):
        make_article(f"Story {n}")

    with django_assert_max_num_queries(10) as captured:
        page = editor.get(reverse(ADDRESS))

    counts = [query["sql"] for query in captured if "COUNT(" in query["sql"]]
    assert len(counts) == 1
    assert "LIMIT 4" in counts[0]
    assert not [query["sql"] for query in captured if '"articles_article"."body"' in query["sql"]]
    assert page.context["cl"].result_count == 3


@pytest.mark.parametrize(
    "parameters",
    [
        {"topic": "x"},
        {"topic": "9" * 40},
        {"author": "-1"},
        {"author": "\x00"},
        {"standing": "x"},
        {"published": "x"},
        {"breaking": "x"},
        {"q": "\x00"},
        {"q": "9" * 400},
        {"p": "x"},
        {"p": "99999999999999999999"},
        {"o": "1.2.-3.x"},
        {"e": "1"},
        {"unknown__lookup": "1"},
        {"section__id__exact": "x"},
        {"body__regex": "("},
    ],
)
def test_nonsense_in_the_address_gets_a_page(editor, parameters):
    make_article()

    assert editor.get(reverse(ADDRESS), parameters, follow=True).status_code in {200, 400}


@pytest.mark.parametrize("term", ["", "\x00", "9" * 50, "x" * 5000, "%", "'"])
@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("articles", "article", "related"),
        ("articles", "article", "lead_photo"),
        ("articles", "articletopic", "topic"),
        ("articles", "authorship", "author"),
    ],
)
def test_autocomplete_stands_any_term(editor, app, model, field, term):
    make_article(topics=[make_topic()], authors=[make_author()])
    address = reverse("admin:autocomplete")

    answer = editor.get(address, {"app_label": app, "model_name": model, "field_name": field, "term": term})

    assert answer.status_code == 200


def test_inactive_topics_are_not_offered_for_filing(editor):
    make_topic("Old fashion", is_active=False)
    make_topic("New fashion")
    parameters = {"app_label": "articles", "model_name": "articletopic", "field_name": "topic", "term": "fashion"}

    answer = editor.get(reverse("admin:autocomplete"), parameters).json()

    assert [result["text"] for result in answer["results"]] == ["New fashion"]
