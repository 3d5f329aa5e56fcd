"""The stream of stories as tests see it."""

from playwright.sync_api import Locator, Page


def headlines(page: Page) -> Locator:
    """The headlines on the page, to be waited for: ``expect(headlines(page)).to_have_text(["Newest", "Older"])``."""
    return page.locator("[data-stream] h3")
