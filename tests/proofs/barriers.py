"""``make accessibility``, second part: axe over one page of every kind, in light, dark and on the smallest screen."""

from __future__ import annotations

import logging
import os
import sys

from playwright.sync_api import sync_playwright

from tests.browser.barriers import SMALL_TARGETS, open_answer, overflows, problems_of
from tests.browser.chromium import find_chromium
from tests.proofs.demonstration import prepare, serve

SCREENS = [("light", 1280), ("dark", 1280), ("light", 320)]


def look_at(pages: dict[str, str], address: str) -> dict[str, set[str]]:
    """What is wrong with each page, by its name and the screen; nothing when all are well."""
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        for scheme, width in SCREENS:
            page = browser.new_page(
                base_url=address,
                bypass_csp=True,  # axe writes styles into the page while it measures
                color_scheme=scheme,
                reduced_motion="reduce",
                viewport={"width": width, "height": 900},
            )
            for name, html in pages.items():
                open_answer(page, html)
                problems = problems_of(page) | set(page.evaluate(SMALL_TARGETS))
                if overflows(page):
                    problems.add("wider than the screen")
                if problems:
                    found[f"{name}, {scheme}, {width} px"] = problems
            page.close()
        browser.close()
    return found


def main() -> bool:
    """Whether nothing is found."""
    if not find_chromium():
        raise SystemExit("There is no Chromium on this machine.")
    logging.disable()  # errors are asked for on purpose
    with prepare() as address:
        from tests.proofs.pages import FRAGMENTS, html_of_pages  # its models need the settings of the prepared site

        pages = {name: html for name, html in html_of_pages().items() if name not in FRAGMENTS}
        # Playwright's loop runs in this thread, which Django takes for an asynchronous context.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        with serve(address):
            found = look_at(pages, address)
    for name, problems in found.items():
        print(name, *sorted(problems), sep="\n  ")
    print(f"{len(pages)} pages on {len(SCREENS)} screens: {'barriers, see above' if found else 'no barrier'}")
    return not found


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
