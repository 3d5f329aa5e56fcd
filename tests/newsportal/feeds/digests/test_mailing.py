"""The message of an edition, and mail servers that refuse it or break off."""

import smtplib

import pytest
from django.core import mail

from newsportal.feeds.digests import Outcome
from tests.newsportal.feeds.digests.runs import DAY, FIRST, HOUR, MINUTE, make_digest, make_reader, publish, run, states

pytestmark = pytest.mark.django_db


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
