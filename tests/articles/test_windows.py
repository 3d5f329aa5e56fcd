"""Windows of timelines: what the later ones hold, and what they read for it."""

import datetime

import pytest
from django.utils import timezone

from articles import stream, windows
from articles.models import Article, ArticleTopic
from articles.stream import position_below
from tests.factories import make_article, make_topic
from topics.models import Topic

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOW = timezone.now()  # once: stories lie an hour apart to the microsecond, however long they take to be made


@pytest.fixture
def timelines(monkeypatch):
    """A story every hour, all on one topic, every fifth also on one of nine others; and windows that begin small."""
    monkeypatch.setattr(windows, "FEWEST_OF_EACH", 2)
    monkeypatch.setattr(windows, "MOST_AT_FIRST", 1)
    busy, others = make_topic("Busy"), [make_topic(f"Other {number}") for number in range(9)]
    for hour in range(45):
        another = [others[hour // 5]] if hour % 5 == 0 else []
        make_article(topics=[busy, *another], published_at=NOW - (hour + 1) * HOUR)
    return {ArticleTopic: [topic.pk for topic in (busy, *others)]}


def read(timelines, *, monkeypatch, most_rows=None, since=None):
    """The windows, and how many rows of timelines were read for each."""
    counts, newest_rows = [], stream.newest_rows

    def counted(*args, **named):
        found = newest_rows(*args, **named)
        counts.append(sum(map(len, found.values())))
        return found

    monkeypatch.setattr(windows, "newest_rows", counted)
    found = list(
        Article.objects.windows(
            timelines, below=position_below(None, NOW), wanted=20, since=since, now=NOW, most_rows=most_rows
        )
    )
    return found, counts


def newest(count):
    return list(Article.objects.newest_first().values_list("pk", flat=True)[:count])


def test_later_window_of_many_timelines_is_read_down_to_one_moment(timelines, monkeypatch):
    found, counts = read(timelines, most_rows=30, monkeypatch=monkeypatch)

    assert [len(window.rows) for window in found] == [2, 18, 9]
    assert [pk for window in found for pk in window.article_ids] == newest(sum(len(window.rows) for window in found))
    assert counts == [11, 21, 11]  # in the first, two rows of each for two stories


def test_windows_end_at_the_moment_they_were_asked_down_to(timelines, monkeypatch):
    since = NOW - 10.5 * HOUR

    found, _counts = read(timelines, most_rows=1_000, since=since, monkeypatch=monkeypatch)

    assert [pk for window in found for pk in window.article_ids] == newest(10)
    assert [window.is_last for window in found] == [*(False for _window in found[1:]), True]


def test_windows_go_on_to_the_end_over_a_gap(timelines, monkeypatch):
    make_article(topics=Topic.objects.filter(pk__in=timelines[ArticleTopic]), published_at=NOW - 365 * 24 * HOUR)

    found, _counts = read(timelines, most_rows=1_000, monkeypatch=monkeypatch)

    assert [pk for window in found for pk in window.article_ids] == newest(46)


def test_windows_that_hold_next_to_nothing_are_few(timelines, monkeypatch):
    monkeypatch.setattr(windows, "MOST_WINDOWS", 2)

    found, _counts = read(timelines, most_rows=30, monkeypatch=monkeypatch)

    assert len(found) == 2
