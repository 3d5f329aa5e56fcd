"""Caches in front hear of every page that an act changes: by a key that the page has, before the act or after it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from articles.surrogate_keys import with_lists
from tests.test_touching import ACTS, World, named
from topics import versions

# Every act, and all pages before and after it.
pytestmark = [pytest.mark.soak, pytest.mark.django_db]

SECTION, TOPIC, OTHER_TOPIC = "world", "ports", "quays"
LISTS = ["news", f"topics/{SECTION}", f"topics/{TOPIC}", f"topics/{OTHER_TOPIC}", "tags/shipping", "authors/ada-reed"]


def pages() -> list[str]:
    """What readers can open; and what they could before, which may be gone."""
    feeds = [f"/{name}/feed.json" for name in LISTS]
    today, month = f"{timezone.localdate():/%Y/%m/%d/}", f"{timezone.now():/sitemaps/%Y-%m.xml}"
    others = ["/", "/topics/", "/corrections/", "/currency/", "/partners/", "/about/", "/sitemap.xml", today, month]
    return [*others, f"/news/?topic={TOPIC}&topic={OTHER_TOPIC}", *(f"/{name}/" for name in LISTS), *feeds]


class Kept:
    """What a cache in front keeps of all pages: text and keys of each, where it may keep it."""

    def __init__(self, paths):
        self.of_path = {path: self._ask(path) for path in paths}

    @staticmethod
    def _ask(path):
        response = Client().get(path)
        keys = set(response.headers.get("Surrogate-Key", "").split())
        assert bool(keys) == ("s-maxage" in response["Cache-Control"])
        text = response.content.decode()
        if response.resolver_match.url_name == "article":
            # Below a story stand the newest others: they follow within the seconds of s-maxage.
            text = re.split(r'\s*(?:<section class="article__next"|</main>)', text)[0]
        return response.status_code, text, keys


@pytest.mark.parametrize("act", [act for _names, act in ACTS.values()], ids=map(named, ACTS))
def test_caches_hear_of_every_page_that_an_act_changes(act, monkeypatch):
    announced: set[str] = set()
    world = World()
    paths = [*pages(), world.article.get_absolute_url(), world.draft.get_absolute_url()]
    before = Kept(paths).of_path
    monkeypatch.setattr(versions, "_announcers", [announced.update])

    act(world)

    told = with_lists(announced)
    after = Kept(paths).of_path
    changed = {path for path in paths if after[path][:2] != before[path][:2] and before[path][2]}
    assert {path: before[path][2] for path in changed if not before[path][2] & told} == {}
