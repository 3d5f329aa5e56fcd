import pytest
from django.core.exceptions import ValidationError

from articles.models import Revision, Status, UpdateState
from articles.revisions.saving import newest, restore, save_revision, set_aside, shown
from articles.timelines import set_tags
from tests.articles.revisions.texts import rows_of, stored, text_of
from tests.factories import make_article, make_author, make_photo, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna():
    return make_user("anna", group="Editor")


def history(article) -> list[tuple]:
    return [
        (revision.number, revision.content["headline"], revision.state)
        for revision in article.revisions.order_by("number")
    ]


def test_a_story_gets_its_first_revision_at_its_first_edit(anna):
    article = make_article("Old", status=Status.DRAFT)

    saved = save_revision(article, text_of(article, headline="New"), by=anna, note="why")

    assert history(article) == [(1, "Old", "saved"), (2, "New", "saved")]
    assert (saved.revision.created_by, saved.revision.based_on, saved.revision.note) == (anna, 1, "why")
    assert (stored(article).headline, stored(article).revision_number) == ("New", 2)


def test_saving_without_a_change_makes_no_revision(anna):
    article = make_article("Same", status=Status.DRAFT)

    saved = save_revision(article, text_of(article), by=anna)

    assert (saved.revision, history(article)) == (None, [(1, "Same", "saved")])


def test_a_published_story_keeps_its_text_and_gets_a_working_copy(anna):
    article = make_article("Live", tags=["quay"])
    before = rows_of(article)

    save_revision(article, text_of(article, headline="Next", tags=["ship"], authors=[make_author()]), by=anna)

    after = stored(article)
    assert rows_of(article) == before
    assert (after.has_working_copy, after.revision_number, after.newest_revision) == (True, 1, 2)
    assert after.update_state == UpdateState.DRAFT
    assert shown(after).content["tags"] == ["ship"]


def test_saving_again_goes_on_from_the_working_copy(anna):
    article = make_article("Live")
    save_revision(article, text_of(article, headline="Next"), by=anna)
    save_revision(article, text_of(article, lead="Other."), by=anna)

    assert history(article) == [(1, "Live", "saved"), (2, "Next", "saved"), (3, "Next", "saved")]
    assert stored(article).headline == "Live"


def test_a_token_knows_what_was_shown(anna):
    article = make_article("Old", status=Status.DRAFT)
    token = shown(stored(article)).token

    assert newest(article).is_what_was_shown(token)
    save_revision(article, text_of(article, headline="New"), by=anna)
    assert not newest(article).is_what_was_shown(token)
    assert not newest(article).is_what_was_shown("")


def test_what_changed_outside_the_form_is_held_by_a_revision_of_its_own(anna):
    article = make_article("Story", tags=["quay"], status=Status.DRAFT)
    save_revision(article, text_of(article, lead="First."), by=anna)
    token = shown(stored(article)).token
    set_tags(stored(article), ["ship"])

    current = newest(article)

    assert not current.is_what_was_shown(token)
    assert (current.number, current.content["tags"]) == (3, ["ship"])
    assert newest(article).number == 3


def test_a_working_copy_is_set_aside_when_the_story_below_it_changes(anna):
    article = make_article("Live", tags=["quay"])
    save_revision(article, text_of(article, headline="Next"), by=anna)
    set_tags(stored(article), ["ship"])

    current = newest(article)

    assert (current.content["headline"], current.number) == ("Live", 3)
    assert history(article) == [(1, "Live", "saved"), (2, "Next", "set_aside"), (3, "Live", "saved")]
    assert stored(article).update_state == UpdateState.NONE


def test_what_is_set_aside_is_kept_once_and_is_not_the_newest(anna):
    article = make_article("Story", status=Status.DRAFT)
    mine = text_of(article, headline="Mine")

    first = set_aside(article, mine, by=anna, note="met")
    again = set_aside(article, mine, by=anna, note="met")

    assert (first, first.state) == (again, Revision.State.SET_ASIDE)
    assert stored(article).newest_revision == 0
    save_revision(article, text_of(article, headline="Theirs"), by=anna)
    assert history(article) == [(1, "Mine", "set_aside"), (2, "Story", "saved"), (3, "Theirs", "saved")]


def test_restoring_a_draft_makes_a_new_revision_of_every_field(anna):
    topic, author = make_topic("Ports"), make_author("Ada Reed")
    article = make_article("First", status=Status.DRAFT, topics=[topic], authors=[author], tags=["quay"])
    save_revision(article, text_of(article, headline="Second", topics=[], authors=[], tags=[]), by=anna)

    saved = restore(stored(article), article.revisions.get(number=1), by=anna)

    assert (saved.revision.number, saved.revision.note, saved.missing) == (3, "Revision 1 restored", [])
    after = rows_of(article)
    assert (after["headline"], after["tags"]) == ("First", ["quay"])
    assert [one["name"] for one in after["topics"] + after["authors"]] == ["Ports", "Ada Reed"]


def test_restoring_a_published_story_makes_a_working_copy_and_moves_no_moment(anna):
    article = make_article("First", status=Status.DRAFT)
    save_revision(article, text_of(article, headline="Second"), by=anna)
    live = stored(article)
    live.status, live.published_at = Status.PUBLISHED, live.saved_at
    live.save()

    restore(stored(article), article.revisions.get(number=1), by=anna)

    after = stored(article)
    assert (after.headline, after.has_working_copy) == ("Second", True)
    assert shown(after).content["headline"] == "First"
    assert shown(after).content["published_at"] == live.published_at.isoformat()


def test_restoring_leaves_out_what_is_gone_and_says_so(anna):
    topic = make_topic("Canals")
    article = make_article("First", status=Status.DRAFT, topics=[topic])
    save_revision(article, text_of(article, headline="Second", topics=[]), by=anna)
    article.topic_rows.all().delete()
    topic.delete()

    saved = restore(stored(article), article.revisions.get(number=1), by=anna)

    assert saved.missing == ["The topic “Canals” is no longer there."]
    assert stored(article).headline == "First"


def test_a_text_that_no_form_would_accept_is_not_restored(anna):
    article = make_article("Story", status=Status.DRAFT)
    revision = set_aside(article, text_of(article, headline="x" * 300), by=anna, note="taken over")

    with pytest.raises(ValidationError):
        restore(stored(article), revision, by=anna)

    assert stored(article).headline == "Story"


def test_photographs_of_a_working_copy_are_protected(anna):
    lead, further, in_text = make_photo(), make_photo(), make_photo()
    article = make_article("Live")
    body = f'<figure><img src="/media/{in_text.digest}/full-800.webp" alt="x"></figure>'

    save_revision(article, text_of(article, lead_photo=lead, photos=[further], body=body), by=anna)

    assert {row.photo for row in article.working_photos.all()} == {lead, further, in_text}
    save_revision(article, text_of(article, lead_photo=None, photos=[], body=""), by=anna)
    assert not article.working_photos.exists()
