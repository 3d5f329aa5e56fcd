import random
from string import ascii_letters

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from newsportal.feeds.cookie import SALT, FeedTooLarge, keep_in_cookie, rules_in_cookie
from newsportal.feeds.rules import Choice, Rules

RULES = Rules(
    include=Choice(topics=("world",), tags=("ports",), authors=("ada-reed",), words=("grain prices", "зерно")),
    mute=Choice(topics=("sport",), words=("football",)),
)


def sent_back(value: str):
    return RequestFactory().get("/my/", headers={"Cookie": f"feed={value}"})


def test_cookie_brings_back_all_rules():
    response = HttpResponse()

    keep_in_cookie(response, RULES)

    cookie = response.cookies["feed"]
    assert rules_in_cookie(sent_back(cookie.value)) == RULES
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_cookie_of_the_first_version_is_understood():
    first = signing.dumps({"topics": ["world"]}, salt=SALT, compress=True)

    assert rules_in_cookie(sent_back(first)) == Rules(include=Choice(topics=("world",)))


def test_no_rules_forget_the_cookie():
    response = HttpResponse()

    keep_in_cookie(response, Rules())

    assert response.cookies["feed"]["max-age"] == 0


def test_cookie_never_exceeds_what_browsers_keep():
    dice = random.Random(1)
    words = ["".join(dice.choices(ascii_letters, k=60)) for _ in range(100)]  # such letters cannot be compressed much
    response, kept = HttpResponse(), 0
    for count in range(1, 100):
        rules = Rules(include=Choice(words=tuple(words[:count])))
        try:
            keep_in_cookie(response, rules)
            kept = count
        except FeedTooLarge:
            break

    assert 10 < kept < 99
    assert len(response.cookies["feed"].OutputString()) < 4096
    assert rules_in_cookie(sent_back(response.cookies["feed"].value)) == Rules(
        include=Choice(words=tuple(words[:kept]))
    )


@pytest.mark.parametrize(
    "value",
    [
        "rubbish",
        "a:b:c",
        "." * 5000,
        signing.dumps({"include": {"topics": ["world"]}}, salt="another"),
        signing.dumps(["world"], salt=SALT),
        signing.dumps(7, salt=SALT),
        signing.dumps({"include": {"topics": "world"}}, salt=SALT),
        signing.dumps({"topics": 7}, salt=SALT),
        signing.dumps({"include": {"topics": ["world"]}}, salt=SALT)[:-3] + "abc",
    ],
    ids=["text", "colons", "dots", "salt", "list", "number", "kind", "old", "forged"],
)
def test_cookie_this_site_did_not_write_holds_no_rules(value):
    assert rules_in_cookie(sent_back(value)) == Rules()
