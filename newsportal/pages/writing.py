"""From what an editor typed to the standing page that is stored."""

from articles.body import clean_body
from newsportal.pages.models import Page


def write_page(page: Page) -> None:
    """Clean the page's text, which is printed as it is stored, and save it."""
    page.title = " ".join(page.title.split())
    page.body = clean_body(page.body)
    page.save()
