"""Standing pages at the desk."""

import pytest
from django.test import Client
from django.urls import reverse

from newsportal.pages.models import Page
from tests.factories import make_user


@pytest.fixture
def chief(db):
    client = Client()
    client.force_login(make_user("kim", group="Chief editor"))
    return client


def add(client, **fields):
    data = {"title": "Imprint", "slug": "imprint", "order": 40, "body": "<p>Who we are.</p>"}
    return client.post(reverse("admin:pages_page_add"), data | fields, follow=True)


def test_page_is_cleaned_and_served(chief, client):
    add(chief, title=" Im  print ", body="<h1>We</h1><p onclick=x>are<script>alert(1)</script></p>")

    page = Page.objects.get(slug="imprint")
    assert (page.title, page.body) == ("Im print", "<h2>We</h2><p>are</p>")
    assert "<h2>We</h2><p>are</p>" in client.get(page.get_absolute_url()).content.decode()


@pytest.mark.parametrize("slug", ["news", "topics", "admin", "search", "my", "no spaces", "about"])
def test_address_of_another_page_is_refused(chief, slug):
    response = add(chief, slug=slug)

    assert list(response.context["adminform"].form.errors) == ["slug"]


def test_too_much_text_is_refused(chief):
    response = add(chief, body="x" * 500_001)

    assert list(response.context["adminform"].form.errors) == ["body"]


def test_editor_changes_pages_but_makes_none(db):
    client = Client()
    client.force_login(make_user("anna", group="Editor"))
    about = Page.objects.get(slug="about")
    address = reverse("admin:pages_page_change", args=[about.pk])

    client.post(address, {"title": "About", "slug": "about", "order": 10, "body": "<p>New.</p>"})

    about.refresh_from_db()
    assert (about.title, about.body) == ("About", "<p>New.</p>")
    assert add(client).status_code == 403
