"""What templates say about articles, and that nothing they mark as safe can break out."""

import datetime
import json
import zoneinfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from articles.models import Article
from articles.templatetags.news import archive_day, dateline, json_ld, zone_offset
from tests.factories import make_article, make_photo

SUMMER = datetime.datetime(2017, 7, 8, 15, 20, tzinfo=datetime.UTC)
WINTER = datetime.datetime(2017, 12, 8, 15, 20, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("UTC", SUMMER, "UTC"),
        ("Europe/Moscow", SUMMER, "UTC+3"),
        ("Europe/Berlin", SUMMER, "UTC+2"),
        ("Europe/Berlin", WINTER, "UTC+1"),
        ("Asia/Kolkata", SUMMER, "UTC+5:30"),
        ("Asia/Kathmandu", SUMMER, "UTC+5:45"),
        ("America/St_Johns", WINTER, "UTC−3:30"),
        ("America/New_York", WINTER, "UTC−5"),
    ],
)
def test_offset_is_that_of_the_readers_zone_at_the_moment(zone, moment, expected):
    with timezone.override(zoneinfo.ZoneInfo(zone)):
        assert zone_offset(moment) == expected


def test_offset_of_no_moment_is_empty():
    assert zone_offset(None) == ""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"city": "Hamburg", "date": datetime.date(2017, 7, 8), "agency": "WIRE"}, "HAMBURG, July 8. /WIRE/."),
        ({"city": "Århus", "date": None, "agency": "WIRE"}, "ÅRHUS. /WIRE/."),
        ({"city": "", "date": datetime.date(2017, 7, 8), "agency": ""}, "July 8."),
        ({"city": "", "date": None, "agency": "WIRE"}, "/WIRE/."),
        ({"city": "", "date": None, "agency": ""}, ""),
    ],
)
def test_dateline_is_written_as_agencies_do(fields, expected):
    article = Article(**{f"dateline_{name}": value for name, value in fields.items()})

    assert dateline(article) == expected


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "a & b", "\u2028"])
def test_data_in_a_script_cannot_end_it(text):
    printed = json_ld({"headline": text})

    assert json.loads(printed) == {"headline": text}
    assert not set("<>&") & set(printed)


def test_archive_of_a_story_is_that_of_the_sites_calendar():
    late = datetime.datetime(2026, 3, 1, 23, 30, tzinfo=datetime.UTC)

    with timezone.override(zoneinfo.ZoneInfo("America/New_York")):
        assert archive_day(late) == datetime.date(2026, 3, 2)


def shown(**context) -> str:
    return Template("{% load news %}{% photo photo crop='wide' sizes='50vw' %}").render(Context(context)).strip()


@pytest.mark.django_db
def test_photo_shows_every_width_and_keeps_its_place():
    html = shown(photo=make_photo(digest="0" * 16, alt='Cranes & "ships"'))

    for part in (
        'src="/media/0000000000000000/wide-50x50-480.webp"',
        'srcset="/media/0000000000000000/wide-50x50-480.webp 480w"',
        'sizes="50vw"',
        'width="480"',
        'height="320"',
        'alt="Cranes &amp; &quot;ships&quot;"',
    ):
        assert part in html


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"credit": " "}, {"renditions": []}])
def test_photo_that_may_not_or_cannot_be_shown_leaves_nothing(fields):
    assert "<img" not in shown(photo=make_photo(**fields))
    assert "<img" not in shown(photo=None)


@pytest.mark.django_db
def test_hostile_body_is_harmless_when_it_is_printed(client):
    article = make_article(body='<p>Text</p><img src=x onerror="alert(1)"><svg onload="alert(2)">')

    html = client.get(article.get_absolute_url()).content.decode()

    assert "Text" in html
    assert "onerror" not in html
    assert "onload" not in html
