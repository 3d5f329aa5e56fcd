"""A page is left when its scripts have their answers, however slow the machine is."""

import threading

import pytest
from django.http import HttpResponse
from django.urls import path

PAGE = "<!doctype html><title>Quiet</title><h1>Asks for nothing by itself</h1>"
BUSY = 0.5  # seconds; long enough to leave the page meanwhile


def answer_late(request):
    threading.Event().wait(BUSY)
    return HttpResponse("Done")


urlpatterns = [path("quiet/", lambda request: HttpResponse(PAGE)), path("late/", answer_late)]


@pytest.fixture(autouse=True)
def here(settings):
    settings.ROOT_URLCONF = __name__


@pytest.mark.parametrize("leave", ["goto", "reload", "close"])
def test_page_is_left_after_the_answers(page, site, leave):
    ends = []
    page.context.on("requestfinished", lambda request: ends.append(("answered", request.url.removeprefix(site))))
    page.context.on("requestfailed", lambda request: ends.append(("given up", request.url.removeprefix(site))))
    page.goto("/quiet/")
    page.evaluate("() => { fetch('/late/').then(answer => answer.text()); }")

    getattr(page, leave)(*["/quiet/"] if leave == "goto" else [])

    assert [end for end in ends if end[1] == "/late/"] == [("answered", "/late/")]


def test_request_that_gets_no_answer_is_named(page, monkeypatch):
    page.goto("/quiet/")
    page.evaluate("() => { fetch('/late/').then(answer => answer.text()); }")

    with monkeypatch.context() as patch:
        patch.setattr("tests.browser.conftest.PATIENCE", BUSY / 10)
        with pytest.raises(AssertionError, match="never answered: .*/late/"):
            page.goto("/quiet/")
