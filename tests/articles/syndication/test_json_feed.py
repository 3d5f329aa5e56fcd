import datetime
import json

import pytest

from tests.articles.syndication.reading import SITE
from tests.factories import make_article, make_author, make_photo, make_section

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 7, 8, 15, 20, tzinfo=datetime.UTC)


def test_json_feed_holds_everything(client, settings):
    article = make_article(
        "Ships move",
        lead="Slowly & <surely>.",
        section=make_section("World"),
        tags=["storms"],
        authors=[make_author()],
        lead_photo=make_photo(digest="0123456789abcdef"),
        published_at=MOMENT,
        updated_at=MOMENT + datetime.timedelta(hours=3),
    )

    response = client.get("/topics/world/feed.json")

    photo = f"{SITE}/media/0123456789abcdef/social-50x50-1200.jpg"
    alt, credit = "A ship at the quay", "Ada Reed/WIRE"
    assert response.headers["Content-Type"] == "application/feed+json"
    assert json.loads(response.content) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "World · Test Wire",
        "home_page_url": f"{SITE}/topics/world/",
        "feed_url": f"{SITE}/topics/world/feed.json",
        "description": "News about World",
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": "Test Wire", "url": f"{SITE}/"}],
        "items": [
            {
                "id": f"{SITE}/news/{article.pk}/",
                "url": f"{SITE}{article.get_absolute_url()}",
                "title": "Ships move",
                "summary": "Slowly & <surely>.",
                "content_html": "<p>Slowly &amp; &lt;surely&gt;.</p>"
                f'<figure><img src="{photo}" width="1200" height="630" alt="{alt}">'
                f"<figcaption>© {credit}</figcaption></figure><p>The story in full.</p>",
                "date_published": "2026-07-08T15:20:00+00:00",
                "date_modified": "2026-07-08T18:20:00+00:00",
                "authors": [{"name": "Ada Reed", "url": f"{SITE}/authors/ada-reed/"}],
                "tags": ["World", "storms"],
                "language": settings.LANGUAGE_CODE,
                "image": photo,
                "attachments": [{"url": photo, "mime_type": "image/jpeg", "title": f"{alt} © {credit}"}],
                "_photo": {"url": photo, "width": 1200, "height": 630, "alt": alt, "credit": credit},
            }
        ],
    }


def test_json_feed_leaves_out_what_a_story_does_not_have(client):
    article = make_article("Strait closed", lead="", body="", is_breaking=True, published_at=MOMENT)

    (item,) = json.loads(client.get("/news/feed.json").content)["items"]

    assert item == {
        "id": f"{SITE}/news/{article.pk}/",
        "url": f"{SITE}{article.get_absolute_url()}",
        "title": "Strait closed",
        "content_html": "",
        "date_published": "2026-07-08T15:20:00+00:00",
        "date_modified": "2026-07-08T15:20:00+00:00",
        "language": article.language,
    }


def test_json_feed_without_stories_has_an_empty_list(client):
    assert json.loads(client.get("/news/feed.json").content)["items"] == []
