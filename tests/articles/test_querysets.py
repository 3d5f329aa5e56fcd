import datetime

import pytest
from django.utils import timezone

from articles.models import Article, ArticleTopic, Status
from tests.factories import make_article, make_photo, make_section

MINUTE = datetime.timedelta(minutes=1)
pytestmark = pytest.mark.django_db


def headlines(queryset):
    return sorted(queryset.values_list("headline", flat=True))


def test_published_shows_what_readers_may_see_and_nothing_else():
    now = timezone.now()
    make_article("live", published_at=now - MINUTE)
    make_article("this very moment", published_at=now)
    make_article("withdrawn later", published_at=now - MINUTE, withdraw_at=now + MINUTE)
    make_article("withdrawn by the clock", published_at=now - 2 * MINUTE, withdraw_at=now)
    make_article("scheduled", published_at=now + MINUTE)
    for status in set(Status) - {Status.PUBLISHED}:
        make_article(status.value, status=status, published_at=now - MINUTE)

    assert headlines(Article.objects.published(now)) == ["live", "this very moment", "withdrawn later"]


def test_scheduled_article_appears_with_its_second_and_goes_with_its_second():
    now = timezone.now()
    make_article("ahead", published_at=now + MINUTE, withdraw_at=now + 3 * MINUTE)
    second = datetime.timedelta(seconds=1)

    seen = [bool(headlines(Article.objects.published(now + at))) for at in (MINUTE - second, MINUTE, 2 * MINUTE)]
    gone = [bool(headlines(Article.objects.published(now + at))) for at in (3 * MINUTE - second, 3 * MINUTE)]

    assert seen == [False, True, True]
    assert gone == [True, False]


def test_withdrawn_knows_what_readers_could_see_once():
    now = timezone.now()
    make_article("live")
    make_article("never published", status=Status.DRAFT)
    make_article("withdrawn by an editor", status=Status.WITHDRAWN)
    make_article("withdrawn by the clock", published_at=now - 2 * MINUTE, withdraw_at=now - MINUTE)

    assert headlines(Article.objects.withdrawn(now)) == ["withdrawn by an editor", "withdrawn by the clock"]


def test_retracted_is_what_readers_find_a_notice_of():
    now = timezone.now()
    for status in Status:
        make_article(status.value, status=status, published_at=now - MINUTE)
    make_article("no end", status=Status.RETRACTED, published_at=now - 3 * MINUTE, withdraw_at=now - MINUTE)
    make_article("not seen yet", status=Status.RETRACTED, published_at=now + MINUTE)

    assert headlines(Article.objects.retracted(now)) == ["no end", "retracted"]


def test_cards_read_no_body_and_ask_nothing_more(django_assert_num_queries):
    make_article(section=make_section(), lead_photo=make_photo())

    with django_assert_num_queries(1):
        (card,) = Article.objects.for_cards()
        shown = [card.headline, card.lead, card.get_absolute_url(), card.section.get_absolute_url()]
        shown += [card.lead_photo.alt, card.lead_photo.credit, card.lead_photo.renditions]

    assert "body" in card.get_deferred_fields()
    assert all(shown)


def test_live_timeline_rows_follow_the_same_moments():
    now = timezone.now()
    section = make_section()
    make_article("live", section=section, published_at=now - MINUTE)
    make_article("scheduled", section=section, published_at=now + MINUTE)
    make_article("draft", section=section, status=Status.DRAFT, published_at=now - MINUTE)
    make_article("gone", section=section, published_at=now - 2 * MINUTE, withdraw_at=now)

    live = ArticleTopic.objects.live(now).values_list("article__headline", flat=True)

    assert list(live) == ["live"]
