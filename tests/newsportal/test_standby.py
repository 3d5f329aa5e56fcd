"""A site with a streaming replica: who answers what, and what readers see while it is behind, ended, and back again."""

from __future__ import annotations

import itertools
import random
import re
import threading
import time

import pytest

from tests.newsportal.fresh.servers import Client, serve
from tests.newsportal.standby import PATIENCE, Editor, Pair, ask, asked

pytestmark = pytest.mark.soak
READERS, CHANGES = 4, 40
HARBOUR = re.compile(r"Harbour as of (\d+)")
OF_A_PAGE = '"headline"'  # in each statement that brings stories, and in none that asks for versions or moments


@pytest.fixture(scope="module")
def pair():
    pair = Pair()
    yield pair
    pair.close()


@pytest.fixture(scope="module")
def editor(pair):
    editor = Editor(pair.primary.get_uri())
    yield editor
    editor.close()


@pytest.fixture
def start(pair, editor, tmp_path):
    """Start the site, with two workers and the standby as its replica."""
    pair.follow()
    replica = {"DATABASE_REPLICA_URLS": pair.standby.get_uri()}
    return lambda **variables: serve(pair.primary.get_uri(), log=tmp_path / "server.log", **replica, **variables)


@pytest.fixture
def port(start):
    with start() as port:
        yield port


def addresses(editor) -> list[str]:
    return ["/", "/news/", "/topics/world/", "/news/feed.rss", f"/news/{editor.story}/harbour/"]


def shown_on(port: int, address: str) -> dict[str, int]:
    """As of when each of the two workers shows the story."""
    shown = {}
    while len(shown) < 2:
        client = Client(port)
        answer = client.get(address)
        client.close()
        assert answer.status == 200
        shown[answer.headers["X-Process"]] = int(HARBOUR.search(answer.text)[1])
    return shown


class Reader(threading.Thread):
    """Reads pages at random; notes each answer that shows less than what was committed before it was asked for.

    But for those that say so themselves: on a machine this busy the primary may take more than two seconds to answer.
    """

    def __init__(self, port: int, editor: Editor, number: int):
        super().__init__()
        self.port, self.editor, self.dice = port, editor, random.Random(number)
        self.is_done, self.read, self.found = False, 0, []

    def run(self):
        client = Client(self.port)
        while not self.is_done:
            address, committed = self.dice.choice(addresses(self.editor)), self.editor.committed
            answer = client.get(address)
            shown = HARBOUR.search(answer.text)
            self.read += 1
            time.sleep(0.01)  # the editor is to have a turn as well
            if "database away" in answer.headers.get("Cache-Status", ""):
                continue
            if answer.status != 200 or not shown or int(shown[1]) < committed:
                self.found.append(f"{answer.status} {address} shows {shown and shown[0]}, {committed} was committed")
        client.close()


def wrong_answers(port: int, pair: Pair, editor: Editor, changes: int) -> list[str]:
    """What readers got wrong while a story was changed so often, and the standby stopped replaying again and again."""
    readers, dice = [Reader(port, editor, number) for number in range(READERS)], random.Random(8)
    for reader in readers:
        reader.start()

    def pages_read() -> int:
        return sum(reader.read for reader in readers)

    try:
        # As many pages as changes at least, however busy the machine is.
        for number in itertools.takewhile(lambda n: n < changes or pages_read() < changes, itertools.count()):
            if number % 10 == 0:
                pair.pause()
            elif number % 10 == 5:
                pair.resume()
            editor.change()
            time.sleep(dice.uniform(0, 0.1))
    finally:
        pair.resume()
        for reader in readers:
            reader.is_done = True
        for reader in readers:
            reader.join()
    return [wrong for reader in readers for wrong in reader.found]


def test_standby_answers_readers_and_the_primary_all_who_write(port, pair, editor):
    client, cookie = Client(port), {"Cookie": f"sessionid={editor.readers_session}"}
    client.get("/news/")
    editor.change()
    pair.follow()
    before = asked(pair.primary, OF_A_PAGE), asked(pair.standby, OF_A_PAGE)

    for address in addresses(editor):
        assert set(shown_on(port, address).values()) == {editor.committed}
    assert asked(pair.primary, OF_A_PAGE) == before[0]
    assert asked(pair.standby, OF_A_PAGE) >= before[1] + 5

    pair.pause()
    answer = client.post("/my/saved/", {"save": str(editor.story)}, **cookie)
    page = client.get("/my/saved/", **cookie)
    pair.resume()
    client.close()

    assert (answer.status, f"Harbour as of {editor.committed}" in page.text) == (303, True)
    writing = 'INSERT INTO "feeds_savedarticle"'
    assert (asked(pair.primary, writing), asked(pair.standby, writing)) == (1, 0)


def test_page_is_never_older_than_the_last_commit_however_far_the_standby_is_behind(port, pair, editor):
    pair.pause()
    for _ in range(5):
        number = editor.change()
        for address in addresses(editor):
            assert set(shown_on(port, address).values()) == {number}
    before = asked(pair.standby, OF_A_PAGE)
    pair.resume()
    pair.follow()

    for address in addresses(editor):
        assert set(shown_on(port, address).values()) == {number}
    assert asked(pair.standby, OF_A_PAGE) == before  # what was kept meanwhile was right, and stayed

    assert wrong_answers(port, pair, editor, CHANGES) == []
    pair.follow()
    for address in addresses(editor):
        assert set(shown_on(port, address).values()) == {editor.committed}
    assert asked(pair.standby, OF_A_PAGE) > before


def test_that_would_be_noticed(start, pair, editor):
    with start(TRUST_REPLICAS="1") as port:
        pair.pause()
        number = editor.change()
        while_behind = shown_on(port, "/news/")
        pair.resume()
        pair.follow()

        assert set(while_behind.values()) == {number - 1}
        assert shown_on(port, "/news/") == while_behind  # it was kept, and would be until the next change


def test_standby_that_ends_is_left_out_and_used_again_when_it_is_back(port, pair, editor):
    readers = [Reader(port, editor, number) for number in range(READERS)]
    for reader in readers:
        reader.start()
    pair.standby.stop()
    for _ in range(20):
        editor.change()
        time.sleep(0.1)

    pair.standby.start()
    before, end = asked(pair.standby, OF_A_PAGE), time.monotonic() + PATIENCE
    while asked(pair.standby, OF_A_PAGE) == before and time.monotonic() < end:
        editor.change()
        pair.follow()
        time.sleep(0.5)
    for reader in readers:
        reader.is_done = True
    for reader in readers:
        reader.join()

    assert [wrong for reader in readers for wrong in reader.found] == []
    assert asked(pair.standby, OF_A_PAGE) > before
    assert ask(pair.standby, "SELECT pg_is_in_recovery()") is True
