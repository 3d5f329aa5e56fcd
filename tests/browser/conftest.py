"""Chromium for the tests in this folder, and the watch it is under.

Every page a test opens is watched: an error in its console (a refusal by the content security policy is one), an
exception nobody caught, and a request that leaves the site fail the test, unless it said ``watch.expect(…)``.

What a test reads from a page after an act, it reads with Playwright's ``expect``, which waits; ``inner_text()``,
``count()`` and the like take what is there at that moment, which may be the page before, or half of the next one.
``wait_for_function`` is none of these ways: from its second look on, the content security policy refuses it.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.chromium import find_chromium

HERE = Path(__file__).parent
PATIENCE = 20  # seconds: what takes so long on a busy machine is not on its way
SCRIPTED = {"fetch", "xhr"}
# What readers, reporters and editors do every day: these tests belong to `make test`.
MAIN_PATHS = {
    "test_editor.py",
    "test_errands.py",
    "test_feed_path.py",
    "test_reader_paths.py",
    "test_review.py",
    "test_search.py",
}
ARGUMENTS = [
    "--no-sandbox",  # tests run as root in containers
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine can be reached, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the markers
def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if item.path.name in MAIN_PATHS:
                item.add_marker(pytest.mark.main_path)


class Watch:
    """What went wrong on the pages of one test, in sentences."""

    def __init__(self, site: str):
        self.site = site
        self.problems: list[str] = []
        self.expected: list[str] = []

    def expect(self, text: str) -> None:
        """A problem whose sentence holds ``text`` belongs to the test, such as the 404 it asks for."""
        self.expected.append(text)

    def over(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self._see_request(request.url))
        context.on("console", self._see_console)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))

    def unexpected(self) -> list[str]:
        return [problem for problem in self.problems if not any(text in problem for text in self.expected)]

    def _see_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and f"{parts.scheme}://{parts.netloc}" != self.site:
            self.problems.append(f"request leaves the site: {url}")

    def _see_console(self, message: ConsoleMessage) -> None:
        # Chromium asks for /favicon.ico by itself where a page names no icon, as bare answers do not.
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            page = message.page.url if message.page else "a closed page"
            self.problems.append(f"console of {page}: {message.text}")


class Errands:
    """What the scripts of one test's pages have asked for and not been answered yet.

    A page that is left or closed gives up what it asked for: an act would be done on a fast machine and undone on a
    slow one. So whatever leaves a page waits for the answers first. Only what has been asked is waited for: a test
    that clicks still waits for what shows that the act was done. A browser that is killed is told nothing more: what
    it asked for is forgotten with it.
    """

    LEAVE = ("goto", "reload", "go_back", "go_forward", "close")

    def __init__(self):
        self._of_contexts: list[set[Request]] = []

    @property
    def under_way(self) -> set[Request]:
        return set().union(*self._of_contexts)

    def over(self, context: BrowserContext) -> None:
        asked: set[Request] = set()
        self._of_contexts.append(asked)
        context.on("page", self._over_page)
        context.on("request", lambda request: request.resource_type in SCRIPTED and asked.add(request))
        context.on("requestfinished", lambda request: asked.discard(request))
        context.on("requestfailed", lambda request: asked.discard(request))
        context.on("close", lambda _: asked.clear())

    def wait(self, page: Page) -> None:
        """Returns when ``page`` and those beside it have their answers; fails when one does not come."""
        end = time.monotonic() + PATIENCE
        while self.under_way:
            assert time.monotonic() < end, f"never answered: {[request.url for request in self.under_way]}"
            page.wait_for_timeout(5)  # events arrive while Playwright is at work

    def _over_page(self, page: Page) -> None:
        for name in self.LEAVE:
            setattr(page, name, self._waiting(page, getattr(page, name)))

    def _waiting(self, page: Page, leave: Callable) -> Callable:
        @functools.wraps(leave)
        def wait_and_leave(*arguments, **options):
            self.wait(page)
            return leave(*arguments, **options)

        return wait_and_leave


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if not executable:
        pytest.skip("There is no Chromium on this machine.")
    # Playwright's loop runs in the thread of the tests, which Django takes for an asynchronous context.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server, settings) -> str:
    """The address of the running site; the site takes it for its own."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture
def watch(site) -> Iterator[Watch]:
    watch = Watch(site)
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def errands() -> Errands:
    return Errands()


@pytest.fixture
def open_page(browser, site, watch, errands) -> Iterator[Callable[..., Page]]:
    """``open_page(java_script_enabled=False, color_scheme="dark", …)``: a page of a reader nobody has seen before.

    Takes what Playwright's ``new_context`` takes. Addresses may be written without the host: ``page.goto("/news/")``.
    """
    contexts = []

    def open_page(**options) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(base_url=site, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        watch.over(context)
        errands.over(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        for page in context.pages:
            page.close()
        context.close()


@pytest.fixture
def page(open_page) -> Page:
    """A page with JavaScript."""
    return open_page()


@pytest.fixture
def plain_page(open_page) -> Page:
    """A page without JavaScript."""
    return open_page(java_script_enabled=False)
