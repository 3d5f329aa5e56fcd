"""The site as the server runs it: pages that were made before and are still fresh, and Django for all the rest."""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from django.conf import settings
from django.db import Error
from django.urls import get_resolver

from newsportal.fresh.asking import Asked, door_of
from newsportal.fresh.pages import Answer, Headers, Page
from newsportal.fresh.shelf import Recent, Shelf
from newsportal.fresh.vouching import Vouching
from newsportal.fresh.watching import DatabaseAway, Watch
from newsportal.unavailable import DATABASE_AWAY
from topics.lifetimes import end_of_page
from topics.versions import Versions, held

PATIENCE = 5.0  # seconds that a request waits for another one that makes the same page
# Conditions are for us to answer: Django has to make the whole page, or there would be nothing to keep.
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class FreshPages:
    """A WSGI application in front of Django's.

    Before it hands out a page it has kept, it asks the database whether anything has changed: what it answers to a
    request is never older than what was committed before the request came. Django makes a page once for all who wait
    for it. While the database is away, pages seen before are handed out as they were, and say so.
    """

    def __init__(self, application: Callable, *, watch: Watch | None = None, most_bytes: int | None = None):
        get_resolver().url_patterns  # noqa: B018 - views say what they know of query strings when they are imported
        self._application, self._watch = application, watch or Watch()
        self._vouching = Vouching(self._watch)
        self._shelf = Shelf(most_bytes or settings.PAGES_KEPT_BYTES)
        self._making: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()
        # Hosts and schemes by which Django has answered with a page for all readers: it need not look at them again.
        self._doors = Recent(1_000)
        # Paths where Django answered for all readers, and for one alone, where nobody waits for another one's page.
        self._shared, self._personal = Recent(10_000), Recent(10_000)
        self._passed_by = (settings.STATIC_URL, settings.MEDIA_URL)

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ["PATH_INFO"].startswith(self._passed_by):
            return self._application(environ, start_response)
        asked, door, patient_until = Asked.of(environ), door_of(environ), 0.0
        while True:
            page = self._shelf.get(asked) if door in self._doors else None
            try:
                versions = self._watch.versions()
            except DatabaseAway:
                return self._do_without_database(page, environ, start_response)
            now = time.time()
            if page and page.is_fresh(versions, now):
                return _send(page.answer(environ, now), start_response)
            if asked.path in self._personal:
                return self._make(asked, page, versions, environ, start_response)
            with self._lock:
                if (being_made := self._making.get(asked)) is None:
                    self._making[asked] = threading.Event()
            if being_made is None:
                try:
                    return self._make(asked, page, versions, environ, start_response)
                finally:
                    with self._lock:
                        self._making.pop(asked).set()
            patient_until = patient_until or time.monotonic() + PATIENCE
            if not being_made.wait(max(0.0, patient_until - time.monotonic())):
                return self._do_without_database(page, environ, start_response)

    def _make(
        self, asked: Asked, last: Page | None, versions: Versions, environ: dict, start_response: Callable
    ) -> Iterable[bytes]:
        """Let Django answer; what it says to all readers is kept under the versions as they were before it began.

        ``last`` is what was kept before, if anything was.
        """
        began = datetime.datetime.now(datetime.UTC)
        # Only where it is known to be for all readers can it be made without what pages do not know.
        query = asked.query if asked.path in self._shared else environ["QUERY_STRING"]
        # What is for one person is not kept: there conditions are for the view, such as that of a private feed.
        for_django = () if asked.path in self._personal else CONDITIONS
        inner = {name: value for name, value in environ.items() if name not in for_django}
        inner |= {"REQUEST_METHOD": "GET", "QUERY_STRING": query}
        answer = Answer()
        with held(versions):
            try:  # before it is made: so its parts need not ask when they end
                until = end_of_page(began, asked.zone).timestamp()
            except Error:  # it has just gone away
                until = 0.0
            body = self._application(inner, answer)
            self._vouching.note()
            if last and inner.get(DATABASE_AWAY):
                _close(body)
                return self._do_without_database(last, environ, start_response)
            if not answer.is_for_all_readers:
                if answer.is_page:
                    self._personal.add(asked.path)
                if answer.is_public:  # the same for all, and made for each: such as what a search finds
                    return _send(_whole(answer, body).answer(environ, time.time()), start_response)
                start_response(answer.status, answer.headers)
                return body if environ["REQUEST_METHOD"] == "GET" else _close(body)
            page = _whole(answer, body)
        page = replace(page, versions=versions, until=until)
        if query == asked.query:
            self._shelf.put(asked, page)
        self._shared.add(asked.path)
        self._doors.add(door_of(environ))
        return _send(page.answer(environ, time.time()), start_response)

    def _do_without_database(self, page: Page | None, environ: dict, start_response: Callable) -> Iterable[bytes]:
        """The page as it was, or a word about it at once: nobody waits for a database that does not answer."""
        if page:
            return _send(page.answer(environ, time.time(), is_stale=True), start_response)
        return self._application(environ | {DATABASE_AWAY: True}, start_response)


def _send(answer: tuple[str, Headers, list[bytes]], start_response: Callable) -> list[bytes]:
    status, headers, body = answer
    start_response(status, headers)
    return body


def _whole(answer: Answer, body: Iterable[bytes]) -> Page:
    """The page that Django has made, which is kept by nobody yet."""
    try:
        return Page.of(answer.status, answer.headers, b"".join(body))
    finally:
        _close(body)


def _close(body: Iterable[bytes]) -> list[bytes]:
    """End an answer whose body nobody reads (any more); returns an empty one."""
    if hasattr(body, "close"):
        body.close()
    return []
