import datetime
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.models import Article, SearchEntry, Status
from articles.search.engines import newest_numbers
from articles.search.expressions import any_token, token
from articles.search.indexing import articles_to_index
from articles.search.loading import load_index
from tests.factories import make_article, make_photo, make_section

HOUR = datetime.timedelta(hours=1)


@pytest.mark.django_db(transaction=True)
def test_index_loaded_in_one_go_is_what_indexing_makes():
    section = make_section()
    for language in ("en", "ru", "zh"):
        make_article("Ships суда 船", language=language, topics=[section], lead_photo=make_photo(), tags=["grain"])
    make_article("Ships", status="draft")
    make_article("Ships", withdraw_at=timezone.now() + HOUR)
    before = index_as_stored()
    with connection.cursor() as cursor:
        for table in ("articles_searchentry", "articles_searchtext"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    told = []

    load_index(advance=told.append)

    assert index_as_stored() == before
    assert len(before[0]) == sum(told) == 5
    assert len(newest_numbers(token("ships"), most=10)) == 5


def index_as_stored() -> tuple[list, list]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM articles_searchtext ORDER BY rowid")
        return list(SearchEntry.objects.order_by("pk").values()), cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_invented_archive_is_indexed():
    output = io.StringIO()

    call_command("generate_archive", "--articles=40", stdout=output)

    assert not articles_to_index().exists()
    years = any_token(f"@y{year}" for year in range(2010, 2030))
    published = Article.objects.filter(status=Status.PUBLISHED).order_by("-pk")
    assert newest_numbers(years, most=50) == list(published.values_list("pk", flat=True))
    assert "Indexed for search: 40 of 40" in output.getvalue()
