"""Folded templates say what they said before, and do less for it."""

import re

import pytest
import time_machine
from django.conf import settings as site_settings
from django.template import Context, Engine
from django.template.base import TextNode

from newsportal.rendered import Rendered
from newsportal.templatetags import remembering
from tests.factories import make_article, make_author, make_photo, make_section, make_topic, make_user

FILES = {
    "shell.html": "{% load i18n %}<p>{% block text %}{% endblock %}</p>",
    "all.html": (
        '{% extends "shell.html" %}{% load i18n static %}{# nothing #}'
        "{% block text %}{% translate 'Save' %} <a href=\"{% url 'news' %}\">"
        "{% blocktranslate %}100% of it{% endblocktranslate %}</a>"
        "{% if yes %}{% static 'img/mark.svg' %}{% include 'small.html' only %}{% else %}{% url 'nowhere' %}{% endif %}"
        "{% for x in 'ab' %}{% url 'home' as home %}{% include 'given.html' with x=x only %}{{ home }}{% endfor %}"
        "{% comment %}gone{% endcomment %}{% translate 'Save' as saved %}{{ saved }}{% translate word %}{% endblock %}"
    ),
    "small.html": "{% load i18n %}{% translate 'Small' %}",
    "given.html": "{% load i18n %}{{ x }}{% translate 'Given' %}",
}


def engine_with(*loaders) -> Engine:
    libraries = {"i18n": "django.templatetags.i18n", "static": "django.templatetags.static"}
    return Engine(loaders=list(loaders), libraries=libraries)


def test_folded_template_renders_the_same():
    plain = ("django.template.loaders.locmem.Loader", FILES)
    context = {"yes": True, "word": "<b>"}

    before = engine_with(plain).get_template("all.html").render(Context(context))
    after = engine_with(("newsportal.quick.folding.Loader", [plain])).get_template("all.html").render(Context(context))

    assert before == after
    assert 'Save <a href="/news/">100% of it</a>/static/img/mark.svg' in after
    assert "Smalla" in after


def test_what_is_constant_becomes_one_text():
    page = "{% load i18n %}<a href=\"{% url 'news' %}\">{% translate 'Save' %}</a>{% include 'small.html' only %}"
    files = {"page.html": page}
    loader = ("django.template.loaders.locmem.Loader", FILES | files)

    nodes = engine_with(("newsportal.quick.folding.Loader", [loader])).get_template("page.html").nodelist

    assert [type(node) for node in nodes] == [TextNode]
    assert nodes[0].s == '<a href="/news/">Save</a>Small'


@pytest.mark.django_db
def test_pages_are_the_same_folded_and_not(admin_client, settings, monkeypatch):
    world, photo = make_section("World"), make_photo()
    ada = make_author()
    story = make_article(
        "Harbour reopens", topics=[world, make_topic()], tags=["ships"], authors=[ada], lead_photo=photo
    )
    make_article("Older", topics=[world], hours_ago=30, is_breaking=True)
    make_user("anna")
    addresses = ["/", "/news/", "/news/?topic=world&topic=x", "/topics/", "/topics/world/", "/tags/ships/", "/search/"]
    addresses += [story.get_absolute_url(), ada.get_absolute_url(), "/currency/", "/partners/", "/my/", "/my/edit/"]
    addresses += ["/zone/", "/about/", "/accounts/", "/sitemap.xml", "/news/feed.rss", "/admin/", "/nowhere/"]

    def pages() -> list[str]:
        monkeypatch.setattr(remembering, "rendered", Rendered())  # nothing is remembered of other pages
        return [admin_client.get(address).content.decode() for address in addresses]

    with time_machine.travel(story.published_at, tick=False) as clock:
        clock.shift(60)
        folded = pages()
        plain = site_settings.TEMPLATES[0]["OPTIONS"] | {"loaders": site_settings.TEMPLATE_LOADERS}
        settings.TEMPLATES = [site_settings.TEMPLATES[0] | {"OPTIONS": plain}]
        unfolded = pages()

    assert site_settings.TEMPLATES[0]["OPTIONS"]["loaders"][0] == site_settings.TEMPLATE_LOADERS[0]
    masked = [mask(page) for page in folded]
    assert masked == [mask(page) for page in unfolded]


def mask(page: str) -> str:
    """``page`` without the numbers at random that forms carry."""
    return re.sub(r'(csrfmiddlewaretoken" value=|nonce=)"[^"]+"', "", page)
