import pytest
from django.urls import get_resolver

from articles.caching import PARAMETERS
from newsportal.fresh.asking import Asked, canonical


def asked(query="", cookie="", path="/news/") -> Asked:
    return Asked.of({"PATH_INFO": path, "QUERY_STRING": query, "HTTP_COOKIE": cookie})


@pytest.mark.parametrize(
    ("query", "known"),
    [
        ("topic=world&topic=economy", "topic=economy&topic=world"),
        ("topic=world&utm_source=x&topic=world&fbclid=1", "topic=world"),
        ("utm_source=x", ""),
        ("before=", "before="),
        ("topic=%D0%BC%D0%B8%D1%80", "topic=%D0%BC%D0%B8%D1%80"),
        ("topic=Ð¼", "topic=%D0%BC"),  # bytes of UTF-8, as servers hand them over
        ("topic=%FF", "topic=%FF"),  # what cannot be read stays as it is
        ("&".join(["topic=a"] * 2000), "&".join(["topic=a"] * 2000)),
    ],
)
def test_query_is_what_pages_know_in_one_order(query, known):
    get_resolver().url_patterns  # noqa: B018 - now views have said what they know

    assert canonical(query) == known


def test_every_parameter_of_shared_pages_is_known():
    get_resolver().url_patterns  # noqa: B018 - the same

    assert {"topic", "before", "after", "source", "amount", "from", "to", "date", "range", "by", "swap"} <= PARAMETERS


def test_only_the_zone_among_cookies_makes_another_page():
    one = asked(cookie="sessionid=abc; theme=dark")

    assert one == asked()
    assert asked(cookie="a=b; zone=Asia/Tokyo") == Asked("/news/", "", "Asia/Tokyo")
    assert asked(cookie="zone=nowhere") == asked(cookie="timezone=Asia/Tokyo") == one
