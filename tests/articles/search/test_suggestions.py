import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Status
from articles.search import suggestions
from tests.factories import make_article, make_author, make_topic

pytestmark = pytest.mark.django_db


def offered(client, text) -> list[tuple[str, str, str]]:
    response = client.get("/search/suggest/", {"q": text})
    return [(found["kind"], found["name"], found["url"]) for found in response.json()["suggestions"]]


def test_topics_authors_and_tags_with_stories_are_offered_by_how_they_begin(client):
    make_article(topics=[make_topic("Harbours")], authors=[make_author("Harriet Vale")], tags=["Harvest", "grain"])

    assert offered(client, "HAR") == [
        ("Topic", "Harbours", "/topics/harbours/"),
        ("Author", "Harriet Vale", "/authors/harriet-vale/"),
        ("Tag", "Harvest", "/tags/harvest/"),
    ]
    assert offered(client, "harriet v") == [("Author", "Harriet Vale", "/authors/harriet-vale/")]
    assert offered(client, "bour") == []


def test_later_words_of_topics_and_authors_count_after_first_ones(client):
    topics = [make_topic("Port towns"), make_topic("Free ports"), make_topic("Seaports")]
    authors = [make_author("Ada Porter"), make_author("Porter Portman")]
    make_article(topics=topics, authors=authors, tags=["old ports"])

    assert [name for _, name, _ in offered(client, "port")] == [
        "Port towns",
        "Free ports",
        "Porter Portman",
        "Ada Porter",
    ]


def test_four_of_a_kind_are_offered_at_most(client):
    make_article(authors=[make_author(f"{name} Reed") for name in ("Reed", "Ada", "Bo", "Cy", "Di")])

    assert [name for _, name, _ in offered(client, "reed")] == ["Reed Reed", "Ada Reed", "Bo Reed", "Cy Reed"]


def test_names_without_live_stories_and_inactive_topics_are_not_offered(client):
    make_author("Harriet Vale")
    make_article(status=Status.DRAFT, tags=["Harvest"], topics=[make_topic("Harbours")])
    make_article(topics=[make_topic("Harm", is_active=False)])

    assert offered(client, "har") == []


@pytest.mark.parametrize("text", ["", " ", "*", "\x00", "%", "-", "🦉"])
def test_nothing_is_offered_for_nothing(client, text):
    make_article(tags=["Harvest"])

    assert offered(client, text) == []


def test_names_of_any_script_are_offered(client):
    make_article(tags=["Урожай"])

    assert offered(client, "уро") == [("Tag", "Урожай", "/tags/%D1%83%D1%80%D0%BE%D0%B6%D0%B0%D0%B9/")]


def test_cost_does_not_grow_with_the_number_of_names(client, monkeypatch):
    monkeypatch.setattr(suggestions, "MOST_LOOKED_AT", 3)
    Author.objects.bulk_create(Author(name=f"Harry {n}", slug=f"harry-{n}") for n in range(3))
    make_article(authors=[make_author("Harry 9")])

    with CaptureQueriesContext(connection) as queries:
        assert offered(client, "harry") == []  # the three that were looked at have written nothing

    assert len(queries) == 5
    assert offered(client, "harry-9") == [("Author", "Harry 9", "/authors/harry-9/")]


def test_suggestions_are_kept_by_nobody_and_out_of_search_engines(client):
    response = client.get("/search/suggest/?q=har")

    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("public, max-age=0", "noindex")
