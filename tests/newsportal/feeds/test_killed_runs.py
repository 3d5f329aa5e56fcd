"""Runs of ``send_digests`` that are really killed, in the middle of a conversation with a real mail server."""

import os
import random
import signal
import socketserver
import sqlite3
import subprocess
import sys
import threading
from collections import Counter

import pytest

from tests.running import ROOT, SECRET_KEY, manage

pytestmark = pytest.mark.soak
READERS = 25
KILLS = 12
SETTING_UP = """
import datetime
from allauth.account.models import EmailAddress
from django.utils import timezone
from newsportal.feeds.digests import start_digest
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Digest
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_section, make_user
DAY = datetime.timedelta(days=1)
world = make_section("World")
for hours in range(72):
    make_article(section=world, hours_ago=hours)
for n in range({readers}):
    user = make_user(f"reader{{n}}")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    digest = Digest(feed=create_feed(user, name="Abroad", rules=Rules(Choice(topics=("world",)))), zone="UTC")
    start_digest(digest, timezone.now() - 2 * DAY)
"""


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail, and kills who sends it at the command that ``kill_at`` counts down to."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: Counter[str] = Counter()
        self.sender: subprocess.Popen | None = None
        self.kill_at = 0

    def hear(self) -> None:
        self.kill_at -= 1
        if self.kill_at == 0 and self.sender:
            os.kill(self.sender.pid, signal.SIGKILL)
            self.sender.wait()


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 ready")
        recipient = ""
        while line := self.rfile.readline():
            command = line[:4].upper()
            self.server.hear()
            if command == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
            if command == b"DATA":
                self.say("354 go on")
                while (text := self.rfile.readline()) not in {b".\r\n", b""}:
                    pass
                if text:
                    self.server.taken[recipient] += 1
                    self.server.hear()
            self.say("250 fine" if command != b"QUIT" else "221 bye")

    def say(self, line: str) -> None:
        try:
            self.wfile.write(f"{line}\r\n".encode())
        except OSError:
            pass  # whoever was killed does not listen


@pytest.fixture
def server():
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def site(tmp_path, server) -> dict[str, str]:
    """The environment of a site with readers whose digests are due."""
    variables = {
        "SECRET_KEY": SECRET_KEY,
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.server_address[1]}",
    }
    for arguments in (["migrate", "-v0"], ["shell", "-v0", "-c", SETTING_UP.format(readers=READERS)]):
        done = manage(*arguments, **variables)
        assert done.returncode == 0, done.stderr
    return variables


def run(site, server, *, kill_at: int) -> int:
    server.kill_at = kill_at
    server.sender = subprocess.Popen(  # noqa: S603 - our own command line
        [sys.executable, "manage.py", "send_digests"],
        cwd=ROOT,
        env=os.environ | site,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return server.sender.wait(timeout=120)


def let_time_pass(tmp_path) -> Counter[str]:
    """Make all claims an hour older; returns how many editions are in which state."""
    with sqlite3.connect(tmp_path / "site.sqlite3") as database:
        database.execute("UPDATE feeds_sentdigest SET claimed_at = datetime(claimed_at, '-1 hour')")
        states = Counter(state for (state,) in database.execute("SELECT state FROM feeds_sentdigest"))
    database.close()
    return states


def test_every_reader_gets_at_most_one_mail_and_every_doubt_is_counted(tmp_path, site, server):
    dice = random.Random(4)
    endings = []
    for _ in range(KILLS):
        endings.append(run(site, server, kill_at=dice.randint(1, 12)))
        let_time_pass(tmp_path)
    final = [run(site, server, kill_at=0), run(site, server, kill_at=0)]

    states = let_time_pass(tmp_path)
    assert -signal.SIGKILL in endings
    assert final == [0, 0]
    assert set(states) <= {"sent", "uncertain"}
    assert states.total() == READERS
    assert set(server.taken.values()) == {1}
    # Whoever got nothing is among the doubtful ones; who is not among them got one mail.
    assert states["sent"] <= len(server.taken) <= READERS
