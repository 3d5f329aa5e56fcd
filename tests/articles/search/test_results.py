"""The pages of a search, one after another, and where they end."""

import pytest

from tests.articles.search.page import found, headlines, links, said
from tests.factories import make_article, make_topic

pytestmark = pytest.mark.django_db


def test_order_is_by_relevance_unless_the_address_says_newest(client):
    make_article("Port news", body="<p>Grain is one word of it.</p>", hours_ago=1)
    make_article("Grain prices", lead="Grain is dear.", hours_ago=2)

    assert found(client, q="grain") == ["Grain prices", "Port news"]
    assert found(client, q="grain", order="newest") == ["Port news", "Grain prices"]
    assert links(client.get("/search/?q=grain&from=2020-01-01&page=1"), "segments__choice") == {
        "What fits best": [("q", "grain"), ("from", "2020-01-01")],
        "Newest": [("q", "grain"), ("from", "2020-01-01"), ("order", "newest")],
    }


def test_pages_follow_one_another_and_links_keep_everything_else(client):
    topic = make_topic("Sport")
    for n in range(45):
        make_article(f"Grain {n:02}", topics=[topic], hours_ago=n + 1)
    address = "/search/?q=grain&topic=sport&order=newest"

    second = client.get(f"{address}&page=2")

    assert headlines(second) == [f"Grain {n:02}" for n in range(20, 40)]
    kept = [("q", "grain"), ("topic", "sport"), ("order", "newest")]
    assert links(second, "paging__link") == {"← Previous": kept, "Next →": [*kept, ("page", "3")]}
    assert "21 to 40 of 45" in second.content.decode()
    assert headlines(client.get(f"{address}&page=3")) == [f"Grain {n:02}" for n in range(40, 45)]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("4", "There is no page 4: here is the last one."),
        ("99999999999999999999", "There is no page 999999999: here is the last one."),
        ("0", "Page: There is no page “0”: here is the first."),
        ("-1", "Page: There is no page “-1”: here is the first."),
        ("two", "Page: There is no page “two”: here is the first."),
    ],
)
def test_page_that_is_not_there_is_another_one_with_a_message(client, page, sentence):
    for n in range(25):
        make_article(f"Grain {n:02}", hours_ago=n + 1)

    response = client.get("/search/", {"q": "grain", "order": "newest", "page": page})

    first = "There is no page “" in sentence
    assert said(response) == [sentence]
    assert headlines(response) == [f"Grain {n:02}" for n in (range(20) if first else range(20, 25))]


def test_only_the_newest_thousand_are_listed_and_the_page_says_so(client, monkeypatch):
    monkeypatch.setattr("articles.search.searching.MOST_MATCHES", 30)
    for n in range(35):
        make_article(f"Grain {n:02}", hours_ago=n + 1)

    first, last, beyond = (client.get(f"/search/?q=grain&order=newest&page={page}") for page in (1, 2, 3))

    bounded = ["Only the newest 30 stories are listed, and this is the last page: narrow the search by date."]
    assert first.context["results"].title == "30+ stories"
    assert [said(first), said(last), said(beyond)] == [[], bounded, bounded]
    assert headlines(last) == headlines(beyond) == [f"Grain {n:02}" for n in range(20, 30)]
