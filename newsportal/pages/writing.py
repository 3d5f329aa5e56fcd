"""From what an editor typed to the standing page that is stored."""

from django.db import transaction

from articles.body import clean_body
from newsportal.pages.models import Page
from topics.versions import touch


@transaction.atomic
def write_page(page: Page) -> None:
    """Clean the page's text, which is printed as it is stored, and save it."""
    page.title = " ".join(page.title.split())
    page.body = clean_body(page.body)
    page.save()
    touch("pages")
