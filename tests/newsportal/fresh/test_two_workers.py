"""The promise: no answer to a request that came after a commit shows what was before it. On real servers."""

from __future__ import annotations

import random
import re
import threading
import time

import pytest
from django.db import transaction

from articles.models import Article, Status
from articles.timelines import stamp
from tests.factories import make_article, make_section
from tests.newsportal.fresh.servers import Client, clients, own_database, serve

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES, CLIENTS, STORIES = 200, 8, 12
FEW = 40  # changes, where all goes wrong
TITLE = re.compile(r"Story (\d+) as of (\d+)\b")
GONE = -1


class Newsroom:
    """Changes stories, and remembers when readers may have seen what."""

    def __init__(self):
        section = make_section("World")
        self.stories = [make_article("first", topics=[section], section=section, slug="story") for _ in range(STORIES)]
        # Of each story its states with the moments from which, and until which, it may be seen.
        self.states: dict[int, list[list]] = {}
        for story in self.stories:
            self._write(story.pk, 0)
            self.states[story.pk] = [[0, 0.0, float("inf")]]
        self.dice = random.Random(8)
        self.is_done = False

    def change(self, number: int) -> None:
        pk = self.dice.choice(self.stories).pk
        is_gone = self.states[pk][-1][0] == GONE
        state = GONE if not is_gone and self.dice.random() < 0.2 else number
        # Readers may see it before we come back from the commit, which on SQLite may tidy up first.
        self.states[pk].append([state, time.monotonic(), float("inf")])
        with transaction.atomic():
            self._write(pk, state)
        self.states[pk][-2][2] = time.monotonic()

    def _write(self, pk: int, state: int) -> None:
        story = Article.objects.get(pk=pk)
        story.status = Status.WITHDRAWN if state == GONE else Status.PUBLISHED
        story.headline = f"Story {pk} as of {state}"
        story.save(update_fields=["status", "headline"])
        stamp(story)

    def possible(self, pk: int, since: float, until: float) -> set[int]:
        """The states of a story that may be seen in an answer to what was asked at ``since`` and came at ``until``."""
        return {state for state, began, ended in list(self.states[pk]) if began <= until and since <= ended}


def read(newsroom: Newsroom, client: Client, number: int, found: list[str]) -> None:
    """Read pages at random until the newsroom is done; what cannot be is added to ``found``."""
    dice = random.Random(number)
    while not newsroom.is_done:
        story = dice.choice(newsroom.stories)
        path = dice.choice(["/", "/news/", "/topics/world/", "/news/feed.rss", story.get_absolute_url()])
        asked = time.monotonic()
        answer = client.get(path)
        came = time.monotonic()
        shown = {int(pk): int(state) for pk, state in TITLE.findall(answer.text)}
        if path == story.get_absolute_url():
            shown = {story.pk: GONE if answer.status == 410 else shown.get(story.pk)}
        elif path != "/":  # where all of them stand that are there; a list of one page leaves none out
            shown = {each.pk: GONE for each in newsroom.stories} | shown
        for pk, state in shown.items():
            if state not in (possible := newsroom.possible(pk, asked, came)):
                found.append(f"{path} shows {pk} as of {state}, where {possible} were possible")
    client.close()


def wrong_answers(tmp_path, changes: int, **variables) -> list[str]:
    with own_database(tmp_path) as url:
        newsroom, found = Newsroom(), []
        with serve(url, log=tmp_path / "server.log", **variables) as port:
            readers = [
                threading.Thread(target=read, args=(newsroom, client, number, found))
                for number, client in enumerate(clients(port, CLIENTS))
            ]
            for reader in readers:
                reader.start()
            try:
                for number in range(1, changes + 1):
                    newsroom.change(number)
            finally:
                newsroom.is_done = True
                for reader in readers:
                    reader.join()
        return found


def test_no_answer_shows_what_was_before_a_commit(tmp_path):
    assert wrong_answers(tmp_path, CHANGES) == []


def test_that_would_be_noticed(tmp_path):
    assert wrong_answers(tmp_path, FEW, IGNORE_VERSIONS="1") != []
