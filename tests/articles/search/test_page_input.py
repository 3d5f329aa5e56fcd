"""Whatever is typed, and whatever stands in an address, is answered with a page."""

import re

import pytest

from articles.views import search
from tests.factories import make_article, make_author, make_section

pytestmark = pytest.mark.django_db
NAUGHTY = [
    "undefined",
    "NULL",
    "-",
    "--",
    "OR",
    "OR OR | -",
    '"',
    '"""',
    "'; DROP TABLE articles_article; --",
    "1' OR '1'='1",
    "*",
    "ab*",
    "%_%",
    ":* & ! | ( ) <->",
    "NEAR(a b) AND NOT {headline}: ^x",
    "@u =ship @t1",
    "topic:",
    'topic:"',
    "topic:topic:topic:",
    "-topic:x",
    'author:"\x00"',
    "\x00",
    "\ufffe\ufeff\u202e",
    "Ω≈ç√∫˜µ≤≥÷",
    "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀",
    "ثم نفس سقطت",
    "🦉👩‍👩‍👧",
    "T̸h̷e̴",
    "٣",
    "1e400",
    "-1",
    "9" * 400,
    "x " * 400,
    "<script>alert(1)</script>",
    '"><svg/onload=alert(1)>',
    "{{ 7*7 }}{% csrf_token %}",
    "%s %(a)s {0}",
    "../../etc/passwd",
    "a\r\nX-Header: b",
]
PARAMETERS = ["q", "topic", "section", "tag", "author", "from", "to", "photo", "order", "page", "nothing"]


@pytest.mark.parametrize("name", PARAMETERS)
def test_whatever_stands_in_an_address_is_a_page(client, monkeypatch, name):
    monkeypatch.setattr(search, "MOST_A_MINUTE", 10_000)
    make_article("Grain", section=make_section("World"), tags=["ports"], authors=[make_author()])

    codes = {text: client.get("/search/", {"q": "grain", name: text}).status_code for text in NAUGHTY}
    answers = {text: client.get("/search/suggest/", {name: text}).status_code for text in NAUGHTY}

    assert {text: code for text, code in (codes | answers).items() if code != 200} == {}


def test_what_was_typed_is_escaped(client):
    page = client.get("/search/", {"q": "<b>grain</b>", "tag": "<i>", "topic": "<u>", "from": "<s>"}).content.decode()

    assert re.findall(r"<b>|<i>|<u>|<s>", page) == []
    assert 'value="&lt;b&gt;grain&lt;/b&gt;"' in page
