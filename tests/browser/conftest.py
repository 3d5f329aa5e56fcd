"""Chromium for the tests in this folder, and the watch it is under.

Every page a test opens is watched: an error in its console (a refusal by the content security policy is one), an
exception nobody caught, and a request that leaves the site fail the test, unless it said ``watch.expect(…)``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.browser.chromium import find_chromium

HERE = Path(__file__).parent
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    if not executable:
        pytest.skip("There is no Chromium on this machine.")
    # Playwright's loop runs in the thread of the tests, which Django takes for an asynchronous context.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
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
def open_page(browser, site, watch) -> Iterator[Callable[..., Page]]:
    """``open_page(java_script_enabled=False, color_scheme="dark", …)``: a page of a reader nobody has seen before.

    Takes what Playwright's ``new_context`` takes. Addresses may be written without the host: ``page.goto("/news/")``.
    """
    contexts = []

    def open_page(**options) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(base_url=site, reduced_motion="reduce", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page) -> Page:
    """A page with JavaScript."""
    return open_page()


@pytest.fixture
def plain_page(open_page) -> Page:
    """A page without JavaScript."""
    return open_page(java_script_enabled=False)
