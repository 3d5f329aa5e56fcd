"""Pages that extend others say what Django makes of them."""

import pytest
from django.template import Context, TemplateDoesNotExist
from django.template.loader_tags import ExtendsNode

from tests.newsportal.quick.test_lookups import engine_with

SHELL = (
    "{% load i18n %}<title>{% block title %}{{ site }}{% endblock %}</title>{% translate 'Save' as saved %}"
    "{% if wide %}{% block wide %}wide{% endblock %}{% endif %}"
    "{% block main %}<main>{% block text %}no text{% endblock %}</main>{% endblock %}{{ inner }}{{ saved }}"
)
PAGES = {
    "nothing of its own": "{% extends 'shell.html' %}ignored",
    "one block": "{% extends 'shell.html' %}{% block title %}{{ name }} | {{ site }}{% endblock %}",
    "a block in a block of the other": "{% extends 'shell.html' %}{% block text %}{{ saved }}{% endblock %}",
    "a block in a condition": "{% extends 'shell.html' %}{% block wide %}{{ name }}{% endblock %}",
    "names of its own": (
        "{% extends 'shell.html' %}{% load i18n %}"
        "{% block main %}{% translate 'Save' as inner %}{{ inner }}{% endblock %}"
    ),
    "what the other says": "{% extends 'shell.html' %}{% block title %}{{ block.super }}!{% endblock %}",
    "a block of its own in a block": (
        "{% extends 'shell.html' %}{% block main %}{% block more %}more{% endblock %}{% endblock %}"
    ),
    "two above": "{% extends 'middle.html' %}{% block text %}{{ name }}{% endblock %}",
    "two above, in a block of the middle": "{% extends 'middle.html' %}{% block more %}{{ name }}{% endblock %}",
    "a name that comes with the page": "{% extends shell %}{% block text %}{{ name }}{% endblock %}",
    "includes that extend": (
        "{% extends 'shell.html' %}"
        "{% block main %}{% include 'middle.html' %}{% include 'middle.html' only %}{% endblock %}"
    ),
}
MIDDLE = (
    "{% extends 'shell.html' %}"
    "{% block main %}<b>{% block text %}{% endblock %}{% block more %}?{% endblock %}</b>{% endblock %}"
)
VALUES = {"site": "Wire & Co", "name": "<Ada>", "wide": True, "shell": "shell.html"}


@pytest.mark.parametrize("page", PAGES)
def test_page_is_the_same(page):
    files = {"shell.html": SHELL, "middle.html": MIDDLE, "page.html": PAGES[page]}
    usual, quick = (engine_with(files, is_quick=is_quick).get_template("page.html") for is_quick in (False, True))

    for values in (VALUES, VALUES | {"wide": False}, {}):
        values = {"shell": "shell.html"} | values
        expected = usual.render(Context(values))
        assert [quick.render(Context(values)) for _ in range(2)] == [expected] * 2


def test_page_that_extends_another_of_its_own_name_is_left_to_django():
    inner = ("django.template.loaders.locmem.Loader", {"page.html": "<p>{% block text %}{% endblock %}</p>"})
    outer = (
        "django.template.loaders.locmem.Loader",
        {"page.html": "{% extends 'page.html' %}{% block text %}a{% endblock %}"},
    )
    engine = engine_with({}, is_quick=True)
    engine.loaders = [("newsportal.quick.folding.Loader", [outer, inner])]

    assert engine.get_template("page.html").render(Context()) == "<p>a</p>"


def test_page_is_put_together_when_it_is_loaded():
    template = engine_with({"shell.html": SHELL, "page.html": PAGES["one block"]}, is_quick=True).get_template(
        "page.html"
    )
    [node] = template.nodelist.get_nodes_by_type(ExtendsNode)

    assert node.whole.name == "shell.html"
    assert node.whole.render(Context(VALUES)) == template.render(Context(VALUES))


def test_page_that_extends_nothing_that_is_there_is_an_error_when_it_is_asked_for():
    template = engine_with({"page.html": "{% extends 'gone.html' %}"}, is_quick=True).get_template("page.html")

    with pytest.raises(TemplateDoesNotExist, match="gone.html"):
        template.render(Context())
