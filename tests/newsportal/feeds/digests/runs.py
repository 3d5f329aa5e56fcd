"""Digests and runs of their command at moments of a test's choice, and a mail server that may fail."""

import datetime
import re
from io import StringIO

import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command

from newsportal.feeds.digests import Outcome, due_digests, send_due, start_digest
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.mailing import Post
from newsportal.feeds.models import Digest, SentDigest
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_user

MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
STARTED = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)  # a Monday, 13:00 in Berlin
FIRST = datetime.datetime(2026, 11, 24, 6, 0, tzinfo=datetime.UTC)  # 07:00 in Berlin
WORLD = Rules(include=Choice(topics=("world",)))


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


class Killed(BaseException):
    """The run ends here, as if its process had been killed."""


def killed(now) -> bool:
    try:
        run(now)
    except Killed:
        return True
    return False


def told(now) -> list[str]:
    """What the command says about interrupted runs."""
    err = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("send_digests", stdout=StringIO(), stderr=err)
    pk = str(Digest.objects.first().pk)
    return [line.replace(f"digest {pk} ", "digest {} ") for line in err.getvalue().splitlines()]


def summary(now) -> list[str]:
    out = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("send_digests", stdout=out)
    return [line for line in out.getvalue().splitlines() if not line.startswith("Digests:")]


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
