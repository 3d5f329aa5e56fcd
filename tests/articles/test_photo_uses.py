import pytest

from articles.models import Article, SearchEntry, Status
from articles.photo_uses import Role, Use, in_print, stories_beside, stories_showing, used_among, uses_of
from articles.search.indexing import STALE
from tests.factories import make_article, make_photo

pytestmark = pytest.mark.django_db


def figure(photo) -> str:
    return f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>'


@pytest.fixture
def photo():
    return make_photo()


def test_stories_are_all_that_show_it_whatever_their_status(photo):
    lead = make_article("Lead", lead_photo=photo)
    beside = make_article("Beside", status=Status.DRAFT)
    beside.photo_rows.create(photo=photo)
    inside = make_article("Inside", status=Status.WITHDRAWN, body=figure(photo))
    make_article("Another", lead_photo=make_photo())

    assert set(stories_showing(photo)) == {lead, beside, inside}
    assert set(stories_beside(photo)) == {lead, beside}


def test_uses_are_the_newest_each_with_all_that_the_photograph_is_to_it(photo):
    make_article("Oldest", lead_photo=photo)
    older = make_article("Older", body=figure(photo))
    newest = make_article("Newest", lead_photo=photo, body=figure(photo))
    newest.photo_rows.create(photo=photo)

    assert uses_of(photo, most=2) == [
        Use(newest, (Role.LEAD, Role.FURTHER, Role.IN_TEXT)),
        Use(older, (Role.IN_TEXT,)),
    ]


def test_used_among_many_costs_one_query_beside_the_look_at_the_index(photo, django_assert_num_queries):
    make_article(lead_photo=photo)
    free = [make_photo() for _ in range(5)]

    with django_assert_num_queries(4):
        assert used_among([photo, *free]) == [photo]


def test_used_is_also_what_stands_in_a_text_that_nobody_has_indexed(photo):
    article = make_article(body=figure(photo))
    article.figure_rows.all().delete()
    SearchEntry.objects.update(version=STALE)

    assert used_among([photo, make_photo()]) == [photo]


def test_in_print_is_what_published_stories_show(django_assert_num_queries):
    photos = [make_photo() for _ in range(6)]
    make_article(lead_photo=photos[0])
    make_article().photo_rows.create(photo=photos[1])
    make_article(body=figure(photos[2]))
    make_article(status=Status.DRAFT, lead_photo=photos[3], body=figure(photos[4]))

    with django_assert_num_queries(3):
        assert in_print([photo.pk for photo in photos]) == {photo.pk for photo in photos[:3]}
    assert Article.objects.count() == 4
