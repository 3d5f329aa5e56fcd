import datetime
import xml.etree.ElementTree as ET

import pytest

from tests.factories import make_article

pytestmark = pytest.mark.django_db
NAMES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(response):
    return [loc.text for loc in ET.fromstring(response.content).iter(f"{NAMES}loc")]  # noqa: S314 - our own text


def at(*parts):
    return datetime.datetime(*parts, tzinfo=datetime.UTC)


def test_sitemap_lists_the_months_that_have_articles(client):
    make_article(published_at=at(2026, 3, 31, 23, 59))
    make_article(published_at=at(2026, 1, 1))
    make_article(published_at=at(2025, 12, 31, 23, 59, 59))

    response = client.get("/sitemap.xml")

    host = "http://127.0.0.1:8000/sitemaps/"
    assert locations(response) == [f"{host}2026-03.xml", f"{host}2026-01.xml", f"{host}2025-12.xml"]


def test_month_lists_its_articles_with_their_last_change(client):
    march = make_article("Früh", published_at=at(2026, 3, 1), updated_at=at(2026, 4, 2, 10, 30))
    make_article(published_at=at(2026, 4, 1))

    response = client.get("/sitemaps/2026-03.xml")

    assert locations(response) == [f"http://127.0.0.1:8000{march.get_absolute_url()}"]
    assert b"<lastmod>2026-04-02T10:30:00+00:00</lastmod>" in response.content


@pytest.mark.parametrize("month", ["2026-00", "2026-13", "0000-01", "9999-12", "2026-05", "x"])
def test_month_without_articles_is_not_found(client, month):
    assert client.get(f"/sitemaps/{month}.xml").status_code == 404


def test_sitemap_of_an_empty_site_is_well_formed(client):
    assert locations(client.get("/sitemap.xml")) == []


def test_robots_find_the_sitemap_and_keep_out_of_the_desk(client):
    text = client.get("/robots.txt").content.decode()

    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
    assert "Disallow: /admin/" in text
