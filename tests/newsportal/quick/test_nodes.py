"""Conditions and includes on the short way say what Django's say."""

import pytest
from django.template import Context, VariableDoesNotExist

from tests.newsportal.quick.test_lookups import VALUES, engine_with, rendered_both_ways

CONDITIONS = [
    *("plain", "nowhere", "story.gone", "call", "not nowhere", "not plain", "no or plain", "no and plain"),
    *("plain and not nowhere", "nowhere or story.gone or one", "story.by.items > one", "one == 1", "nowhere is None"),
    *("plain in rows", "one in plain", "story.by|length == 2", "story.broken or plain", "story.silent", "kind"),
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_hold_for_the_same(condition):
    source = f"{{% if {condition} %}}yes{{% elif plain %}}else{{% else %}}no{{% endif %}}"

    usual, quick = rendered_both_ways(source)

    assert quick == usual


def test_includes_see_the_same_and_leave_the_same_behind():
    source = (
        "{% include 'sets.html' %}{{ home }}{{ x }}{% include 'sets.html' with x=plain %}{{ home }}{{ x }}"
        "{% with name='b' %}{% include 'given.html' with left_out=number %}{% endwith %}"
        "{% for photo in story.photos %}{% include 'sets.html' with x=photo only %}{% endfor %}"
    )

    usual, quick = rendered_both_ways(source)

    assert quick == usual


def test_error_in_what_a_condition_shows_is_not_taken_for_a_condition_that_fails():
    source = "{% if plain %}{{ plain|truncatechars:nowhere }}{% else %}no{% endif %}"

    for is_quick in (False, True):
        template = engine_with({"page.html": source}, is_quick=is_quick).get_template("page.html")
        with pytest.raises(VariableDoesNotExist):
            template.render(Context(VALUES))
