"""Where a process keeps pages: so many bytes at most, and longest those that people ask for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from newsportal.fresh.pages import Page


class Recent:
    """A set that forgets the oldest when it holds more than ``most``."""

    def __init__(self, most: int):
        self._most, self._things, self._lock = most, OrderedDict(), threading.Lock()

    def __contains__(self, thing: Hashable) -> bool:
        return thing in self._things

    def add(self, thing: Hashable) -> None:
        with self._lock:
            self._things[thing] = None
            if len(self._things) > self._most:
                self._things.popitem(last=False)


class Shelf:
    """Pages by key. A page asked for a second time is moved to the part that is cleared last: who walks through the
    whole archive, as robots do, takes no place from what people read."""

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self._parts: dict[str, OrderedDict[Hashable, Page]] = {"new": OrderedDict(), "proven": OrderedDict()}
        self._bytes = {"new": 0, "proven": 0}
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Page | None:
        proven, new = self._parts["proven"], self._parts["new"]
        with self._lock:
            if page := proven.get(key):
                proven.move_to_end(key)
            elif page := new.get(key):
                self._take("new", key)
                self._add("proven", key, page)
            return page

    def put(self, key: Hashable, page: Page) -> None:
        with self._lock:
            part = "proven" if key in self._parts["proven"] else "new"
            self._take(part, key)
            self._add(part, key, page)

    @property
    def bytes(self) -> int:
        return sum(self._bytes.values())

    def __len__(self) -> int:
        return sum(map(len, self._parts.values()))

    def _most(self, part: str) -> int:
        return self.most_bytes // 4 if part == "new" else self.most_bytes - self.most_bytes // 4

    def _add(self, part: str, key: Hashable, page: Page) -> None:
        self._parts[part][key] = page
        self._bytes[part] += page.size
        while self._bytes[part] > self._most(part):
            self._take(part, next(iter(self._parts[part])))

    def _take(self, part: str, key: Hashable) -> None:
        if page := self._parts[part].pop(key, None):
            self._bytes[part] -= page.size
