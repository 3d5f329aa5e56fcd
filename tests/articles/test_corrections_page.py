"""Where readers find corrections: on the story, on the page of all of them, in its data for machines, in feeds."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Correction, Status
from articles.publishing import retract, withdraw
from tests.articles.syndication.reading import FORMATS, parsed, titles
from tests.factories import HOUR, make_article, make_author, make_section

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def data_of(response) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.+?)</script>', response.content.decode())[1])


def make_correction(article, text="Ten ships.", *, hours_ago=0.0, **fields) -> Correction:
    fields = {"kind": "correction"} | fields
    return Correction.objects.create(article=article, text=text, at=timezone.now() - hours_ago * HOUR, **fields)


def listed(response) -> list[tuple[str, str]]:
    return [(notice.article.headline, notice.text) for notice in response.context["notices"]]


@pytest.fixture
def long_story():
    return make_article("Harbour", body="<p>First page.</p><hr class='page-break'><p>Second page.</p>")


def test_notices_stand_above_and_below_the_text_with_their_dates(client, long_story):
    make_correction(long_story, "Above it.\n\nAll of it.", place="top", kind="clarification")
    notice = make_correction(long_story, "<b>Below</b> it.", place="bottom")

    first, second = (text_of(client.get(long_story.get_page_url(number))) for number in (1, 2))

    assert re.search(r"Clarification .* UTC\+?\d* Above it. All of it. First page.", first)
    assert f"{timezone.localtime(notice.at):%H:%M}" in second
    assert re.search(r"Second page. Correction .* &lt;b&gt;Below&lt;/b&gt; it.", second)
    assert "Below" not in first
    assert "Above" not in second


def test_story_without_corrections_asks_for_none(client, long_story):
    with CaptureQueriesContext(connection) as queries:
        client.get(long_story.get_absolute_url())

    assert [q for q in queries if 'FROM "articles_correction" WHERE' in q["sql"] and "EXISTS" not in q["sql"]] == []


def test_data_for_machines_names_corrections(client):
    article = make_article(hours_ago=5)
    notice = make_correction(article, "Ten ships.")

    data = data_of(client.get(article.get_absolute_url()))

    assert data["correction"] == [
        {"@type": "CorrectionComment", "text": "Ten ships.", "datePublished": notice.at.isoformat()}
    ]
    assert data["dateModified"] == notice.at.isoformat()


def test_retracted_story_is_a_headline_and_a_notice(client):
    article = make_article("Harbour", lead="Secret lead.", body="<p>Secret text.</p>", section=make_section())
    make_article("Another")
    retract(article, text="It was not so.")

    response = client.get(article.get_absolute_url())

    assert (response.status_code, response.headers["X-Robots-Tag"]) == (200, "noindex")
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "Secret" not in response.content.decode()
    assert re.search(r"Harbour .* Retraction .* It was not so. .* Another", text_of(response))
    data = data_of(response)
    assert (data["headline"], data["creativeWorkStatus"]) == ("Harbour", "Retracted")
    assert [comment["text"] for comment in data["correction"]] == ["It was not so."]
    assert [story.headline for story in client.get("/news/").context["page"].articles] == ["Another"]


@pytest.mark.parametrize(("address", "leads_to"), [("/news/{}/old/", 301), ("/news/{}/{}/2/", 302)])
def test_other_addresses_of_a_retracted_story_lead_to_its_notice(client, address, leads_to):
    article = make_article("Harbour", section=make_section())
    retract(article, text="It was not so.")

    response = client.get(address.format(article.pk, article.slug))

    assert (response.status_code, response.headers["Location"]) == (leads_to, article.get_absolute_url())


def test_page_lists_what_readers_can_open_newest_first(client):
    shown, wrong, gone = make_article("Shown"), make_article("Wrong"), make_article("Gone")
    make_correction(shown, "Older.", hours_ago=3)
    make_correction(gone, "Unseen.", hours_ago=2)
    make_correction(make_article("Tomorrow", hours_ago=-24), "Unseen.", hours_ago=2)
    make_correction(make_article("Draft", status=Status.DRAFT), "Unseen.", hours_ago=2)
    make_correction(shown, "Newer.", hours_ago=1)
    retract(wrong, text="It was not so.")
    withdraw(gone)

    response = client.get("/corrections/")

    assert listed(response) == [("Wrong", "It was not so."), ("Shown", "Newer."), ("Shown", "Older.")]
    assert re.search(r"Wrong Retraction .* It was not so. .* Shown Correction", text_of(response))


def test_page_goes_on_to_its_end_with_the_same_queries(client):
    stories = [make_article(f"Story {number}") for number in range(45)]
    at = timezone.now() - HOUR
    for number, story in enumerate(stories):  # many at one moment, over the edges of pages
        notice = make_correction(story, f"Text {number}")
        Correction.objects.filter(pk=notice.pk).update(at=at)
    found, address, counts = [], "/corrections/", set()
    client.get(address)  # what all pages share is remembered from now on

    while address:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        found += [text for _story, text in listed(response)]
        counts.add(len(queries))
        cursor = response.context["next_cursor"]
        address = f"/corrections/?before={cursor}" if cursor else ""

    assert found == [f"Text {number}" for number in reversed(range(45))]
    assert len(counts) == 1


def test_page_without_corrections_says_so(client):
    assert "Nothing to correct" in text_of(client.get("/corrections/"))


def test_damaged_position_gives_a_message(client):
    assert "This address of an older page is damaged" in text_of(client.get("/corrections/?before=x"))


@pytest.mark.parametrize("format", FORMATS)
def test_feeds_carry_corrections(client, format):
    article = make_article("Harbour", hours_ago=5, lead="Ships.", body="<p>Text.</p>")
    above = make_correction(article, "Above & over.", place="top", hours_ago=1)
    make_correction(article, "Below.", place="bottom", hours_ago=2)

    response = client.get(f"/news/feed.{format}")

    if format == "json":
        item = json.loads(response.content)["items"][0]
        html, updated = item["content_html"], item["date_modified"]
        assert [notice["text"] for notice in item["_corrections"]] == ["Below.", "Above & over."]
    else:
        entry = parsed(response).entries[0]
        html, updated = entry.content[0].value, entry.updated
    text = re.sub(r"<[^>]+>", " ", html)
    assert re.search(r"Correction, .* Above &amp; over\. .*Ships.*Text.*Correction, .* Below\.", text)
    assert updated[:19] == above.at.isoformat()[:19]


LISTS = ["/news/", "/news/?topic=world", "/topics/world/", "/tags/grain/", "/authors/ada-reed/"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("place", LISTS)
def test_retracted_story_stands_once_more_in_the_feeds_of_its_lists(client, place, format):
    world = make_section("World")
    filed = {"section": world, "topics": [world], "tags": ["grain"], "authors": [make_author()]}
    make_article("Before", hours_ago=4, **filed)
    wrong = make_article("Wrong", lead="Secret", body="<p>Secret</p>", hours_ago=3, **filed)
    elsewhere = make_article("Elsewhere", hours_ago=3, section=make_section("Sport"))
    retract(wrong, text="It was not so.")
    retract(elsewhere, text="Nor was this.")
    Correction.objects.filter(article=elsewhere).update(at=timezone.now() - HOUR)
    path, _, query = place.partition("?")

    response = client.get(f"{path}feed.{format}?{query}")

    others = ["Retracted: Elsewhere"] if place == "/news/" else []
    assert titles(response) == ["Retracted: Wrong", *others, "Before"]
    text = response.content.decode()
    assert "It was not so." in text
    assert "Secret" not in text


def test_feed_forgets_a_retraction_when_as_many_newer_stories_have_come(client):
    wrong = make_article("Wrong", hours_ago=100)
    retract(wrong, text="It was not so.")
    Correction.objects.update(at=timezone.now() - 50 * HOUR)
    for number in range(30):
        make_article(hours_ago=30 - number)

    first = titles(client.get("/news/feed.rss"))
    make_article(hours_ago=60)  # a page further on
    second = titles(client.get("/news/feed.rss"))

    assert ("Retracted: Wrong" in first, "Retracted: Wrong" in second) == (True, False)
