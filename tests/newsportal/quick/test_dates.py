"""Moments are written as Django writes them."""

import pytest
from django.utils import timezone

from tests.newsportal.quick.test_lookups import rendered_both_ways

PATTERNS = [None, "", "c", "U", "F j, Y, H:i", r"Y-m-d\\TH:i:sO", "SHORT_DATE_FORMAT", r"jS \\o\\f F"]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_moments_are_written_the_same(pattern):
    argument = "" if pattern is None else f':"{pattern}"'
    values = ("moment", "old", "naive", "no", "nowhere")
    source = "|".join(f"{{{{ {name}|date{argument} }}}}" for name in values)

    with timezone.override("Asia/Kolkata"):
        usual, quick = rendered_both_ways(source)

    assert quick == usual
