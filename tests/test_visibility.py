"""What readers must not see: created here in every form, then looked for on every page there is."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Status
from articles.publishing import retract
from articles.views import search
from tests.factories import make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
TOLD = re.compile(r"secret[ -](draft|review|approved|schedule|body|withdrawn|lapsed|tag|topic|plans)", re.IGNORECASE)
ADDRESS = re.compile(r"""(?:href|src|action|loc|data-part)(?:=["']|>)([^"'<]+)""")


@pytest.fixture
def newsroom():
    """A published story, and for each hidden one a headline that says "secret", all filed in the same places."""
    now = timezone.now()
    section = make_section("World")
    places = {
        "section": section,
        "topics": [make_topic("Europe", parent=section)],
        "tags": ["grain"],
        "authors": [make_author()],
        "lead_photo": make_photo(),
    }
    shown = make_article("Public story", **places)
    hidden = [
        make_article("Secret draft", status=Status.DRAFT, **places),
        make_article("Secret review", status=Status.IN_REVIEW, published_at=now - HOUR, **places),
        make_article("Secret schedule", published_at=now + HOUR, **places),
        make_article("Secret approved", status=Status.APPROVED, published_at=now - HOUR, **places),
        make_article("Secret withdrawn", status=Status.WITHDRAWN, **places),
        make_article("Secret lapsed", published_at=now - 2 * HOUR, withdraw_at=now - HOUR, **places),
    ]
    wrong = make_article("Public mistake", lead="Secret body", body="<p>Secret body</p>", **places)
    retract(wrong, by=None, text="It was not so.")
    make_article("Secret tag", status=Status.DRAFT, tags=["secret-tag"])
    make_article("Secret topic", status=Status.DRAFT, topics=[make_topic("Secret plans")])
    shown.related.set(hidden)
    return hidden


def crawl(client, start):
    """Every address of this site that can be reached from ``start`` by links, with its text."""
    pages, waiting = {}, list(start)
    while waiting:
        address = waiting.pop().replace("&amp;", "&").replace("http://127.0.0.1:8000", "").partition("#")[0]
        if address in pages or not address.startswith("/") or address.startswith(("/static/", "/media/", "/admin/")):
            continue
        response = client.get(address)
        if response.status_code == 200 and not response.streaming:
            pages[address] = response.content.decode()
            waiting += ADDRESS.findall(pages[address])
        else:
            pages[address] = response.headers.get("Location", "")  # a way on is not missing
            waiting += [pages[address]] if pages[address] else []
    return pages


def test_hidden_articles_appear_nowhere(client, newsroom, monkeypatch):
    monkeypatch.setattr(search, "MOST_A_MINUTE", 10_000)  # every way to narrow a search is a page of its own
    client.post(reverse("my_feed"), {"topic": ["world"]}, headers={"Sec-Fetch-Site": "same-origin"})
    start = ["/", "/sitemap.xml", "/robots.txt", "/search/?q=secret", "/search/?q=story", "/my/", "/news/part/"]
    start += [f"/news/feed.{form}" for form in ("rss", "atom")] + [
        "/topics/europe/feed.rss",
        "/topics/europe/feed.atom",
    ]

    pages = crawl(client, start)

    assert {address for address, text in pages.items() if TOLD.search(text)} == set()
    assert "secret" in pages["/search/?q=secret"]
    missing = [address for address, text in pages.items() if not text and not address.startswith("/zone/")]
    assert missing == []
    assert {address for address, text in pages.items() if "Public mistake" in text} == {
        "/corrections/",
        *(address for address in pages if "/feed." in address),
        *(address for address in pages if "public-mistake/" in address and not address.startswith("/zone/")),
    }
    reached = {address.split("?")[0] for address in pages}
    assert {"/news/", "/topics/", "/topics/world/", "/tags/grain/", "/authors/ada-reed/"} <= reached
    assert sum("Public story" in text for text in pages.values()) > 10


def test_hidden_articles_have_no_page(client, newsroom):
    codes = {a.headline: client.get(a.get_absolute_url()).status_code for a in newsroom}

    assert codes == {
        "Secret draft": 404,
        "Secret review": 404,
        "Secret schedule": 404,
        "Secret approved": 404,
        "Secret withdrawn": 410,
        "Secret lapsed": 410,
    }


def test_gone_page_does_not_say_what_was_there(client, newsroom):
    response = client.get(newsroom[4].get_absolute_url())

    text = response.content.decode().lower().replace("/secret-withdrawn/", "")  # the way back, as the reader knows it
    assert "secret" not in text


def test_tag_of_drafts_alone_has_no_page(client, newsroom):
    assert client.get("/tags/secret-tag/").status_code == 404
