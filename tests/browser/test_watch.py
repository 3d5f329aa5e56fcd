"""The watch over the other tests of this folder sees what it is for."""

import pytest
from django.http import HttpResponse
from django.urls import path

POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; img-src *"


def answer(html):
    return lambda request: HttpResponse(html, headers={"Content-Security-Policy": POLICY})


urlpatterns = [
    path("quiet/", answer("<!doctype html><title>Quiet</title><h1>Nothing wrong here</h1>")),
    path("outside/", answer('<!doctype html><img src="http://elsewhere.example/dot.png" alt="">')),
    path("refused/", answer("<!doctype html><style>h1 { color: red }</style>")),
    path("error/", answer("<!doctype html><script>throw new Error('nobody catches this')</script>")),
    path("missing/", lambda request: HttpResponse("Not here", status=404)),
]


@pytest.fixture
def here(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def problems(watch):
    """What kinds of problem the watch saw; they are forgiven afterwards."""
    yield lambda: {problem.split()[0] for problem in watch.problems}
    watch.problems.clear()


def test_watch_says_nothing_of_a_sound_page(here, page, watch):
    page.goto("/quiet/")

    assert watch.unexpected() == []


def test_watch_sees_a_request_that_leaves_the_site(here, page, problems):
    with page.expect_console_message():
        page.goto("/outside/")

    assert problems() == {"request", "console"}  # the console tells that it failed


def test_watch_sees_what_the_security_policy_refuses_without_javascript_too(here, plain_page, problems):
    with plain_page.expect_console_message():
        plain_page.goto("/refused/")

    assert problems() == {"console"}


def test_watch_sees_an_error_nobody_caught(here, page, problems):
    with page.context.expect_event("weberror"):
        page.goto("/error/")

    assert problems() == {"uncaught:"}


def test_watch_forgives_what_the_test_expects(here, page, watch):
    watch.expect("404 (Not Found)")

    with page.expect_console_message():
        page.goto("/missing/")

    assert (len(watch.problems), watch.unexpected()) == (1, [])
