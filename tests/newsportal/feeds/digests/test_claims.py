"""Each edition is sent once, whatever happens to the runs."""

import pytest

from newsportal.feeds.digests import Outcome, end_digest
from newsportal.feeds.mailing import Post
from tests.newsportal.feeds.digests.runs import (
    DAY,
    FIRST,
    HOUR,
    MINUTE,
    Killed,
    killed,
    make_digest,
    make_reader,
    publish,
    run,
    states,
    told,
)

pytestmark = pytest.mark.django_db


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
