"""Names of the fields in rows, for those who do not see the head of the table."""

import re

import pytest
from django.urls import reverse

from articles.models import OutsideLink
from tests.articles.admin.desk import add_article, sign_in
from tests.factories import make_article, make_author, make_user


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def names(response, prefix: str) -> dict[str, str]:
    """What each field that can be seen in the rows of ``prefix`` is called."""
    found = {}
    for tag in re.findall(r"<(?:input|select|textarea)\b[^>]*>", response.content.decode()):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("name", "").startswith(f"{prefix}-") and attributes.get("type") != "hidden":
            found[attributes["name"].removeprefix(f"{prefix}-")] = attributes.get("aria-label", "")
    return found


def test_fields_in_rows_are_named_by_row_and_column(editor):
    article = make_article(authors=[make_author("Ada Reed"), make_author("Ben Cole")])
    OutsideLink.objects.create(article=article, outlet="Gazette", title="Ships", url="https://gazette.example/")

    page = editor.get(reverse("admin:articles_article_change", args=[article.pk]))

    assert names(page, "authorships") == {
        "0-author": "Author 1: Author",
        "0-order": "Author 1: Order",
        "1-author": "Author 2: Author",
        "1-order": "Author 2: Order",
        "__prefix__-author": "Author __number__: Author",
        "__prefix__-order": "Author __number__: Order",
    }
    assert names(page, "photo_rows") == {
        "__prefix__-photo": "Further photograph __number__: Photograph",
        "__prefix__-order": "Further photograph __number__: Order",
    }
    assert names(page, "outside_links")["0-url"] == "Link in other media 1: Address"


def test_rows_of_a_refused_form_keep_their_names(editor):
    response = add_article(editor, headline="", authors=[make_author("Ada Reed"), make_author("Ben Cole")])

    assert {name: said for name, said in names(response, "authorships").items() if name[0].isdigit()} == {
        "0-author": "Author 1: Author",
        "0-order": "Author 1: Order",
        "1-author": "Author 2: Author",
        "1-order": "Author 2: Order",
    }
