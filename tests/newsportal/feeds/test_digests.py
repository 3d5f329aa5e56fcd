"""What a digest brings and when, and that each edition is sent once, whatever happens to the runs."""

import datetime
import re
import smtplib
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsportal.feeds.digests import Outcome, due_digests, end_digest, send_due, start_digest
from newsportal.feeds.keeping import create_feed, delete_feed
from newsportal.feeds.mailing import Post
from newsportal.feeds.models import Digest, Feed, SentDigest
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
STARTED = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)  # a Monday, 13:00 in Berlin
FIRST = datetime.datetime(2026, 11, 24, 6, 0, tzinfo=datetime.UTC)  # 07:00 in Berlin
WORLD = Rules(include=Choice(topics=("world",)))


@pytest.fixture
def world():
    return make_section("World")


def make_reader(username="reader", *, verified=True):
    user = make_user(username)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def make_digest(user=None, *, rules=WORLD, name="Abroad", started=STARTED, **fields) -> Digest:
    feed = create_feed(user or make_reader(), name=name, rules=rules)
    digest = Digest(feed=feed, **{"zone": "Europe/Berlin", "hour": 7, **fields})
    start_digest(digest, started)
    return digest


def publish(headline, at, **fields):
    fields.setdefault("section", fields.pop("world", None))
    return make_article(headline, published_at=at, **fields)


def run(now) -> list[Outcome]:
    """A run of the command at ``now``, and its outcomes."""
    with Post() as post:
        return [outcome for _pk, outcome in send_due(post, due_digests(now), clock=lambda: now)]


def sent() -> list[list[str]]:
    """For each mail so far the headlines it names."""
    return [re.findall(r"^(.+)\n[A-Z][a-z]{2}\. \d", message.body, re.MULTILINE) for message in mail.outbox]


def states() -> list[tuple[datetime.datetime, str]]:
    return list(SentDigest.objects.order_by("due_at").values_list("due_at", "state"))


# What it brings


def test_first_edition_brings_the_stories_of_the_day_before(world):
    make_digest()
    publish("Too old", FIRST - DAY, section=world)
    publish("Just new enough", FIRST - DAY + MINUTE, section=world)
    publish("At the last moment", FIRST, section=world)
    publish("Too late", FIRST + MINUTE, section=world)
    publish("Elsewhere", FIRST - HOUR, section=make_section("Sport"))

    assert (run(FIRST - MINUTE), run(FIRST + 2 * MINUTE)) == ([], [Outcome.SENT])
    assert sent() == [["At the last moment", "Just new enough"]]


def test_first_weekly_edition_brings_the_stories_of_a_week(world):
    make_digest(frequency="weekly", weekday=3)
    thursday = FIRST + 2 * DAY
    publish("Six days old", thursday - 6 * DAY, section=world)
    publish("Eight days old", thursday - 8 * DAY, section=world)

    assert (run(thursday - MINUTE), run(thursday)) == ([], [Outcome.SENT])
    assert sent() == [["Six days old"]]


def test_every_story_comes_in_one_edition(world):
    make_digest()
    for hours in range(-10, 60, 7):
        publish(f"Story {hours}", FIRST + hours * HOUR, section=world)

    for day in range(4):
        run(FIRST + day * DAY)

    assert sent() == [
        ["Story -3", "Story -10"],
        ["Story 18", "Story 11", "Story 4"],
        ["Story 46", "Story 39", "Story 32", "Story 25"],
        ["Story 53"],
    ]


def test_of_missed_editions_the_latest_brings_the_stories_of_all(world):
    make_digest()
    publish("Of the first", FIRST - HOUR, section=world)
    publish("Of the third", FIRST + 2 * DAY - HOUR, section=world)

    run(FIRST + 2 * DAY + 5 * HOUR)

    assert sent() == [["Of the third", "Of the first"]]
    assert states() == [(FIRST + 2 * DAY, "sent")]


def test_edition_without_stories_is_noted_and_not_sent(world):
    make_digest()
    publish("Later", FIRST + HOUR, section=world)

    assert (run(FIRST), run(FIRST), run(FIRST + DAY)) == ([Outcome.EMPTY], [], [Outcome.SENT])
    assert states() == [(FIRST, "empty"), (FIRST + DAY, "sent")]
    assert sent() == [["Later"]]


def test_twenty_stories_are_named_and_the_others_counted(world):
    make_digest()
    for n in range(23):
        publish(f"Story {n:02}", FIRST - n * MINUTE, section=world)

    run(FIRST)

    assert sent() == [[f"Story {n:02}" for n in range(20)]]
    assert "and 3 more stories\nhttp" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Abroad: 23 new stories"


def test_no_more_are_counted_than_anybody_reads(world, monkeypatch):
    monkeypatch.setattr("newsportal.feeds.editions.MOST_COUNTED", 22)
    make_digest()
    for n in range(25):
        publish(f"Story {n:02}", FIRST - n * MINUTE, section=world)

    run(FIRST)

    assert "and more than 2 more stories\n" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Abroad: more than 22 stories"


def test_feed_without_rules_brings_nothing(world):
    make_digest(rules=Rules())
    publish("Story", FIRST - HOUR, section=world)

    assert run(FIRST) == [Outcome.EMPTY]


def test_muted_words_stay_out(world):
    make_digest(rules=Rules(WORLD.include, Choice(words=("football",))))
    publish("Football again", FIRST - HOUR, section=world)
    publish("Grain", FIRST - HOUR, section=world)

    run(FIRST)

    assert sent() == [["Grain"]]


def test_withdrawn_stories_are_not_named(world):
    make_digest()
    publish("Withdrawn", FIRST - HOUR, section=world, withdraw_at=FIRST + MINUTE)
    publish("Stays", FIRST - HOUR, section=world)

    run(FIRST + 2 * MINUTE)

    assert sent() == [["Stays"]]


# When it comes


def test_digest_that_starts_after_its_hour_begins_with_the_next_day(world):
    make_digest(started=FIRST + HOUR)
    publish("Story", FIRST + 2 * HOUR, section=world)

    assert (run(FIRST + 3 * HOUR), run(FIRST + DAY)) == ([], [Outcome.SENT])


def test_changed_hour_loses_no_story_and_brings_none_twice(world):
    digest = make_digest()
    publish("Of the first", FIRST - HOUR, section=world)
    run(FIRST)
    publish("Before the change", FIRST + HOUR, section=world)
    digest.refresh_from_db()
    digest.hour = 5
    start_digest(digest, FIRST + 2 * HOUR)
    publish("After the change", FIRST + 3 * HOUR, section=world)

    assert run(FIRST + 4 * HOUR) == []
    assert run(FIRST + DAY - 2 * HOUR) == [Outcome.SENT]
    assert sent() == [["Of the first"], ["After the change", "Before the change"]]


def test_ended_digest_is_not_sent_and_begins_anew_with_one_period(world):
    digest = make_digest()
    publish("Long ago", FIRST - HOUR, section=world)
    end_digest(digest)
    assert run(FIRST + DAY) == []
    start_digest(digest, FIRST + 30 * DAY + HOUR)
    publish("Lately", FIRST + 30 * DAY + 2 * HOUR, section=world)

    assert run(FIRST + 31 * DAY) == [Outcome.SENT]
    assert sent() == [["Lately"]]


def test_hour_that_comes_twice_sends_once(world):
    make_digest(hour=2, started=datetime.datetime(2026, 10, 24, 12, tzinfo=datetime.UTC))
    first = datetime.datetime(2026, 10, 25, 0, 0, tzinfo=datetime.UTC)
    publish("Story", first - HOUR, section=world)
    publish("Within the hour that comes twice", first + MINUTE, section=world)

    assert [run(first + n * 15 * MINUTE) for n in range(0, 9)] == [[Outcome.SENT]] + [[]] * 8


def test_unknown_zone_counts_as_the_sites(world):
    digest = make_digest()
    Digest.objects.filter(pk=digest.pk).update(zone="Atlantis/Capital")
    publish("Story", FIRST - HOUR, section=world)

    assert (run(FIRST - MINUTE), run(FIRST)) == ([], [Outcome.SENT])


def test_unverified_address_gets_nothing_until_it_is_verified(world):
    digest = make_digest(make_reader(verified=False))
    publish("Story", FIRST - HOUR, section=world)

    assert (run(FIRST), mail.outbox) == ([Outcome.UNVERIFIED], [])
    EmailAddress.objects.filter(user=digest.feed.owner).update(verified=True)
    assert run(FIRST + HOUR) == [Outcome.SENT]


def test_closed_account_gets_nothing(world):
    user = make_reader()
    make_digest(user)
    publish("Story", FIRST - HOUR, section=world)
    user.is_active = False
    user.save()

    assert run(FIRST) == []


def test_deleted_feed_takes_its_digest_along(world):
    digest = make_digest()
    publish("Story", FIRST - HOUR, section=world)
    run(FIRST)

    delete_feed(digest.feed)

    assert (run(FIRST + DAY), SentDigest.objects.count()) == ([], 0)


def test_what_became_of_editions_is_forgotten_after_a_quarter(world):
    make_digest()
    for day in (0, 1, 91):
        run(FIRST + day * DAY)

    assert states() == [(FIRST + DAY, "empty"), (FIRST + 91 * DAY, "empty")]


# The message


def test_message_says_what_mail_programs_need(world, settings):
    settings.SITE_URL = "https://news.example"
    digest = make_digest(name="Grain\tand “more”")
    story = publish("Prices <rise> & fall", FIRST - HOUR, section=world)

    run(FIRST)

    [message] = mail.outbox
    [(html, kind)] = message.alternatives
    address = f"https://news.example/unsubscribe/{digest.token}/"
    assert (message.to, kind) == (["reader@example.org"], "text/html")
    assert message.subject == "Grain and “more”: 1 new story"
    assert message.extra_headers == {
        "Message-ID": f"<digest-{digest.pk}-202611240600@news.example>",
        "List-ID": f"<feed-{digest.feed_id}.news.example>",
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    assert "Prices <rise> & fall\nNov. 24, 06:00 · World\n" in message.body
    assert "Prices &lt;rise&gt; &amp; fall</a>" in html
    for text in (message.body, html):
        assert f"https://news.example{story.get_absolute_url()}" in text
        assert address in text
        assert f"https://news.example/my/{digest.feed.slug}/delivery/" in text
        assert "Shows World." in text


def test_message_asks_nothing_of_other_places(world):
    make_digest()
    publish("Story", FIRST - HOUR, section=world)

    run(FIRST)

    html = mail.outbox[0].alternatives[0][0]
    assert [word for word in ("<img", "src=", "url(", "<link", "<script", "<style") if word in html] == []


def test_wire_format_keeps_the_headers_of_one_click_whole(world):
    digest = make_digest(name="Ångström 日本")
    publish("Story", FIRST - HOUR, section=world)

    run(FIRST)

    wire = mail.outbox[0].message()
    assert wire["List-Unsubscribe"] == f"<http://127.0.0.1:8000/unsubscribe/{digest.token}/>"
    assert [part.get_content_type() for part in wire.walk()] == ["multipart/alternative", "text/plain", "text/html"]


# Once


class Killed(BaseException):
    """The run ends here, as if its process had been killed."""


class FaultyBackend(BaseEmailBackend):
    """A mail server that does as ``acts`` say, one after the other; then it takes everything."""

    acts: list = []
    opened = 0
    taken: list = []

    def open(self):
        type(self).opened += 1

    def send_messages(self, messages):
        act = self.acts.pop(0) if self.acts else None
        if callable(act):
            act = act()
        if isinstance(act, BaseException):
            raise act
        self.taken.extend(messages)
        return len(messages)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.FaultyBackend"
    monkeypatch.setattr(FaultyBackend, "acts", [])
    monkeypatch.setattr(FaultyBackend, "taken", [])
    return FaultyBackend


@pytest.fixture
def story(world):
    return publish("Story", FIRST - HOUR, section=world)


def killed(now) -> bool:
    try:
        run(now)
    except Killed:
        return True
    return False


def test_second_run_sends_nothing(server, story):
    make_digest()

    assert (run(FIRST), run(FIRST), run(FIRST + HOUR)) == ([Outcome.SENT], [], [])
    assert len(server.taken) == 1


def test_run_within_a_run_sends_nothing(server, story):
    make_digest()
    make_digest(make_reader("other"))
    inner = []
    server.acts.append(lambda: inner.append(run(FIRST)))

    assert run(FIRST) == [Outcome.SENT, Outcome.LEFT]
    assert inner == [[Outcome.SENT]]  # the first digest is being handed over, the second was free
    assert sorted(message.to[0] for message in server.taken) == ["other@example.org", "reader@example.org"]


def test_run_killed_while_it_made_an_edition_is_taken_over_after_ten_minutes(server, story, monkeypatch):
    make_digest()
    with monkeypatch.context() as patch:
        patch.setattr("newsportal.feeds.digests.message_of", lambda *args, **kwargs: (_ for _ in ()).throw(Killed))
        assert killed(FIRST)
    assert states() == [(FIRST, "claimed")]

    assert (run(FIRST + 9 * MINUTE), run(FIRST + 10 * MINUTE)) == ([Outcome.LEFT], [Outcome.SENT])
    assert [message.subject for message in server.taken] == ["Abroad: 1 new story"]


def test_run_killed_at_the_hand_over_is_told_once_and_never_repeated(server, story, world):
    make_digest()
    server.acts.append(Killed())
    assert killed(FIRST)
    assert states() == [(FIRST, "handed_over")]
    publish("Next day", FIRST + HOUR, section=world)

    assert (run(FIRST + HOUR), server.taken) == ([], [])
    assert told(FIRST + HOUR) == [
        "A run was interrupted while it handed over digest {} of 2026-11-24 06:00 UTC. It is not sent again."
    ]
    assert (told(FIRST + HOUR), run(FIRST + DAY)) == ([], [Outcome.SENT])
    assert states() == [(FIRST, "uncertain"), (FIRST + DAY, "sent")]
    assert ["Story" in message.body.splitlines() for message in server.taken] == [False]


def told(now) -> list[str]:
    """What the command says about interrupted runs."""
    err = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("send_digests", stdout=StringIO(), stderr=err)
    pk = str(Digest.objects.first().pk)
    return [line.replace(f"digest {pk} ", "digest {} ") for line in err.getvalue().splitlines()]


def test_run_killed_after_the_mail_was_taken_sends_it_once(server, story, monkeypatch):
    make_digest()
    with monkeypatch.context() as patch:
        patch.setattr("newsportal.feeds.claims.Claim.finish", lambda claim: (_ for _ in ()).throw(Killed))
        assert killed(FIRST)

    assert (run(FIRST), run(FIRST + HOUR)) == ([], [])
    assert len(server.taken) == 1


def test_run_that_wakes_up_after_it_was_taken_over_sends_nothing(server, story, monkeypatch):
    make_digest()
    slept = []

    def sleep(post):
        if not slept:
            slept.append(True)
            slept.append(run(FIRST + 11 * MINUTE))

    monkeypatch.setattr(Post, "make_ready", sleep)

    assert run(FIRST) == [Outcome.LEFT]
    assert slept == [True, [Outcome.SENT]]
    assert (len(server.taken), states()) == (1, [(FIRST, "sent")])


def test_reader_who_ends_the_digest_in_the_last_moment_gets_none(server, story, monkeypatch):
    digest = make_digest()
    monkeypatch.setattr(Post, "make_ready", lambda post: end_digest(digest))

    assert (run(FIRST), server.taken, states()) == ([Outcome.LEFT], [], [])


@pytest.mark.parametrize(
    "refusal",
    [
        smtplib.SMTPRecipientsRefused({"reader@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"no thanks"),
        smtplib.SMTPSenderRefused(451, b"later", "news@example.org"),
    ],
    ids=["recipient", "message", "sender"],
)
def test_refused_edition_is_tried_again_after_an_hour(server, story, refusal):
    make_digest()
    server.acts.append(refusal)

    assert (run(FIRST), states()) == ([Outcome.FAILED], [(FIRST, "failed")])
    assert (run(FIRST + 59 * MINUTE), run(FIRST + HOUR)) == ([Outcome.LEFT], [Outcome.SENT])
    assert states() == [(FIRST, "sent")]


def test_stories_of_a_refused_edition_come_with_the_next(server, story, world):
    make_digest()
    publish("Next day", FIRST + HOUR, section=world)
    server.acts += [smtplib.SMTPDataError(554, b"no thanks")]
    run(FIRST)

    assert run(FIRST + DAY) == [Outcome.SENT]
    assert "Story" in server.taken[0].body.splitlines()
    assert states() == [(FIRST, "failed"), (FIRST + DAY, "sent")]


@pytest.mark.parametrize("break_", [smtplib.SMTPServerDisconnected("gone"), TimeoutError("slow")], ids=str)
def test_connection_that_breaks_leaves_one_edition_uncertain_and_the_others_go_on(server, story, break_):
    make_digest()
    make_digest(make_reader("other"))
    server.acts.append(break_)

    assert run(FIRST) == [Outcome.UNCERTAIN, Outcome.SENT]
    assert run(FIRST + 2 * HOUR) == []
    assert [message.to for message in server.taken] == [["other@example.org"]]


def test_one_broken_feed_stops_no_other(server, story, caplog):
    broken = make_digest()
    make_digest(make_reader("other"))
    damage(broken.feed)

    assert run(FIRST) == [Outcome.FAILED, Outcome.SENT]
    assert [record.getMessage() for record in caplog.records] == [f"The digest {broken.pk} could not be sent."]


def damage(feed: Feed) -> None:
    """Rules as no version of the site wrote them."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE feeds_feed SET rules = %s WHERE id = %s", ['{"include": 5}', feed.pk])


def test_edition_that_cannot_be_made_is_tried_again_after_an_hour(server, story, monkeypatch):
    make_digest()
    with monkeypatch.context() as patch:
        patch.setattr("newsportal.feeds.digests.message_of", lambda *args, **kwargs: 1 / 0)
        assert run(FIRST) == [Outcome.FAILED]

    assert (run(FIRST + MINUTE), run(FIRST + HOUR)) == ([Outcome.LEFT], [Outcome.SENT])


def test_mail_server_out_of_reach_ends_the_run_and_the_next_one_sends_at_once(server, story, monkeypatch):
    make_digest()
    with monkeypatch.context() as patch:
        patch.setattr(server, "open", lambda backend: (_ for _ in ()).throw(ConnectionRefusedError("no one there")))
        with time_machine.travel(FIRST), pytest.raises(CommandError, match=r"cannot be reached \(no one there\)"):
            call_command("send_digests", stdout=StringIO())

    assert (states(), run(FIRST)) == ([], [Outcome.SENT])


def test_command_tells_what_it_did(server, story):
    make_digest()
    make_digest(make_reader("unverified", verified=False))
    make_digest(make_reader("other"), rules=Rules(include=Choice(words=("nothing",))))
    assert summary(FIRST - HOUR) == ["No digest is due."]
    assert summary(FIRST) == ["1 sent", "1 nothing new, not sent", "1 without a verified address"]


def summary(now) -> list[str]:
    out = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("send_digests", stdout=out)
    return [line for line in out.getvalue().splitlines() if not line.startswith("Digests:")]


def test_run_takes_the_same_queries_for_one_story_and_for_twenty(world):
    make_digest()
    publish("Story", FIRST - HOUR, section=world)
    with CaptureQueriesContext(connection) as one:
        run(FIRST)
    for n in range(20):
        publish(f"Story {n}", FIRST + n * MINUTE + MINUTE, section=world)

    with CaptureQueriesContext(connection) as twenty:
        run(FIRST + DAY)

    assert len(twenty) == len(one)
