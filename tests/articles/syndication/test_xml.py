"""RSS and Atom, read back by feedparser."""

import datetime
import xml.etree.ElementTree as ET

import pytest

from articles.models import Article
from tests.articles.syndication.reading import SITE, XML, parsed
from tests.factories import make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 7, 8, 15, 20, tzinfo=datetime.UTC)
TYPES = {"rss": "application/rss+xml; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}
HOSTILE = [
    "Ships & “cranes” <move>",
    "]]> <![CDATA[ </title></item>",
    "&amp;lt; &#0; %s {{ 7 }}",
    "Vertical\x0btab, bell\x07, escape\x1b and \ufffe\uffff",
    "🦉 Ёлки العربية \u202e",
]


@pytest.fixture
def article():
    world = make_section("World")
    return make_article(
        "Ships move",
        lead="Slowly & <surely>.",
        section=world,
        topics=[make_topic("Shipping")],
        tags=["storms"],
        authors=[make_author("Zoe Lind"), make_author("Ada Reed")],
        lead_photo=make_photo(digest="0123456789abcdef"),
        language="en-gb",
        published_at=MOMENT,
        updated_at=MOMENT + datetime.timedelta(hours=3),
    )


@pytest.mark.parametrize("format", XML)
def test_story_is_read_back_as_it_was_written(client, article, format):
    response = client.get(f"/news/feed.{format}")
    (entry,) = parsed(response).entries

    assert response.headers["Content-Type"] == TYPES[format]
    assert (entry.title, entry.link, entry.id) == (
        "Ships move",
        f"{SITE}{article.get_absolute_url()}",
        f"{SITE}/news/{article.pk}/",
    )
    assert entry.summary == "Slowly &amp; &lt;surely&gt;."
    assert entry.content[0].value == (
        f'<p>Slowly &amp; &lt;surely&gt;.</p><figure><img alt="A ship at the quay" height="630" '
        f'src="{SITE}/media/0123456789abcdef/social-50x50-1200.jpg" width="1200" /><figcaption>© Ada Reed/WIRE'
        "</figcaption></figure><p>The story in full.</p>"
    )
    assert (entry.published_parsed[:5], entry.updated_parsed[:5]) == ((2026, 7, 8, 15, 20), (2026, 7, 8, 18, 20))
    assert [author.name for author in entry.authors] == ["Zoe Lind", "Ada Reed"]
    assert [tag.term for tag in entry.tags] == ["World", "Shipping", "storms"]


@pytest.mark.parametrize("format", XML)
def test_photograph_comes_with_its_credit(client, article, format):
    (entry,) = parsed(client.get(f"/news/feed.{format}")).entries

    (media,), (credit,) = entry.media_content, entry.media_credit
    assert media == {
        "url": f"{SITE}/media/0123456789abcdef/social-50x50-1200.jpg",
        "type": "image/jpeg",
        "medium": "image",
        "width": "1200",
        "height": "630",
    }
    assert credit == {"role": "photographer", "scheme": "urn:ebu", "content": "Ada Reed/WIRE"}


def test_photograph_is_an_enclosure_in_atom_with_its_alternative_text(client, article):
    (entry,) = parsed(client.get("/news/feed.atom")).entries

    assert [dict(link) for link in entry.enclosures] == [
        {
            "href": f"{SITE}/media/0123456789abcdef/social-50x50-1200.jpg",
            "type": "image/jpeg",
            "title": "A ship at the quay",
        }
    ]


def test_language_of_a_story_is_told(client, article):
    rss = ET.fromstring(client.get("/news/feed.rss").content)  # noqa: S314 - our own
    atom = ET.fromstring(client.get("/news/feed.atom").content)  # noqa: S314

    assert rss.findtext(".//item/{http://purl.org/dc/elements/1.1/}language") == "en-gb"
    entry = atom.find("{http://www.w3.org/2005/Atom}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-gb"


@pytest.mark.parametrize("format", XML)
def test_feed_says_what_it_is(client, article, settings, format):
    feed = parsed(client.get(f"/topics/world/feed.{format}")).feed

    assert (feed.title, feed.link, feed.subtitle) == (
        "World · Test Wire",
        f"{SITE}/topics/world/",
        "News about World",
    )
    assert feed.language == settings.LANGUAGE_CODE
    assert [link.href for link in feed.links if link.rel == "self"] == [f"{SITE}/topics/world/feed.{format}"]
    assert feed.updated_parsed[:5] == (2026, 7, 8, 18, 20)


def test_identity_of_an_atom_feed_is_its_own_address(client, article):
    assert parsed(client.get("/topics/world/feed.atom")).feed.id == f"{SITE}/topics/world/feed.atom"


@pytest.mark.parametrize("format", XML)
@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_makes_a_well_formed_feed(client, format, text):
    article = make_article(
        lead_photo=make_photo(alt=text, credit=text), authors=[make_author(text, slug="a")], tags=["tag"]
    )
    make_section(text, slug="world", description=text)
    Article.objects.filter(pk=article.pk).update(headline=text, lead=text)

    response = client.get(f"/news/feed.{format}")
    root = ET.fromstring(response.content)  # noqa: S314

    titles = [element.text for element in root.iter() if element.tag.rpartition("}")[2] == "title"]
    readable = "".join(character for character in text if character not in "\x0b\x07\x1b\ufffe\uffff")
    assert titles == ["Test Wire", readable]
    parsed(response)
    parsed(client.get(f"/topics/world/feed.{format}"))


@pytest.mark.parametrize("format", XML)
def test_feed_without_stories_stays_the_same_feed(client, format):
    make_topic("Quiet")

    one, other = (client.get(f"/topics/quiet/feed.{format}") for _ in range(2))

    assert parsed(one).entries == []
    assert one.content == other.content
