"""The command: what stops one digest and not the others, what ends a run, and what it tells."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from newsportal.feeds.digests import Outcome
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Choice, Rules
from tests.newsportal.feeds.digests.runs import FIRST, HOUR, MINUTE, make_digest, make_reader, run, states, summary

pytestmark = pytest.mark.django_db


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
