import json
from hashlib import sha512
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from newsportal.feeds import portability
from newsportal.feeds.addresses import open_address
from newsportal.feeds.keeping import create_feed, hold_feeds
from newsportal.feeds.models import Feed
from newsportal.feeds.portability import PortabilityError, read_file
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
GRAIN = Rules(Choice(topics=("world",), words=("grain", "winter wheat")), Choice(tags=("oats",), authors=("ada-reed",)))
RYE = Rules(Choice(words=("rye",)))


def file_of(*feeds: tuple[str, Rules], **fields) -> bytes:
    data = {"version": 1, "feeds": [{"name": name, "rules": rules.as_data()} for name, rules in feeds]}
    return json.dumps(data | fields).encode()


def bring(client, content: bytes):
    return client.post("/my/feeds/import/", {"file": SimpleUploadedFile("feeds.json", content)}, follow=True)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def owned(user) -> list[tuple[str, Rules]]:
    return [(feed.name, feed.rules) for feed in Feed.objects.of(user)]


def wrong(response) -> list[str]:
    """What the form says about the file."""
    return response.context["form"].errors.get("file", [])


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def reader(client, user):
    client.force_login(user)
    return client


# Out


def test_export_is_a_file_of_the_readers_own_feeds(reader, user):
    for name, rules in (("Grain “new”", GRAIN), ("Rye", RYE)):
        create_feed(user, name=name, rules=rules)
    create_feed(make_user("other"), name="Foreign", rules=RYE)

    response = reader.get("/my/feeds/export/")

    assert response.json() == {
        "version": 1,
        "feeds": [
            {
                "name": "Grain “new”",
                "rules": {
                    "include": {"topics": ["world"], "words": ["grain", "winter wheat"]},
                    "mute": {"tags": ["oats"], "authors": ["ada-reed"]},
                },
            },
            {"name": "Rye", "rules": {"include": {"words": ["rye"]}}},
        ],
    }
    assert response.headers["Content-Disposition"].startswith('attachment; filename="feeds-')
    assert response.headers["Cache-Control"] == "private, no-store"


def test_export_without_an_account_holds_the_feed_of_the_browser(client):
    make_section("World")
    assert client.get("/my/feeds/export/").json() == {"version": 1, "feeds": []}
    client.post("/my/", {"topic": ["world"]}, headers=HERE)

    feeds = client.get("/my/feeds/export/").json()["feeds"]

    assert feeds == [{"name": "My feed", "rules": {"include": {"topics": ["world"]}}}]


def test_export_holds_no_token(reader, user):
    feed = create_feed(user, name="Rye", rules=RYE)
    open_address(feed)

    assert feed.token not in reader.get("/my/feeds/export/").content.decode()


# In


def test_what_was_exported_comes_back_the_same(reader, user, client):
    for name, rules in (("Grain", GRAIN), ("Rye", RYE)):
        create_feed(user, name=name, rules=rules)
    content = reader.get("/my/feeds/export/").content
    other = make_user("other")
    client.force_login(other)

    response = bring(client, content)

    assert (response.redirect_chain, said(response)) == ([("/my/feeds/", 303)], ["2 feeds were added."])
    assert owned(other) == [("Grain", GRAIN), ("Rye", RYE)]


def test_file_brought_in_twice_changes_nothing_the_second_time(reader, user):
    create_feed(user, name="Rye", rules=RYE)
    first = bring(reader, file_of(("Grain", GRAIN), ("Rye", RYE), ("Rye", GRAIN)))
    after = list(Feed.objects.order_by("pk").values())

    second = bring(reader, file_of(("Grain", GRAIN), ("Rye", RYE), ("Rye", GRAIN)))

    assert said(first) == ["2 feeds were added. 1 was here already."]
    assert said(second) == ["3 were here already."]
    assert list(Feed.objects.order_by("pk").values()) == after
    assert [(name, feed.slug) for (name, _), feed in zip(owned(user), Feed.objects.of(user), strict=True)] == [
        ("Rye", "rye"),
        ("Grain", "grain"),
        ("Rye", "rye-2"),
    ]


def test_file_that_does_not_fit_as_a_whole_is_not_taken_at_all(reader, user):
    for n in range(19):
        create_feed(user, name=f"Feed {n}")

    response = bring(reader, file_of(("Grain", GRAIN), ("Rye", RYE)))

    assert wrong(response) == ["An account holds up to 20 feeds: delete one first."]
    assert len(owned(user)) == 19


def test_slug_no_topic_has_is_kept(reader, user):
    rules = Rules(Choice(topics=("nowhere",)))

    bring(reader, file_of(("Later", rules)))

    assert owned(user) == [("Later", rules)]


def test_one_feed_joins_that_of_a_browser(client):
    bring(client, file_of(("Rye", RYE)))
    response = bring(client, file_of(("Grain", GRAIN)))

    assert response.status_code == 200
    [feed] = client.get("/my/feeds/export/").json()["feeds"]
    assert feed["rules"] == {
        "include": {"topics": ["world"], "words": ["rye", "grain", "winter wheat"]},
        "mute": {"tags": ["oats"], "authors": ["ada-reed"]},
    }
    assert Feed.objects.count() == 0


def test_browser_feed_stays_where_the_other_cannot_join(client):
    bring(client, file_of(("Rye", RYE)))
    before = client.get("/my/feeds/export/").content
    answers = [
        bring(client, content)
        for content in (
            file_of(("Grain", GRAIN), ("Rye", RYE)),
            file_of(("All but rye", Rules(mute=Choice(words=("oats",))))),
            file_of(("No rye", Rules(Choice(words=("oats",)), Choice(words=("rye",))))),
            file_of(("Large", Rules(Choice(words=[sha512(b"%d" % n).hexdigest() for n in range(99)])))),
        )
    ]

    assert [wrong(answer)[0].partition(":")[0] for answer in answers] == [
        "Without an account there is room for one feed",
        "This feed cannot join the one you have in this browser",
        "“rye” is both followed and muted",
        "These are more rules than this browser can remember",
    ]
    assert client.get("/my/feeds/export/").content == before


@pytest.mark.parametrize(
    ("content", "explanation"),
    [
        (b"\x00\xff\xfe", "it is no JSON"),
        (b"{", "it is no JSON"),
        (b"[" * 90_000, "it is no JSON"),
        (b'{"version": ' + b"9" * 9000 + b"}", "it is no JSON"),
        (b'"\\ud800"', "it is no JSON"),
        (file_of(("\ud800", RYE)), "it is no JSON"),
        (b"<opml/>", "it is no JSON"),
        (b"[]", "holds no feeds"),
        (b"{}", "holds no feeds"),
        (b"null", "holds no feeds"),
        (file_of(feeds={}), "holds no feeds"),
        (file_of(), "no feed in this file"),
        (file_of(version=2), "another version"),
        (file_of(version=[1]), "another version"),
        (file_of(feeds=["rye"]), "Feed 1 of this file has no name"),
        (file_of(("Rye", RYE), (" \x00", RYE)), "Feed 2 of this file has no name"),
        (file_of(("R" * 61, RYE)), "Feed 1 of this file has no name"),
        (file_of(feeds=[{"name": 5, "rules": {}}]), "Feed 1 of this file has no name"),
        (file_of(feeds=[{"name": "Rye"}]), "“Rye” cannot be taken in. These are no rules of a feed."),
        (file_of(feeds=[{"name": "Rye", "rules": {"mute": {"words": [None]}}}]), "“words” is not a list of texts."),
        (file_of(feeds=[{"name": "Rye", "rules": {"mute": {"words": ["?"]}}}]), "“?” says nothing to look for."),
        (file_of(*[(f"Feed {n}", RYE) for n in range(21)]), "more than 20 feeds"),
        (file_of(("Rye", Rules(Choice(words=[str(n) for n in range(101)])))), "up to 100 rules"),
        (file_of(("Rye", RYE)) + b" " * 100_000, "larger than 100 kB"),
        (b"", "empty"),
    ],
    ids=range(25),
)
def test_file_that_cannot_be_taken_in_says_why(reader, user, content, explanation):
    response = bring(reader, content)

    assert (response.status_code, response.redirect_chain) == (200, [])
    assert explanation in wrong(response)[0]
    assert owned(user) == []


@pytest.mark.parametrize("fields", [{}, {"file": "no file but a text"}, {"file": ""}], ids=["nothing", "text", "empty"])
def test_form_without_a_file_says_so(reader, fields):
    assert wrong(reader.post("/my/feeds/import/", fields)) == ["This field is required."]


def test_numbers_no_number_can_hold_are_no_names():
    with pytest.raises(PortabilityError, match="has no name"):
        read_file(b'{"version": 1, "feeds": [{"name": NaN, "rules": {}}]}')


def test_file_may_begin_with_a_mark_of_its_encoding():
    assert read_file(b"\xef\xbb\xbf" + file_of(("  Rye \n bread ", RYE))) == [("Rye bread", RYE)]


# Addresses


def test_opml_lists_the_private_addresses_and_makes_none(reader, user):
    with_address = create_feed(user, name="Rye & <oats> \x07", rules=RYE)
    open_address(with_address)
    create_feed(user, name="Without", rules=GRAIN)
    foreign = create_feed(make_user("other"), name="Foreign", rules=RYE)
    open_address(foreign)

    response = reader.get("/my/feeds/feeds.opml")

    written = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    outlines = [outline.attrib for outline in written.iter("outline")]
    assert outlines == [
        {
            "type": "rss",
            "text": "Rye & <oats> ",
            "title": "Rye & <oats> ",
            "xmlUrl": f"http://127.0.0.1:8000/feeds/{with_address.token}.rss",
            "htmlUrl": "http://127.0.0.1:8000/my/",
        }
    ]
    assert response.headers["Cache-Control"] == "private, no-store"
    assert Feed.objects.filter(token=None).count() == 1


def test_opml_is_for_readers_with_an_account(client):
    assert client.get("/my/feeds/feeds.opml").headers["Location"] == "/accounts/login/?next=/my/feeds/feeds.opml"


def test_file_that_is_brought_in_twice_at_once_is_brought_in_once(client, monkeypatch):
    user = make_user()
    client.force_login(user)

    def hold_after_another_window(held):
        monkeypatch.setattr(portability, "hold_feeds", hold_feeds)
        create_feed(held, name="Grain", rules=GRAIN)

    monkeypatch.setattr(portability, "hold_feeds", hold_after_another_window)
    response = bring(client, file_of(("Grain", GRAIN)))

    assert (owned(user), said(response)) == ([("Grain", GRAIN)], ["1 was here already."])
