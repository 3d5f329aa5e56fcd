import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running import SECRET_KEY, manage


@pytest.fixture
def empty_database(tmp_path):
    """The URL of a database without a table, on the engine of this run."""
    server = os.environ["DATABASE_URL"]
    if not server:
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    import psycopg  # a run on SQLite never loads it

    name = f"empty_{secrets.token_hex(8)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_migrations_make_a_site_from_nothing_and_have_nothing_left_to_do(empty_database):
    environment = {"SECRET_KEY": SECRET_KEY, "DATABASE_URL": empty_database}

    first = manage("migrate", "--no-input", **environment)
    second = manage("migrate", "--no-input", **environment)
    groups = manage(
        "shell",
        "--no-imports",
        "-c",
        "from django.contrib.auth.models import Group; print(*sorted(g.name for g in Group.objects.all()), sep=', ')",
        **environment,
    )

    assert (first.returncode, first.stderr) == (0, "")
    assert second.stdout.endswith("Running migrations:\n  No migrations to apply.\n")
    assert groups.stdout == "Chief editor, Editor, Reporter\n"


def test_migrations_need_nothing_but_the_database(empty_database, tmp_path):
    """Photographs have their folder only once there is one."""
    manage("migrate", "--no-input", SECRET_KEY=SECRET_KEY, DATABASE_URL=empty_database, MEDIA_ROOT=f"{tmp_path}/media")

    assert not Path(tmp_path, "media").exists()
