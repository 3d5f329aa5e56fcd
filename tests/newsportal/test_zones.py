import datetime

import pytest

from newsportal.zones import zone_names
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def address():
    moment = datetime.datetime(2026, 7, 8, 15, 20, tzinfo=datetime.UTC)
    return make_article(published_at=moment).get_absolute_url()


def test_times_stand_in_the_sites_zone(client, address):
    html = client.get(address).content.decode()

    assert 'datetime="2026-07-08T17:20:00+0200"' in html
    assert "UTC+2" in html


def test_reader_chooses_a_zone_and_comes_back(client, address):
    response = client.post("/zone/", {"zone": "Asia/Kolkata", "next": address})
    html = client.get(address).content.decode()

    assert (response.status_code, response.headers["Location"]) == (302, address)
    assert 'datetime="2026-07-08T20:50:00+0530"' in html
    assert "UTC+5:30" in html


def test_reader_goes_back_to_the_sites_zone(client, address):
    client.cookies["zone"] = "Asia/Kolkata"

    client.post("/zone/", {"zone": "", "next": "/"})

    assert "+0200" in client.get(address).content.decode()


@pytest.mark.parametrize("value", ["Mars/Olympus", "../../etc/passwd", "", "x" * 5000, "Europe/Berlin\x00"])
def test_unknown_zone_in_the_cookie_is_ignored(client, address, value):
    client.cookies["zone"] = value

    assert "UTC+2" in client.get(address).content.decode()


def test_unknown_zone_in_the_form_gets_a_message(client):
    response = client.post("/zone/", {"zone": "Mars/Olympus", "next": "/"})

    assert response.status_code == 200
    assert "zone" in response.context["form"].errors
    assert response.cookies.get("zone") is None


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "", "nowhere"]
)
def test_way_back_never_leads_to_another_site(client, address):
    response = client.post("/zone/", {"zone": "UTC", "next": address})

    assert response.headers["Location"] == "/"


def test_zones_are_places_and_utc():
    assert {"Europe/Moscow", "Asia/Kathmandu", "UTC"} <= zone_names()
    assert not {"EST", "Etc/GMT+3", "posixrules", "US/Eastern"} & zone_names()
