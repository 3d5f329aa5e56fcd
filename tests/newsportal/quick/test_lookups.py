"""Names are found as Django finds them, and what is not there is missed as Django misses it."""

import datetime

import pytest
from django.template import Context, Engine, TemplateSyntaxError
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

FILES = {
    "count.html": "{{ forloop.counter }}{{ photo }}",
    "sets.html": "{% load i18n %}{% translate plain as home %}[{{ home }}{{ x }}{{ name }}]",
    "given.html": "[{{ name }}{{ left_out }}]",
    "again.html": "{{ depth }}{% if inner %}{% include 'again.html' with depth=inner only %}{% endif %}",
}


class Story:
    kept = "<kept>"
    absent = property(lambda self: None)

    def __init__(self, **given):
        self.__dict__ |= given

    def address(self):
        return "/news/?a=1&b=2"

    def sized(self, number):
        return number

    def removed(self):
        raise AssertionError("nobody calls what alters data")

    removed.alters_data = True

    @property
    def broken(self):
        raise AttributeError("inside the property")

    @property
    def silent(self):
        raise Silent


class Silent(Exception):
    silent_variable_failure = True


VALUES = {
    "plain": "a & b <c>",
    "safe": mark_safe("<b>"),
    "translated": gettext_lazy("Save"),
    "number": 1234567.5,
    "one": 1,
    "no": None,
    "moment": datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC),
    "old": datetime.datetime(812, 3, 1, 12, tzinfo=datetime.UTC),
    "naive": datetime.datetime(2026, 3, 1, 12),  # noqa: DTZ001 - some have no zone
    "story": Story(by={"name": "Ada <3", "items": 7}, photos=["one", "two"], other=Story(kept="other")),
    "lazy": SimpleLazyObject(lambda: Story(kept="lazy")),
    "call": lambda: "called",
    "kind": Story,
    "rows": [("x", "y"), ("z", "w")],
    "numbers": range(3),
    "nothing": iter(()),
}
EXPRESSIONS = [
    *("plain", "safe", "translated", "number", "no", "moment", "call", "kind.kept", "lazy.kept", "nowhere", "dicts"),
    *("story.kept", "story.by.name", "story.by.items", "story.by.nothing", "story.photos.1", "story.photos.9"),
    *(
        "story.address",
        "story.sized",
        "story.removed",
        "story.silent",
        "story.absent",
        "story.absent.more",
        "story.gone",
    ),
    *(
        "story.other.kept",
        "story.kept.upper",
        "nowhere.more",
        "rows.0.1",
        "True",
        "story.by|length",
        "nowhere.x|default:plain",
    ),
    *(
        "plain|truncatechars:story.by.items",
        '"a < b"',
        "_('Save')",
        "plain|default:_('Save')",
    ),
]


def engine_with(files: dict[str, str], *, is_quick: bool, **options) -> Engine:
    loader = ("django.template.loaders.locmem.Loader", files)
    loaders = [("newsportal.quick.folding.Loader", [loader])] if is_quick else [loader]
    return Engine(loaders=loaders, libraries={"i18n": "django.templatetags.i18n"}, **options)


def rendered_both_ways(source: str, **options) -> list[str]:
    return [
        engine_with(FILES | {"page.html": source}, is_quick=is_quick, **options)
        .get_template("page.html")
        .render(Context(VALUES))
        for is_quick in (False, True)
    ]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_value_is_the_one_that_django_finds(expression):
    source = (
        f"{{{{ {expression} }}}}|{{% if {expression} %}}yes{{% endif %}}"
        f"|{{% with x={expression} %}}{{{{ x }}}}{{% endwith %}}"
        f"|{{% autoescape off %}}{{{{ {expression} }}}}{{% endautoescape %}}"
        f"|{{% include 'given.html' with name={expression} only %}}"
    )

    usual, quick = rendered_both_ways(source)

    assert quick == usual


def test_loops_and_inner_names_are_the_same():
    source = (
        "{% for a, b in rows %}{{ forloop.counter }}{{ a }}{{ b }}{{ forloop.parentloop.counter }}{% endfor %}{{ a }}"
        "{% for photo in story.photos %}{% for a, b in rows %}{{ forloop.parentloop.counter }}{{ photo }}{% endfor %}"
        "{% cycle 'x' 'y' %}{% ifchanged photo %}!{% endifchanged %}{% empty %}none{% endfor %}"
        "{% include 'again.html' with depth=number inner=plain only %}"
    )

    usual, quick = rendered_both_ways(source)

    assert quick == usual
    assert usual.startswith("1xy2zw")


def test_loops_that_count_nothing_are_the_same():
    source = (
        "{% for photo in story.photos %}{{ photo }}{% for row in rows %}{{ row }}{{ photo }}{% empty %}!{% endfor %}"
        "{% with x=photo %}{{ x }}{% endwith %}{% endfor %}{{ photo }}{{ row }}{{ x }}"
        "{% for x in nothing %}{{ x }}{% empty %}none{% endfor %}"
        "{% for x in story.gone %}{{ x }}{% empty %}no{% endfor %}"
        "{% for x in numbers %}{{ x }}{% empty %}none{% endfor %}{% for x in plain %}{{ x }}{% endfor %}"
    )

    usual, quick = rendered_both_ways(source)

    assert quick == usual
    assert "none" in usual


def test_loop_with_an_include_that_counts_is_the_same():
    source = "{% for photo in story.photos %}{% include 'count.html' %}{% endfor %}"

    usual, quick = rendered_both_ways(source)

    assert quick == usual == "1one2two"


def test_translated_sentences_are_the_same():
    source = (
        "{% load i18n %}{% blocktranslate %}{{ plain }}, {{ number }} of 100%{% endblocktranslate %}{{ name }}"
        "{% blocktranslate with name=story.by.name %}By {{ name }}{{ nowhere }}{% endblocktranslate %}{{ name }}"
        "{% blocktranslate trimmed %}\n  Two\n  lines {{ no }}\n{% endblocktranslate %}"
        "{% blocktranslate count n=story.by.items %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
        "{% blocktranslate count n=one %}{{ plain }}{% plural %}{{ n }} {{ plain }}{% endblocktranslate %}{{ n }}"
        "{% blocktranslate count n=story.by.items with x=plain %}{{ n }}{% plural %}{{ x }}{% endblocktranslate %}"
    )

    usual, quick = rendered_both_ways(source)

    assert quick == usual
    assert "By Ada &lt;3" in usual


def test_wrong_number_in_a_sentence_is_the_same_error():
    source = "{% load i18n %}{% blocktranslate count n=plain %}{{ n }}{% plural %}{{ n }}s{% endblocktranslate %}"

    for is_quick in (False, True):
        template = engine_with({"page.html": source}, is_quick=is_quick).get_template("page.html")
        with pytest.raises(TemplateSyntaxError, match="must be a number"):
            template.render(Context(VALUES))


def test_what_is_not_there_says_so_where_a_site_asks_for_that():
    usual, quick = rendered_both_ways("{{ nowhere }}{{ story.gone }}", string_if_invalid="?%s?")

    assert quick == usual == "?nowhere??story.gone?"


def test_error_inside_a_property_is_not_hidden():
    for is_quick in (False, True):
        template = engine_with({"page.html": "{{ story.broken }}"}, is_quick=is_quick).get_template("page.html")
        with pytest.raises(AttributeError, match="inside the property"):
            template.render(Context(VALUES))
