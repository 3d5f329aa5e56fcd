import pytest
from django.utils import timezone

from newsportal.pages.links import standing_pages


@pytest.mark.django_db
def test_pages_that_are_there_and_those_that_are_not(django_assert_num_queries):
    with django_assert_num_queries(1):
        said = standing_pages([{"slug": "about"}, {"slug": "none"}, {"slug": "contact"}], timezone.now())

    assert said == [None, "There is no such page.", None]
