"""The library as a list: what it shows, how it is narrowed and searched, and what that costs."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles.admin import photo_list
from articles.models import Photo, Status
from tests.articles.admin.desk import sign_in
from tests.factories import make_article, make_photo, make_user

LIST = "admin:articles_photo_changelist"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def anna(db):
    return make_user("anna", group="Editor")


@pytest.fixture
def editor(anna):
    return sign_in(anna)


def figure(photo) -> str:
    return f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>'


def listed(client, **query) -> list[str]:
    return [photo.caption for photo in client.get(reverse(LIST), query).context["cl"].result_list]


def test_card_says_who_took_it_what_is_missing_and_where_it_stands(editor):
    photo, bare = make_photo(credit="Ada <Reed>"), make_photo(credit="", alt=" ")
    make_article(lead_photo=photo, body=figure(photo))
    make_article(status=Status.DRAFT).photo_rows.create(photo=photo)

    page = editor.get(reverse(LIST)).content.decode()

    assert '<td class="field-credit_shown">© Ada &lt;Reed&gt;</td>' in page
    lacks = "".join(f'<span class="photo-card__lacks">{text}</span>' for text in ("no credit", "no alternative text"))
    assert f'<td class="field-credit_shown">{lacks}</td>' in page
    assert '<td class="field-uses_counted">lead of 1, beside 1, in the text of 1</td>' in page
    assert '<td class="field-uses_counted">unused</td>' in page
    assert bare.credit == ""


def test_counting_uses_ends_somewhere(editor, monkeypatch):
    monkeypatch.setattr(photo_list, "USES_COUNTED", 2)
    photo = make_photo()
    for _ in range(4):
        make_article(lead_photo=photo)

    assert "lead of 2+<" in editor.get(reverse(LIST)).content.decode()


def test_what_is_missing(editor):
    for caption, texts in {
        "Whole": {},
        "No alt": {"alt": ""},
        "No credit": {"credit": ""},
        "Neither": {"alt": "", "credit": ""},
    }.items():
        make_photo(caption=caption, **texts)

    assert {value: listed(editor, lacks=value) for value in ("any", "credit", "alt", "nonsense")} == {
        "any": ["Neither", "No credit", "No alt"],
        "credit": ["Neither", "No credit"],
        "alt": ["Neither", "No alt"],
        "nonsense": ["Neither", "No credit", "No alt", "Whole"],
    }


def test_used_and_unused(editor, monkeypatch):
    make_photo(caption="Long ago")
    lead, further, inside, _free = (make_photo(caption=name) for name in ("Lead", "Further", "Inside", "Free"))
    make_article(lead_photo=lead, status=Status.DRAFT)
    make_article().photo_rows.create(photo=further)
    make_article(body=figure(inside))
    monkeypatch.setattr(photo_list, "NEWEST", 4)

    assert (listed(editor, use="unused"), listed(editor, use="used")) == (["Free"], ["Inside", "Further", "Lead"])


def test_mine(editor, anna):
    make_photo(caption="Mine", created_by=anna)
    make_photo(caption="Theirs", created_by=make_user("otto", group="Reporter"))
    make_photo(caption="The wire's")

    assert listed(editor, by="me") == ["Mine"]


@time_machine.travel(datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC), tick=False)
def test_day_of_adding(editor, settings):
    settings.TIME_ZONE = "Europe/Riga"
    riga = ZoneInfo("Europe/Riga")
    moments = {
        "Today": datetime.datetime(2026, 11, 25, 0, tzinfo=riga),
        "Yesterday": datetime.datetime(2026, 11, 24, 23, 59, tzinfo=riga),
        "This month": datetime.datetime(2026, 11, 1, 0, tzinfo=riga),
        "This year": datetime.datetime(2026, 1, 1, 0, tzinfo=riga),
        "Last year": datetime.datetime(2025, 12, 31, 23, 59, tzinfo=riga),
    }
    for caption, moment in moments.items():
        Photo.objects.filter(pk=make_photo(caption=caption).pk).update(created_at=moment)

    with timezone.override(riga):
        found = {value: listed(editor, added=value) for value in ("today", "week", "month", "2026", "2025", "1066")}

    names = list(moments)
    assert found == {
        "today": names[:1],
        "week": names[:2],
        "month": names[:3],
        "2026": names[:4],
        "2025": names[4:],
        "1066": names,
    }


def test_search_is_that_of_the_library_and_filters_narrow_it(editor):
    make_photo(caption="Barges at the quay", credit="")
    make_photo(caption="A barge")
    train = make_photo(caption="A train")

    assert listed(editor, q="barge") == ["A barge", "Barges at the quay"]
    assert listed(editor, q="barge", lacks="credit") == ["Barges at the quay"]
    assert listed(editor, q="-barge") == []
    assert listed(editor, q=train.digest) == listed(editor, q=str(train.pk)) == ["A train"]


@pytest.mark.parametrize("query", [{}, {"q": "ship"}, {"use": "unused", "lacks": "any", "by": "me"}])
def test_list_costs_as_many_queries_for_twenty_as_for_one(editor, anna, query, django_assert_max_num_queries):
    counts = []
    for more in (1, 19):
        for _ in range(more):
            make_photo(caption="A ship", credit="", created_by=anna)
        with django_assert_max_num_queries(8) as captured:
            page = editor.get(reverse(LIST), query)
        counts.append(len(captured))

    assert len(page.context["cl"].result_list) == 20
    assert counts[0] == counts[1]


def test_reporters_list_costs_no_more(db, django_assert_max_num_queries):
    rita = make_user("rita", group="Reporter")
    client = sign_in(rita)
    for _ in range(20):
        make_photo(created_by=rita)

    with django_assert_max_num_queries(8):
        assert len(listed(client)) == 20


def test_lists_are_read_through_indexes(db):
    """On SQLite, whose plans do not depend on how much there is."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL goes by its statistics, and these tables are empty")
    newest = Photo.objects.order_by("-created_at", "-pk")
    unfinished = newest.filter(photo_list.UNFINISHED)

    assert "USING INDEX articles_photo_newest" in newest[:50].explain()
    assert "USING INDEX articles_photo_unfinished" in unfinished[:50].explain()
