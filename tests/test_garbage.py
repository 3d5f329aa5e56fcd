"""Whatever stands in an address: a page, a message or a 404, never an error of ours."""

import itertools

import pytest

from tests.factories import make_article, make_author, make_section

pytestmark = pytest.mark.django_db

GARBAGE = [
    "",
    " ",
    "x",
    "-1",
    "0",
    "1e9",
    "٣",
    "9" * 40,
    "9223372036854775808-9223372036854775808",
    "99999999999999999-999999999999999999",
    "%00",
    "%0d%0aX-Header:1",
    "%ff%fe",
    "🦉",
    "../../etc/passwd",
    "'; DROP TABLE articles_article; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "${jndi:x}",
    "a" * 3000,
    "%F0%9F%A6%89" * 300,
]
QUERIES = [
    "/?before=",
    "/news/?topic=",
    "/news/?before=",
    "/news/?page=",
    "/news/?topic=world&before=",
    "/news/part/?before=",
    "/news/part/?topic=",
    "/topics/world/?before=",
    "/tags/grain/?before=",
    "/authors/ada-reed/?before=",
    "/corrections/?before=",
    "/search/?q=",
    "/my/?before=",
    "/zone/?next=",
]
PATHS = [
    "/news/{}/",
    "/news/{}/x/",
    "/news/1/{}/",
    "/news/1/story/{}/",
    "/topics/{}/",
    "/topics/{}/feed.rss",
    "/tags/{}/",
    "/authors/{}/",
    "/media/{}",
    "/sitemaps/{}.xml",
    "/{}/",
    "/2026/11/{}/",
    "/my/{}/",
]


@pytest.fixture(autouse=True)
def some_news():
    make_article("Story", section=make_section("World"), tags=["grain"], authors=[make_author()])


@pytest.mark.parametrize("address", QUERIES)
def test_garbage_in_a_query_is_a_page_or_not_found(client, address):
    codes = {value: client.get(address + value).status_code for value in GARBAGE}

    assert {value: code for value, code in codes.items() if code not in {200, 404}} == {}


@pytest.mark.parametrize("path", PATHS)
def test_garbage_in_a_path_is_not_found(client, path):
    codes = {value: client.get(path.format(value)).status_code for value in GARBAGE}

    assert {value: code for value, code in codes.items() if code not in {200, 301, 404, 410}} == {}


@pytest.mark.parametrize("day", ["2026/02/30", "0000/00/00", "0001/01/01", "9999/12/31", "2026/13/01"])
def test_days_of_no_calendar_are_not_found(client, day):
    assert client.get(f"/{day}/").status_code == 404


@pytest.mark.parametrize(
    ("method", "address"), [*itertools.product(["post", "put", "delete"], ["/", "/news/", "/search/"])]
)
def test_reader_pages_are_only_read(client, method, address):
    assert getattr(client, method)(address).status_code in {403, 405}


def test_thousands_of_parameters_are_a_page_or_refused(client):
    address = "/news/?" + "&".join(f"topic=t{n}" for n in range(5000))

    assert client.get(address).status_code in {200, 400}
