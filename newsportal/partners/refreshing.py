"""Reading a partner's feed again: what was asked, what came of it, and what is kept.

``ask`` talks to the other side and touches no database, ``take`` the other way round, so that many sources can be asked
side by side (``refresh_all``); ``refresh`` is both. A feed that fails in any way costs no item that is there.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsportal.http import Conditions, FetchError, Response
from newsportal.partners.models import LONGEST_FEED_URL, PartnerItem, Source
from newsportal.partners.parsing import read_feed
from newsportal.partners.records import Feed, FeedError, FeedItem, digest, link_digest
from newsportal.partners.side_by_side import WORKERS, side_by_side
from topics.versions import touch

LONGEST_PAUSE = datetime.timedelta(days=1)
PAUSES_AT_REQUEST = {429, 503}
GONE = 410

Fetch = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source said: a ``feed``, "unchanged" (neither feed nor problem), or a ``problem`` in words."""

    feed: Feed | None = None
    problem: str = ""
    response: Response | None = None

    @property
    def is_gone(self) -> bool:
        return self.response is not None and self.response.status == GONE


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """``skipped``: items that another source, or this one by another name, had brought; ``outcome`` is for people."""

    outcome: str
    created: int = 0
    updated: int = 0
    skipped: int = 0
    removed: int = 0
    seen: int = 0
    is_failure: bool = False


def refresh(
    source: Source,
    *,
    fetch: Fetch,
    now: datetime.datetime | None = None,
    jitter: Callable[[], float] = random.random,
) -> RefreshResult:
    """Ask ``source``, due or not, and keep what came; how it went is written on the stored source."""
    return take(source, ask(source, fetch=fetch), now=now, jitter=jitter)


def refresh_all(
    sources: Iterable[Source], *, fetch: Fetch, workers: int = WORKERS
) -> Iterator[tuple[Source, RefreshResult]]:
    """``refresh`` for each of ``sources``, with up to ``workers`` asked at a time; as they come in."""
    for source, answer in side_by_side(sources, lambda source: ask(source, fetch=fetch), workers=workers):
        if isinstance(answer, TimeoutError):
            answer = Answer(problem=_("The source took too long."))
        elif isinstance(answer, Exception):
            raise answer  # a mistake of ours: `ask` raises nothing for theirs
        yield source, take(source, answer)


def ask(source: Source, *, fetch: Fetch) -> Answer:
    """Fetch and read the feed, if it is another one than last time. No exception of the other side's making."""
    try:
        response = fetch(source.feed_url, conditions=Conditions(source.etag, source.last_modified))
    except FetchError as error:
        return Answer(problem=str(error))
    if response.is_unchanged:
        return Answer(response=response)
    if response.status != 200:
        return Answer(problem=said_status(response), response=response)
    try:
        feed = read_feed(response.body, url=response.url, content_type=response.headers.get("Content-Type", ""))
    except FeedError as error:
        return Answer(problem=str(error), response=response)
    return Answer(feed=feed, response=response)


def said_status(response: Response) -> str:
    if response.status == GONE:
        return _("The feed is gone for good (status 410): the source is switched off.")
    if response.status in PAUSES_AT_REQUEST and response.retry_after:
        return _("The source asks for a pause (status %(status)s).") % {"status": response.status}
    return _("The source answered with status %(status)s.") % {"status": response.status}


def take(
    source: Source,
    answer: Answer,
    *,
    now: datetime.datetime | None = None,
    jitter: Callable[[], float] = random.random,
) -> RefreshResult:
    """Store what ``source``, as it was when it was asked, answered."""
    now = now or timezone.now()
    with transaction.atomic():
        # All of them, always in one order: sources bring the same stories, and two runs that store different sources at
        # once would trip over each other's rows. (SQLite has one writer anyway.)
        locked = {each.pk: each for each in Source.objects.select_for_update().order_by("pk")}
        stored = locked.get(source.pk)
        if stored is None or stored.feed_url != source.feed_url:
            return RefreshResult(_("The source was changed while it was asked; nothing was stored."))
        result = store_items(stored, answer.feed, now=now) if answer.feed else unchanged(answer)
        write_down(stored, answer, result, now=now, jitter=jitter)
        if result.created or result.updated or result.removed or answer.is_gone:
            touch("partners")
    for field in (*RESULTS, "feed_url"):
        setattr(source, field, getattr(stored, field))
    return result


def unchanged(answer: Answer) -> RefreshResult:
    if answer.problem:
        return RefreshResult(answer.problem, is_failure=True)
    return RefreshResult(_("Nothing new since last time."))


RESULTS = (
    "is_active",
    "etag",
    "last_modified",
    "failures",
    "next_fetch_at",
    "asked_at",
    "answered_at",
    "outcome",
    "items_seen",
    "moved_from",
    "moved_at",
    "gone_at",
)


def write_down(source: Source, answer: Answer, result: RefreshResult, *, now, jitter: Callable[[], float]) -> None:
    response = answer.response
    source.asked_at, source.outcome = now, result.outcome[:500]
    changed = [*RESULTS]
    if result.is_failure:
        source.failures += 1
        source.next_fetch_at = now + pause_after_failure(source, response, jitter=jitter)
        if answer.is_gone:
            source.is_active, source.gone_at = False, now
    else:
        source.failures, source.answered_at, source.gone_at = 0, now, None
        source.next_fetch_at = now + datetime.timedelta(minutes=source.minutes)
        # A 304 may leave the validators out; those it answered to still hold.
        source.etag = response.etag or (source.etag if response.is_unchanged else "")
        source.last_modified = response.last_modified or (source.last_modified if response.is_unchanged else "")
        if answer.feed:
            source.items_seen = result.seen
        moved_to = response.permanent_url
        if moved_to and moved_to != source.feed_url and len(moved_to) <= LONGEST_FEED_URL:
            source.moved_from, source.moved_at, source.feed_url = source.feed_url, now, moved_to
            changed.append("feed_url")
    source.save(update_fields=changed)


def pause_after_failure(
    source: Source, response: Response | None, *, jitter: Callable[[], float]
) -> datetime.timedelta:
    """Twice as long with every failure, up to a day and not below the source's own pace; up to a quarter is chance.

    Sources that failed together are not asked together again. A ``Retry-After`` is kept if it is longer.
    """
    usual = datetime.timedelta(minutes=source.minutes)
    pause = min(usual * 2 ** min(source.failures, 12), max(LONGEST_PAUSE, usual)) * (1 + jitter() / 4)
    if response and response.status in PAUSES_AT_REQUEST and response.retry_after:
        pause = max(pause, datetime.timedelta(seconds=response.retry_after))
    return pause


def newest(feed: Feed, count: int) -> list[FeedItem]:
    """The ``count`` newest items, newest first: by their dates if all have one, else in the feed's own order."""
    items = {}
    for item in feed.items:
        items.setdefault(digest(item.guid), item)
    found = list(items.values())
    if all(item.published_at for item in found):
        found.sort(key=lambda item: item.published_at, reverse=True)
    return found[:count]


def store_items(source: Source, feed: Feed, *, now: datetime.datetime) -> RefreshResult:
    """Bring in what is new, correct what has changed, forget what is older than the items kept."""
    items = newest(feed, source.items_kept)
    links = {link_digest(item.url) for item in items}
    guids = {digest(item.guid) for item in items}
    known = PartnerItem.objects.filter(Q(source=source, guid_digest__in=guids) | Q(link_digest__in=links))
    rows = {row.guid_digest: row for row in known if row.source_id == source.pk}
    taken = {row.link_digest for row in known}
    fresh, updated, skipped = [], 0, 0
    # Oldest first: of items of one moment, the one the feed names first has the highest number.
    for item in reversed(items):
        link, guid = link_digest(item.url), digest(item.guid)
        if row := rows.get(guid):
            updated += correct(row, item, link, taken)
        elif link in taken:
            skipped += 1
        else:
            taken.add(link)
            moment = min(item.published_at or now, now)  # a date to come would stand on top until then
            fresh.append(
                PartnerItem(
                    source=source,
                    guid_digest=guid,
                    link_digest=link,
                    url=item.url,
                    title=item.title,
                    published_at=moment,
                    first_seen_at=now,
                )
            )
    PartnerItem.objects.bulk_create(fresh)
    removed = forget_old(source, named=guids | links)
    seen = len(feed.items)
    outcome = said_counts(seen, len(fresh), updated, skipped)
    return RefreshResult(outcome, len(fresh), updated, skipped, removed, seen)


def correct(row: PartnerItem, item: FeedItem, link: str, taken: set[str]) -> bool:
    """Another title or address replaces the old one. The moment stays: nobody gets to the top again by a new date."""
    url = item.url if link == row.link_digest or link not in taken else row.url
    if (row.title, row.url) == (item.title, url):
        return False
    if url == item.url:
        row.link_digest = link
        taken.add(link)
    row.title, row.url = item.title, url
    row.save(update_fields=["title", "url", "link_digest"])
    return True


def forget_old(source: Source, *, named: set[str]) -> int:
    """What the feed still names among its newest is forgotten last: else it would come back as new, again and again.

    ``named``: digests of names and links.
    """
    rows = list(source.items.newest_first().values_list("pk", "guid_digest", "link_digest"))
    rows.sort(key=lambda row: named.isdisjoint(row[1:]))  # among themselves they stay newest first
    old = [row[0] for row in rows[source.items_kept :]]
    return PartnerItem.objects.filter(pk__in=old).delete()[0] if old else 0


def said_counts(seen: int, created: int, updated: int, skipped: int) -> str:
    parts = [ngettext("%(count)s item in the feed", "%(count)s items in the feed", seen) % {"count": seen}]
    parts.append(_("%(count)s new") % {"count": created})
    if updated:
        parts.append(_("%(count)s changed") % {"count": updated})
    if skipped:
        parts.append(_("%(count)s brought by another source") % {"count": skipped})
    return ", ".join(parts) + "."
