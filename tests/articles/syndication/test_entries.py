import datetime

import pytest
import time_machine

from articles.filing import Label
from articles.models import Article
from articles.stream import EPOCH
from articles.syndication.entries import Entry, Feed, Picture, entries_of
from tests.articles.syndication.reading import SITE
from tests.factories import make_article, make_author, make_photo, make_section, make_topic

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 7, 8, 15, 20, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def cards():
    return Article.objects.stream().articles


@time_machine.travel(MOMENT + 3 * HOUR, tick=False)
def test_entry_says_everything_about_a_story():
    world = make_section("World")
    photo = make_photo(digest="0123456789abcdef")
    article = make_article(
        "Ships move",
        lead="Slowly.",
        body='<p>One.</p><hr class="page-break"><p>Two.</p>',
        section=world,
        topics=[make_topic("Shipping", parent=world), make_topic("Europe", parent=make_topic("Places"))],
        tags=["storms", "Averil"],
        authors=[make_author("Zoe Lind"), make_author("Ada Reed")],
        lead_photo=photo,
        dateline_city="Averil",
        language="en-gb",
        published_at=MOMENT,
        updated_at=MOMENT + HOUR,
    )

    (entry,) = entries_of(cards())

    picture = Picture(
        url=f"{SITE}/media/0123456789abcdef/social-50x50-1200.jpg",
        mime="image/jpeg",
        width=1200,
        height=630,
        alt="A ship at the quay",
        credit="Ada Reed/WIRE",
    )
    assert entry == Entry(
        id=f"{SITE}/news/{article.pk}/",
        url=f"{SITE}/news/{article.pk}/ships-move/",
        headline="Ships move",
        lead="Slowly.",
        html=f'<p>Slowly.</p><figure><img src="{picture.url}" width="1200" height="630" alt="A ship at the quay">'
        "<figcaption>© Ada Reed/WIRE</figcaption></figure><p>AVERIL.</p><p>One.</p><p>Two.</p>",
        language="en-gb",
        published_at=MOMENT,
        updated_at=MOMENT + HOUR,
        changed_at=MOMENT + 3 * HOUR,
        authors=(Label("Zoe Lind", f"{SITE}/authors/zoe-lind/"), Label("Ada Reed", f"{SITE}/authors/ada-reed/")),
        categories=("World", "Europe", "Shipping", "Averil", "storms"),
        picture=picture,
    )


def test_entries_keep_the_order_of_their_cards_and_what_belongs_to_each():
    first = make_article("First", tags=["one"], authors=[make_author("Ada Reed")])
    second = make_article("Second", tags=["two"], lead="", body="", is_breaking=True, hours_ago=2)

    entries = entries_of(cards()[::-1])

    assert [(e.headline, [a.name for a in e.authors], e.categories, e.html) for e in entries] == [
        (second.headline, [], ("two",), ""),
        (first.headline, ["Ada Reed"], ("one",), "<p>What happened, in one sentence.</p><p>The story in full.</p>"),
    ]


def test_photograph_without_credit_is_not_in_the_entry():
    make_article(lead_photo=make_photo(credit=" "))

    (entry,) = entries_of(cards())

    assert (entry.picture, "<img" in entry.html) == (None, False)


def test_update_is_never_before_publication():
    make_article(published_at=MOMENT, updated_at=MOMENT - HOUR)

    assert [entry.updated_at for entry in entries_of(cards())] == [MOMENT]


def test_story_deleted_since_the_list_was_read_is_left_out():
    make_article("Stays")
    make_article("Goes")
    read = cards()
    Article.objects.get(headline="Goes").delete()

    assert [entry.headline for entry in entries_of(read)] == ["Stays"]


def test_entry_loses_what_nobody_can_read():
    Article.objects.filter(pk=make_article(tags=["tag"]).pk).update(headline="A\x0bB\x1bC\ufffe", lead="D\x08E\uffff")

    (entry,) = entries_of(cards())

    assert (entry.headline, entry.lead, entry.html[:9]) == ("ABC", "DE", "<p>DE</p>")


def test_feed_was_updated_when_its_newest_update_was_made():
    make_article(published_at=MOMENT, updated_at=MOMENT + 5 * HOUR)
    make_article(published_at=MOMENT + HOUR)

    def feed(entries):
        return Feed("", "", "", "", "", entries)

    assert feed(entries_of(cards())).updated_at == MOMENT + 5 * HOUR
    assert feed(()).updated_at == EPOCH
