import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.styleguide.catalogue import component_names
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/styleguide/"


def test_style_guide_shows_every_component_to_staff(client):
    client.force_login(make_user("editor", group="Editor"))

    response = client.get(ADDRESS)

    html = response.content.decode()
    assert re.findall(r'<section class="styleguide__part" id="component-([a-z_]+)"', html) == component_names()
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert '<meta name="robots" content="noindex">' in html


def test_style_guide_asks_the_database_for_no_story(client):
    make_article("A story that is in the database")
    client.force_login(make_user("editor", group="Editor"))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = client.get(ADDRESS).content.decode()

    assert [query["sql"] for query in queries if '"articles_' in query["sql"]] == []
    assert "A story that is in the database" not in html


def test_ids_of_the_style_guide_are_unique(client):
    client.force_login(make_user("editor", group="Editor"))

    ids = re.findall(r'\sid="([^"]+)"', client.get(ADDRESS).content.decode())

    assert sorted(ids) == sorted(set(ids))


def test_forms_of_the_style_guide_name_samples_only(client):
    client.force_login(make_user("editor", group="Editor"))

    named = re.findall(r'name="topic" value="([^"]*)"', client.get(ADDRESS).content.decode())

    assert {re.sub(r"\d+", "", slug) for slug in named} == {"sample-"}


@pytest.mark.parametrize("username", [None, "reader"])
def test_everybody_else_is_sent_to_the_login_of_the_desk(client, username):
    if username:
        client.force_login(make_user(username))

    response = client.get(ADDRESS)

    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/styleguide/")
    assert response["Cache-Control"] == "private, no-store"


def test_style_guide_takes_nothing(client):
    client.force_login(make_user("editor", group="Editor"))

    assert client.post(ADDRESS).status_code == 405
