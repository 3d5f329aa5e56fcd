import datetime

import pytest

from articles.models import ArticlePhoto, OutsideLink
from articles.revisions.content import EVERYTHING, blank_content, content_of, differing, digest, ids
from tests.articles.revisions.texts import stored
from tests.factories import make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db


def full_article():
    first, second = make_author("Ada Reed"), make_author("Ben Cole")
    related = make_article("Earlier")
    article = make_article(
        "Harbour opens",
        section=make_section("World"),
        topics=[make_topic("Ports", parent=make_topic("Trade"))],
        tags=["quay", "ship"],
        authors=[second, first],
        lead_photo=make_photo(caption="Quay"),
        dateline_city="Hamburg",
        dateline_date=datetime.date(2026, 11, 23),
        published_at=datetime.datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=datetime.UTC),
    )
    ArticlePhoto.objects.create(article=article, photo=make_photo(caption="Crane"), order=1)
    OutsideLink.objects.create(article=article, outlet="Gazette", title="Ships", url="https://gazette.example/")
    article.related.add(related)
    return stored(article)


def test_content_holds_every_field_of_a_story(django_assert_max_num_queries):
    article = full_article()

    with django_assert_max_num_queries(8):
        content = content_of(article)

    assert set(content) == set(EVERYTHING)
    assert {name: content[name] for name in ("headline", "tags", "dateline_date", "published_at")} == {
        "headline": "Harbour opens",
        "tags": ["quay", "ship"],
        "dateline_date": "2026-11-23",
        "published_at": "2026-11-23T08:00:00.123456+00:00",
    }
    names = {"topics": ["Ports"], "authors": ["Ben Cole", "Ada Reed"], "photos": ["Crane"], "related": ["Earlier"]}
    assert {key: [one["name"] for one in content[key]] for key in names} == names
    assert (content["section"]["name"], content["lead_photo"]["name"]) == ("World", "Quay")
    assert content["outside_links"] == [
        {"outlet": "Gazette", "title": "Ships", "url": "https://gazette.example/", "language": ""}
    ]
    assert ids(content, "section", "topics") == [content["section"]["id"], content["topics"][0]["id"]]


def test_names_and_the_order_of_sets_make_no_difference():
    one = blank_content() | {"tags": ["quay", "Ship"], "topics": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]}
    other = one | {"tags": ["ship", "quay"], "topics": [{"id": 2, "name": "B"}, {"id": 1, "name": "Renamed"}]}

    assert differing(one, other) == set()
    assert digest(one) == digest(other)


def test_the_order_of_a_byline_makes_a_difference():
    one = blank_content() | {"authors": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]}
    other = one | {"authors": one["authors"][::-1]}

    assert differing(one, other) == {"authors"}
    assert digest(one) != digest(other)


def test_what_one_side_does_not_know_of_makes_no_difference():
    old = blank_content()
    del old["embargo_until"]

    assert differing(old, blank_content() | {"embargo_until": "2026-11-23T08:00:00+00:00"}) == set()
