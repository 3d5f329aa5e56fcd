import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from articles.figures import note_figures
from articles.models import Article, ArticleFigure, SearchEntry
from articles.photo_uses import stories_with_figure
from articles.search.indexing import STALE, index_missing
from articles.timelines import stamp
from articles.writing import prepare
from tests.factories import make_article, make_photo

pytestmark = pytest.mark.django_db


def figure(*photos) -> str:
    return "".join(f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>' for photo in photos)


def rewrite(article: Article, body: str) -> None:
    article.body = body
    prepare(article)
    article.save()
    stamp(article)


def noted() -> set[tuple[str, int]]:
    return set(ArticleFigure.objects.values_list("article__headline", "photo"))


def test_rows_follow_the_text():
    one, two = make_photo(), make_photo()
    article = make_article("Ships", status="draft", body=figure(one, two, one))
    assert noted() == {("Ships", one.pk), ("Ships", two.pk)}

    rewrite(article, figure(two))
    assert noted() == {("Ships", two.pk)}

    rewrite(article, "<p>Nothing to see.</p>")
    assert noted() == set()


def test_picture_that_is_in_no_library_is_no_row():
    unknown = make_photo()
    unknown.digest = "f" * 16

    make_article("Ships", body=figure(unknown))

    assert noted() == set()


def test_photograph_in_a_text_is_kept_by_the_database():
    photo = make_photo()
    article = make_article("Ships", body=figure(photo))

    with pytest.raises(ProtectedError):
        photo.delete()
    article.delete()
    photo.delete()


def test_texts_that_nobody_has_indexed_yet_count_as_well():
    photo, other = make_photo(), make_photo()
    article = make_article("Ships", body=figure(photo))
    ArticleFigure.objects.all().delete()
    assert list(stories_with_figure(photo)) == []

    SearchEntry.objects.update(version=STALE)

    assert (list(stories_with_figure(photo)), list(stories_with_figure(other))) == ([article], [])
    index_missing()
    assert noted() == {("Ships", photo.pk)}


def test_noting_twenty_costs_as_many_queries_as_one():
    photos = [make_photo() for _ in range(20)]
    articles = [make_article(body=figure(photo)) for photo in photos]
    counts = []
    for some in (articles[:1], articles):
        ArticleFigure.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            note_figures(some)
        counts.append(len(captured))

    assert counts == [3, 3]
    assert ArticleFigure.objects.count() == 20
