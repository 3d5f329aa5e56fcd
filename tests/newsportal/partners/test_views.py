"""The page of all partner news."""

import re

import pytest
from django.test import Client

from newsportal.partners.views import PAGE_SIZE
from tests.newsportal.partners.feeds import make_item, make_source

pytestmark = pytest.mark.django_db


def read(client: Client, query: str = "") -> str:
    response = client.get(f"/partners/{query}")
    assert response.status_code == 200
    return response.content.decode()


def titles(html: str) -> list[str]:
    return re.findall(r'class="outside__link"[^>]*>([^<]*)<', html)


def next_of(html: str) -> str | None:
    found = re.search(r'class="paging__link" href="([^"]*)" rel="next"', html)
    return found and found[1].replace("&amp;", "&")


def test_headlines_of_all_sources_stand_newest_first(client):
    gazette, courier = make_source("Gazette"), make_source("Courier")
    make_item(gazette, "second", hours_ago=2)
    make_item(courier, "first", hours_ago=1)
    make_item(make_source(is_active=False), "never")

    assert titles(read(client)) == ["first", "second"]


def test_source_narrows_the_list(client):
    gazette, courier = make_source("Gazette", slug="gazette"), make_source("Courier", slug="courier")
    make_item(gazette, "mine")
    make_item(courier, "theirs")

    html = read(client, "?source=gazette")

    assert titles(html) == ["mine"]
    assert re.findall(r'href="([^"]*)" aria-current="true"', html) == ["/partners/?source=gazette"]
    assert re.findall(r'class="segments__choice" href="([^"]*)"', html) == [
        "/partners/",
        "/partners/?source=courier",
        "/partners/?source=gazette",
    ]
    assert '<meta name="robots" content="noindex">' in html


def test_pages_lead_through_the_whole_list_and_keep_the_source(client):
    gazette = make_source("Gazette", slug="gazette")
    make_item(make_source("Courier"), "theirs")
    wanted = []
    for number in range(PAGE_SIZE * 2 + 3):
        make_item(gazette, f"item {number}", hours_ago=number // 2)  # two of each moment
    wanted = [f"item {number + 1 - number % 2 * 2}" for number in range(PAGE_SIZE * 2 + 2)]
    wanted.append(f"item {PAGE_SIZE * 2 + 2}")

    query, found, sizes = "?source=gazette", [], []
    while query:
        html = read(client, query)
        found += titles(html)
        sizes.append(len(titles(html)))
        query = next_of(html)

    assert sizes == [PAGE_SIZE, PAGE_SIZE, 3]
    assert found == wanted


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?source=nobody", "There is no source “nobody”."),
        ("?source=%00", "Null characters are not allowed."),
        ("?before=yesterday", "This address of an older page is damaged: here are the newest headlines."),
        ("?before=9999999999999999999-1", "This address of an older page is damaged: here are the newest headlines."),
    ],
)
def test_wrong_address_gets_a_message_and_the_newest_headlines(client, query, message):
    make_item(make_source(), "first")

    html = read(client, query)

    assert (message in html, titles(html)) == (True, ["first"])


def test_page_is_shared_and_says_that_the_headlines_are_not_ours(client):
    response = client.get("/partners/")

    assert "s-maxage" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "has not checked them and does not answer for them" in response.content.decode()
    assert "No headlines here yet" in response.content.decode()


def test_number_of_queries_is_the_same_for_one_item_and_for_twenty(client, django_assert_max_num_queries):
    client.get("/zone/")  # what all pages share is kept from here on
    counts = []
    for count in (1, 19):
        for _item in range(count):
            make_item(make_source())
        with django_assert_max_num_queries(6) as queries:
            read(client)
        counts.append(len(queries))

    assert counts[0] == counts[1]
