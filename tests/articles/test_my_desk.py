"""What each person of the newsroom finds on their desk."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Status
from articles.my_desk import LOOKED_AT, SHOWN, Pile, my_desk
from articles.publishing import approve, publish, send_back, submit_for_review
from articles.revisions.saving import save_revision
from articles.revisions.working_copies import submit_update
from tests.articles.revisions.texts import text_of
from tests.factories import HOUR, make_article, make_section, make_user

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 7, 8, 10, 0, tzinfo=datetime.UTC)  # 12:00 in the newsroom


@pytest.fixture
def rita():
    return make_user("rita", group="Reporter")


@pytest.fixture
def anna():
    return make_user("anna", group="Editor", first_name="Anna", last_name="Roth")


def headlines(pile: Pile) -> list[str]:
    return [line.article.headline for line in pile.lines]


def draft(headline, by, **fields):
    return make_article(headline, status=Status.DRAFT, created_by=by, section=make_section(headline), **fields)


def test_reporter_finds_what_came_back_with_the_comment(rita, anna):
    draft("Mine", rita)
    draft("Not mine", anna)
    back, again = draft("Back", rita), draft("Sent again", rita)
    for story in (back, again):
        submit_for_review(story, by=rita)
        send_back(story, by=anna, note="Whose harbour?")
    submit_for_review(again, by=rita, note="The city's.")

    desk = my_desk(rita)

    assert headlines(desk.returned) == ["Back"]
    assert (desk.returned.lines[0].step.note, desk.returned.lines[0].step.by_name) == ("Whose harbour?", "Anna Roth")
    assert headlines(desk.drafts) == ["Mine"]
    assert headlines(desk.with_editors) == ["Sent again"]
    assert desk.with_editors.lines[0].step.note == "The city's."
    assert desk.waiting is None


def test_editor_finds_what_waits_the_longest_first(rita, anna):
    with time_machine.travel(NOON, tick=False):
        submit_for_review(first := draft("First", rita), by=rita)
    with time_machine.travel(NOON + HOUR, tick=False):
        submit_for_review(draft("Second", rita), by=rita)
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        approve(first, by=anna)
    draft("Unfinished", rita)

    assert headlines(my_desk(anna).waiting) == ["Second", "First"]


def test_today_is_the_newsrooms_day(anna):
    with time_machine.travel(NOON, tick=False):
        midnight, tomorrow = (datetime.datetime(2026, 7, day, 22, 0, tzinfo=datetime.UTC) for day in (7, 8))
        second = datetime.timedelta(seconds=1)
        for moment in (midnight - second, midnight, NOON, NOON + second, tomorrow - second, tomorrow):
            make_article(f"{moment:%d %H:%M:%S}", published_at=moment)
        make_article("Over", published_at=midnight + second, withdraw_at=NOON)

        desk = my_desk(anna)

    assert headlines(desk.published) == ["08 10:00:00", "07 22:00:00"]
    assert headlines(desk.scheduled) == ["08 10:00:01", "08 21:59:59"]


def test_count_goes_on_where_the_lines_end(rita):
    for number in range(SHOWN + 3):
        draft(f"Draft {number}", rita)

    pile = my_desk(rita).drafts

    assert (len(pile.lines), pile.count) == (SHOWN, SHOWN + 3)
    assert LOOKED_AT > SHOWN


def test_desk_takes_the_same_queries_for_one_story_and_for_many(rita, anna, client):
    counts = []
    anna.get_all_permissions()  # asked for once, by whatever page it is
    for number in (1, 12):
        for n in range(number):
            back = draft(f"Back {number} {n}", anna)
            submit_for_review(back, by=anna)
            send_back(back, by=anna, note="No.")
            submit_for_review(draft(f"Waits {number} {n}", rita), by=rita, note="Please.")
            publish(draft(f"Out {number} {n}", anna), by=anna, at=timezone.now())
        client.force_login(anna)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as desk:
            my_desk(anna)
        with CaptureQueriesContext(connection) as page:
            client.get("/admin/")
        counts.append((len(desk), len(page)))

    assert counts[0] == counts[1]
    assert counts[0][0] <= 8


def test_editor_finds_updates_of_published_stories_with_how_far_they_are(client, rita, anna):
    stories = [make_article(name, topics=[make_section(name)]) for name in ("Written", "Reviewed", "Left alone")]
    for story in stories[:2]:
        save_revision(story, text_of(story, headline=f"{story.headline} anew"), by=anna)
    submit_update(stories[1], by=anna)
    client.force_login(anna)

    page = " ".join(client.get("/admin/").content.decode().split())
    listed = client.get("/admin/articles/article/?standing=updates").context["cl"].result_list

    assert headlines(my_desk(anna).updates) == ["Reviewed", "Written"]
    assert my_desk(rita).updates is None
    assert ["· in review" in page, "· being written" in page] == [True, True]
    assert [story.headline for story in listed] == ["Reviewed", "Written"]


def test_first_page_of_the_desk_shows_the_piles_with_counts_and_ways_on(client, rita, anna):
    story = draft("Harbour", rita)
    submit_for_review(story, by=rita)
    send_back(story, by=anna, note="Whose harbour?")
    client.force_login(rita)

    page = client.get("/admin/").content.decode()

    assert "Whose harbour?" in page
    assert f'href="/admin/articles/article/{story.pk}/change/"' in page
    assert 'href="/admin/articles/article/?standing=draft&amp;own=yes"' in page
    assert "Waiting for me" not in page
    assert "/admin/articles/photo/" in page  # the list of everything is still there


@pytest.mark.parametrize("query", ["standing=draft&own=yes", "standing=waiting&own=yes"])
def test_ways_on_lead_to_lists_of_the_same_stories(client, rita, anna, query):
    status = Status.DRAFT if "draft" in query else Status.APPROVED
    make_article("Mine", status=status, created_by=rita)
    make_article("Another's", status=status, created_by=anna)
    make_article("Out", created_by=rita)
    client.force_login(rita)

    listed = client.get(f"/admin/articles/article/?{query}").context["cl"].result_list

    assert [article.headline for article in listed] == ["Mine"]


def test_who_may_not_read_stories_has_the_plain_list(client):
    client.force_login(make_user("new", is_staff=True))

    response = client.get("/admin/")

    assert (response.status_code, "my_desk" in response.context) == (200, False)
