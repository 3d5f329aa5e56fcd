import dataclasses
import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Correction, Photo, Status
from articles.search.picks import picks_for
from articles.search.query import Query
from newsportal.demo.catalogue import load_catalogue
from newsportal.demo.seeding import SeedResult, seed
from newsportal.home.front import compose_front
from newsportal.pages.models import Page
from tests.factories import make_article
from topics.models import Topic

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 11, 30, tzinfo=datetime.UTC)


def newsroom(pictures: int):
    """The whole newsroom with a few of its pictures, because drawing takes time."""
    whole = load_catalogue()
    photos = whole.photos[:pictures]
    keys = {photo.key for photo in photos}
    stories = tuple(
        dataclasses.replace(
            story,
            photo=story.photo if story.photo in keys else None,
            more_photos=tuple(key for key in story.more_photos if key in keys),
            body=story.body if "data-photo" not in story.body else "<p>Without pictures.</p>",
        )
        for story in whole.stories
    )
    return dataclasses.replace(whole, photos=photos, stories=stories)


@pytest.fixture
def catalogue():
    return newsroom(pictures=0)


@pytest.fixture
def illustrated():
    return newsroom(pictures=2)


def test_seed_fills_an_empty_site(illustrated):
    result = seed(illustrated, now=NOW)

    statuses = dict.fromkeys(Status.values, 0)
    for status in Article.objects.values_list("status", flat=True):
        statuses[status] += 1
    assert result == SeedResult(len(illustrated.stories), 2, len(illustrated.topics))
    assert Article.objects.count() == len(illustrated.stories)
    assert {status: statuses[status] for status in Status if status != "published"} == {
        "draft": 1,
        "in_review": 1,
        "approved": 0,
        "retracted": 1,
        "withdrawn": 1,
    }
    assert Article.objects.published(NOW).count() == len(illustrated.stories) - 5
    assert sorted(Correction.objects.values_list("kind", flat=True)) == ["correction", "retraction"]
    assert Article.objects.filter(published_at__gt=NOW).count() == 1
    assert all(article.topic_rows.filter(topic=article.section).exists() for article in Article.objects.all())
    assert Photo.objects.exclude(renditions=[]).count() == 2
    assert "demonstration" in Page.objects.get(slug="about").body


def test_searches_have_their_picks(catalogue):
    seed(catalogue, now=NOW)

    headlines = {story.key: story.headline for story in catalogue.stories}
    for pick in catalogue.picks:
        assert [card.headline for card in picks_for(Query.parse(pick.query))] == [headlines[pick.story]]


def test_home_page_has_what_its_editors_placed(catalogue):
    seed(catalogue, now=NOW)

    headlines = {story.key: story.headline for story in catalogue.stories}
    shown = compose_front(NOW).slots
    assert catalogue.placements
    assert [shown[row.slot].headline for row in catalogue.placements] == [
        headlines[row.story] for row in catalogue.placements
    ]


def test_numbers_grow_with_time(catalogue):
    seed(catalogue, now=NOW)

    moments = Article.objects.filter(published_at__isnull=False).order_by("pk").values_list("published_at", flat=True)
    assert list(moments) == sorted(moments)


@pytest.mark.parametrize("hour", [0, 3, 23])
def test_stories_of_today_lie_in_the_past_at_any_hour(catalogue, hour):
    now = datetime.datetime(2026, 11, 23, hour, 1, tzinfo=datetime.UTC)

    seed(catalogue, now=now)

    scheduled = [story.headline for story in catalogue.stories if story.hours_ahead]
    assert list(Article.objects.filter(published_at__gt=now).values_list("headline", flat=True)) == scheduled


def test_seeding_again_changes_nothing(catalogue, capsys):
    seed(catalogue, now=NOW)
    before = list(Article.objects.order_by("pk").values())

    again = seed(catalogue, now=timezone.now())
    call_command("seed_demo")

    assert again == SeedResult()
    assert list(Article.objects.order_by("pk").values()) == before
    assert "nothing was changed" in capsys.readouterr().out


def test_site_with_an_article_of_its_own_is_left_alone(catalogue):
    make_article("Ours")

    assert seed(catalogue) == SeedResult()
    assert list(Article.objects.values_list("headline", flat=True)) == ["Ours"]
    assert not Topic.objects.exists()
    assert not Photo.objects.exists()


def test_page_that_somebody_wrote_is_left_alone(catalogue):
    Page.objects.filter(slug="about").update(body="<p>We are ourselves.</p>")

    seed(dataclasses.replace(catalogue, stories=(), picks=(), placements=()))

    assert Page.objects.get(slug="about").body == "<p>We are ourselves.</p>"


def test_interrupted_seeding_leaves_no_story_and_can_be_repeated(illustrated):
    steps = iter(range(10))

    with pytest.raises(StopIteration):
        seed(illustrated, now=NOW, step=lambda: next(steps))

    assert not Article.objects.exists()
    assert seed(illustrated, now=NOW).stories == len(illustrated.stories)
    assert Photo.objects.count() == 2
