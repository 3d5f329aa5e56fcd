import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article, EditorialAct, UpdateState
from articles.revisions.saving import save_revision
from articles.revisions.working_copies import (
    approve_update,
    discard_update,
    publish_update,
    send_back_update,
    submit_update,
)
from articles.timelines import set_tags
from tests.articles.revisions.texts import stored, text_of
from tests.factories import make_article, make_photo, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def anna():
    return make_user("anna", group="Editor")


@pytest.fixture
def article(anna):
    article = make_article("Live headline", section=make_section("World"), hours_ago=3)
    save_revision(article, text_of(article, headline="Next headline", body="<p>Next text.</p>"), by=anna)
    return article


def refuses(act, article, **arguments) -> bool:
    before = stored(article).update_state
    with pytest.raises(ValidationError):
        act(article, **arguments)
    return stored(article).update_state == before


def test_an_update_goes_to_review_and_back_and_out(article, anna):
    states = []
    for act in (submit_update, send_back_update, submit_update, approve_update):
        act(article, by=anna, note="see to the lead")
        states.append(stored(article).update_state)
    publish_update(article, by=anna, now=NOW)

    assert states == ["in_review", "draft", "in_review", "approved"]
    after = stored(article)
    assert (after.headline, after.updated_at, after.update_state) == ("Next headline", NOW, UpdateState.NONE)
    assert (after.revision_number, after.newest_revision, after.has_working_copy) == (2, 2, False)
    acts = EditorialAct.objects.order_by("pk").values_list("act", "article", "details__revision")
    assert list(acts) == [
        (act, article.pk, 2)
        for act in ("submit_update", "send_back_update", "submit_update", "approve_update", "publish_update")
    ]


def test_a_minor_change_moves_nothing_that_readers_see(article, anna):
    before = stored(article)

    publish_update(article, by=anna, is_minor=True)

    after = stored(article)
    assert (after.headline, after.published_at, after.updated_at) == ("Next headline", before.published_at, None)
    assert after.revisions.get(number=2).is_minor


def test_steps_out_of_turn_are_refused(article, anna):
    assert refuses(approve_update, article, by=anna)
    assert refuses(send_back_update, article, by=anna, note="x")
    submit_update(article, by=anna)
    assert refuses(submit_update, article, by=anna)
    assert refuses(send_back_update, article, by=anna, note=" ")


def test_writing_on_takes_an_approval_back(article, anna):
    submit_update(article, by=anna)
    save_revision(article, text_of(article, lead="In review."), by=anna)
    assert stored(article).update_state == UpdateState.IN_REVIEW
    approve_update(article, by=anna)

    save_revision(article, text_of(article, lead="Other."), by=anna)

    assert stored(article).update_state == UpdateState.DRAFT


def test_a_discarded_update_stays_among_the_revisions(article, anna):
    discard_update(article, by=anna)

    after = stored(article)
    assert (after.headline, after.has_working_copy, after.update_state) == ("Live headline", False, "")
    assert article.revisions.get(number=2).state == "set_aside"
    assert refuses(publish_update, article, by=anna)


def test_an_incomplete_update_is_not_published(article, anna):
    photo = make_photo(credit="")
    save_revision(article, text_of(article, lead_photo=photo, lead=""), by=anna)

    with pytest.raises(ValidationError) as refused:
        publish_update(article, by=anna)

    assert refused.value.messages == [
        "The lead is missing.",
        f"The photograph “{photo}” has no credit.",
    ]
    assert (stored(article).headline, stored(article).has_working_copy) == ("Live headline", True)


def test_an_update_never_overwrites_what_changed_below_it(article, anna):
    set_tags(stored(article), ["wire"])

    assert refuses(publish_update, article, by=anna)
    assert stored(article).headline == "Live headline"


def test_an_update_of_a_scheduled_story_sets_no_update(anna):
    moment = NOW + datetime.timedelta(days=1)
    article = make_article("Soon", topics=[make_topic()], published_at=moment)
    save_revision(article, text_of(article, headline="Sooner"), by=anna)

    publish_update(article, by=anna)

    assert (stored(article).headline, stored(article).updated_at) == ("Sooner", None)


def seen(client, article) -> dict[str, set[str]]:
    """Which of the two headlines stand on each page that readers have of the story."""
    pages = {
        "article": article.get_absolute_url(),
        "home": "/",
        "news": "/news/",
        "section": "/topics/world/",
        "topic": "/topics/ports/",
        "rss": "/news/feed.rss",
        "json": "/topics/world/feed.json",
        "search": "/search/?q=headline",
        "search new": "/search/?q=next",
        "search old": "/search/?q=live",
        "day": f"/{timezone.localtime(article.published_at):%Y/%m/%d}/",
    }
    texts = {name: client.get(url, follow=True).content.decode() for name, url in pages.items()}
    texts = {name: text.replace("<mark>", "").replace("</mark>", "") for name, text in texts.items()}
    return {
        name: {headline for headline in ("Live headline", "Next headline") if headline in text}
        for name, text in texts.items()
    }


def test_readers_see_exactly_one_version_at_every_moment(client, article, anna):
    topic = make_topic("Ports")
    save_revision(article, text_of(article, topics=[topic]), by=anna)
    names = seen(client, stored(article)).keys()
    old = {name: {"Live headline"} for name in names} | {"search new": set(), "topic": set()}
    new = {name: {"Next headline"} for name in names} | {"search old": set()}
    moments = [seen(client, stored(article))]

    for act in (submit_update, approve_update):
        act(article, by=anna)
        moments.append(seen(client, stored(article)))
    publish_update(article, by=anna)

    assert moments == [old, old, old]
    assert seen(client, stored(article)) == new
    assert [story.headline for story in Article.objects.published()] == ["Next headline"]
