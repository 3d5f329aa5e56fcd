"""Caches are told right after a commit, and whoever committed does not wait."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import OperationalError, transaction

from articles.models import Article
from articles.publishing import withdraw
from newsportal.purging import sending
from newsportal.purging.models import Purge
from newsportal.purging.outbox import send_due
from newsportal.purging.sending import Sender, put_and_send
from tests.factories import make_article
from tests.newsportal.purging.front import Front
from topics import versions

PATIENCE = 30  # seconds


def wait_for(is_so) -> bool:
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def ended() -> bool:
    return not any(thread.name == "purges" for thread in threading.enumerate())


@pytest.fixture
def front(settings, monkeypatch):
    """Where the site tells everything, as it does when one is set at its start."""
    with Front() as front:
        settings.PURGE_URLS = [front.url]
        monkeypatch.setattr(versions, "_announcers", [put_and_send])
        monkeypatch.setattr(sending, "sender", Sender(pause=0.2))
        yield front
        wait_for(ended)


@pytest.mark.django_db(transaction=True)
def test_acts_that_are_committed_are_told_together_and_those_taken_back_never(front):
    first, second, third = (make_article() for _number in range(3))
    wait_for(ended)
    front.asked.clear()

    withdraw(first)
    withdraw(second)
    with transaction.atomic():
        withdraw(third)
        transaction.set_rollback(True)

    assert wait_for(lambda: front.asked and ended())
    assert front.keys == [[f"article-{first.pk}", f"article-{second.pk}", "news"]]
    assert (Purge.objects.count(), Article.objects.get(pk=third.pk).status) == (0, "published")


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_cache_that_is_slow(front):
    go_on = threading.Event()
    front.answers = _Waiting(go_on)

    began = time.monotonic()
    with transaction.atomic():
        versions.touch("rates")
    waited = time.monotonic() - began

    assert wait_for(lambda: front.asked)
    assert (waited < 2, Purge.objects.count()) == (True, 1)
    go_on.set()
    assert wait_for(ended)
    assert Purge.objects.count() == 0


class _Waiting(list):
    """Answers that come when ``go_on`` says so."""

    def __init__(self, go_on):
        super().__init__([(200, {})])
        self._go_on = go_on

    def pop(self, index=-1):
        self._go_on.wait(PATIENCE)
        return super().pop(index)


def test_what_is_wanted_while_it_sends_is_sent_once_more():
    sent, is_sending, go_on = [], threading.Event(), threading.Event()

    def send():
        is_sending.set()
        go_on.wait(PATIENCE)
        sent.append(None)

    sender = Sender(send, pause=0)
    sender.wake()
    assert is_sending.wait(PATIENCE)
    for _time in range(5):
        sender.wake()
    go_on.set()

    assert wait_for(ended)
    assert len(sent) == 2


def test_sender_outlives_a_database_that_is_away(caplog):
    problems = [OperationalError("server closed the connection\nunexpectedly"), KeyError("a mistake")]
    sent = []

    def send():
        sent.append(None)
        if problems:
            raise problems.pop(0)

    sender = Sender(send, pause=0)
    for number in (1, 2, 3):
        sender.wake()
        assert wait_for(lambda number=number: len(sent) == number and ended())

    assert [record.levelname for record in caplog.records] == ["WARNING", "ERROR"]
    assert "server closed the connection" in caplog.text.splitlines()[0]


@pytest.mark.django_db
def test_site_without_caches_in_front_writes_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        versions.touch("rates")

    assert (versions._announcers, Purge.objects.count(), callbacks, send_due()) == ([], 0, [], [])
