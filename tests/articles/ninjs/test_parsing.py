import datetime
import json
from pathlib import Path

import pytest
from hypothesis import given

from articles.ninjs.parsing import Item, ItemSkipped, Picture, Subject, parse_item
from articles.ninjs.values import ItemRefused
from articles.ninjs.versions import Version
from tests.articles.ninjs.strategies import ITEMS

SAMPLES = Path(__file__).parent / "samples"
CET = datetime.timezone(datetime.timedelta(hours=1))


def sample(name):
    return json.loads((SAMPLES / name).read_text())


def text_item(**fields):
    return {"uri": "urn:example:1", "type": "text", "headline": "Rain", **fields}


def test_parse_item_reads_ninjs_1():
    item = parse_item(sample("harbour.ninjs1.json"))

    assert item == Item(
        uri="urn:example:wire:harbour",
        version=Version.of("1"),
        headline="Harbour to close for a week",
        lead="The city closes its harbour to dredge the channel.",
        body=sample("harbour.ninjs1.json")["body_xhtml"],
        language="en-GB",
        authors=("Ada Reed", "Ben Ode"),
        city="Elmsea",
        agency="Northern Wire",
        local_date=datetime.date(2026, 3, 2),
        first_created=datetime.datetime(2026, 3, 2, 9, 0, tzinfo=CET),
        version_created=datetime.datetime(2026, 3, 2, 11, 30, tzinfo=CET),
        subjects=(Subject("Transport", "medtop:20000337"), Subject("Local government")),
        tags=("dredging", "Ferries", "Elmsea"),
        pictures=(
            Picture(
                addresses=(
                    "https://pictures.example/large/quay.png",
                    "https://pictures.example/small/quay-small.png",
                ),
                alt="An empty quay",
                caption="The quay of Elmsea on Sunday.",
                credit="Cleo Park/Northern Wire",
                is_lead=True,
            ),
        ),
    )


@pytest.mark.parametrize("name", ["harbour.ninjs2.json", "harbour.ninjs3.json"])
def test_parse_item_reads_ninjs_2_and_3(name):
    item = parse_item(sample(name))

    assert item == Item(
        uri="urn:example:wire:harbour",
        version=Version.of("1"),
        headline="Harbour to close for a week",
        lead="The city closes its harbour to dredge the channel.",
        body="<p>The harbour of Elmsea closes on Monday.</p>",
        language="en-GB",
        authors=("Ada Reed", "Ben Ode"),
        city="Elmsea",
        agency="Northern Wire",
        local_date=datetime.date(2026, 3, 2),
        first_created=datetime.datetime(2026, 3, 2, 9, 0, tzinfo=CET),
        version_created=datetime.datetime(2026, 3, 2, 11, 30, tzinfo=CET),
        subjects=(Subject("Transport", "medtop:20000337"), Subject("Local government")),
        tags=("Elmsea",),
        pictures=(
            Picture(
                addresses=("quay.png",),
                alt="An empty quay",
                caption="The quay of Elmsea on Sunday.",
                credit="Cleo Park/NW/Northern Wire",
                is_lead=True,
            ),
        ),
    )


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"body_text": "One.\n\nTwo,\nstill <two>."}, "<p>One.</p><p>Two, still &lt;two&gt;.</p>"),
        ({"body_text": "One.\nTwo."}, "<p>One.</p><p>Two.</p>"),
        ({"body_text": "Plain.", "body_html": "<p>Rich.</p>"}, "<p>Rich.</p>"),
        ({"body_text": "Plain.", "body_nitf": "<nitf/>"}, "<p>Plain.</p>"),
        ({"bodies": [{"role": "html", "value": "<p>Rich.</p>"}]}, "<p>Rich.</p>"),
    ],
)
def test_parse_item_takes_the_body_that_can_be_printed(fields, body):
    assert parse_item(text_item(**fields)).body == body


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        ({"code": "medtop:20000337"}, "medtop:20000337"),
        ({"qcode": "medtop:20000337"}, "medtop:20000337"),
        ({"uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"}, "medtop:20000337"),
        ({"code": "20000337", "scheme": "http://cv.iptc.org/newscodes/mediatopic/"}, "medtop:20000337"),
        ({"literal": "20000337"}, "medtop:20000337"),
        ({"literal": "04000000"}, "medtop:04000000"),
        ({"literal": "04011000"}, ""),  # an old Subject Code
        ({"code": "20000337", "scheme": "http://vocabulary.example/"}, ""),
    ],
)
def test_parse_item_knows_media_topics_in_every_notation(subject, code):
    item = parse_item(text_item(subject=[{"name": "Transport", **subject}]))

    assert item.subjects == (Subject("Transport", code),)


def test_parse_item_files_a_story_without_subjects_under_its_places():
    item = parse_item(text_item(place=[{"name": "elmsea"}, {"name": "usa"}]))

    assert (item.subjects, item.tags) == ((Subject("Elmsea"), Subject("USA")), ("elmsea", "USA"))


def test_parse_item_cuts_a_long_headline_after_a_word():
    headline = parse_item(text_item(headline="Rain " * 80)).headline

    assert len(headline) <= 250
    assert headline.endswith("Rain…")


def test_parse_item_keeps_text_that_looks_like_markup():
    assert parse_item(text_item(headline="Why 2 < 3 &amp; \u0000other\ud800 news")).headline == "Why 2 < 3 & other news"


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_parse_item_of_a_kill_needs_no_headline(status):
    item = parse_item({"uri": "urn:example:1", "version": 3, "pubstatus": status})

    assert item == Item(uri="urn:example:1", version=Version.of("3"), is_usable=False)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"uri": "u", "type": "picture", "headline": "x"}, "no story, but of type “picture”"),
        ({"uri": "u", "type": "composite", "headline": "x"}, "no story, but of type “composite”"),
        ({"uri": "u", "title": "Game", "eventDetails": {}}, "no story, but of type “event”"),
        ({"uri": "u"}, "no story: it has neither headline nor body"),
    ],
)
def test_parse_item_skips_what_is_no_story(source, reason):
    with pytest.raises(ItemSkipped) as skipped:
        parse_item(source)

    assert str(skipped.value) == reason


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (["uri"], "“item” should be an object and is a list."),
        ({"headline": "x"}, "The item has no uri."),
        ({"uri": 7}, "“uri” should be a text and is a number."),
        ({"uri": "u" * 501}, "The uri is longer than 500 characters."),
        ({"uri": "u", "type": "text"}, "The item has no headline."),
        (text_item(subject=5), "“subject” should be a list and is a number."),
        (text_item(subject=["x"]), "“subject” should be an object and is a text."),
        (text_item(headline=["x"]), "“headline” should be a text and is a list."),
        (text_item(versioncreated="yesterday"), "“versioncreated” is no date: yesterday."),
        (text_item(firstcreated="0001-01-01T00:00:00+14:00"), "“firstcreated” is no date: 0001-01-01T00:00:00+14:00."),
        (text_item(keywords={}), "“keywords” should be a list and is an object."),
        (text_item(version=True), "“version” should be a text and is true or false."),
    ],
)
def test_parse_item_says_what_is_wrong(source, problem):
    with pytest.raises(ItemRefused) as refused:
        parse_item(source)

    assert str(refused.value) == problem


@given(ITEMS)
def test_parse_item_raises_nothing_but_its_own_errors(source):
    try:
        item = parse_item(source)
    except (ItemRefused, ItemSkipped):
        return
    assert item.uri
    str(item).encode()  # no half of a surrogate pair got through


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (("9", "2026-01-02"), ("10", "2026-01-01")),
        (("b", "2026-01-01"), ("a", "2026-01-02")),
        (("a", "2026-01-01"), ("b", "2026-01-01")),
        (("", None), ("", "2026-01-01")),
        (("draft", "2026-01-02"), ("1", "2026-01-01")),
    ],
)
def test_version_orders_by_number_then_moment_then_name(older, newer):
    def version(name, day):
        return Version.of(name, datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC) if day else None)

    assert version(*older) < version(*newer)
    assert Version.read(str(version(*older))) == version(*older)
    assert Version.read(str(version(*newer))) == version(*newer)
    assert len(str(version("x" * 90, "2026-01-01"))) <= 40
