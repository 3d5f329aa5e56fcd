"""The breaking bar: acts of editors, and what every page shows of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.audit import record
from articles.models import Article
from newsportal.home.models import BreakingBar, HomePage
from topics.kept import Kept
from topics.lifetimes import announced
from topics.prepared import Prepared
from topics.versions import touch


@transaction.atomic
def announce(bar: BreakingBar, *, by=None) -> None:
    """Show ``bar``, which is new, on every page from now on; the one that is shown ends."""
    HomePage.objects.locked()  # two that are announced at once: the second ends the first
    bar.announced_at, bar.announced_by = timezone.now(), by
    BreakingBar.objects.running(bar.announced_at).update(until=bar.announced_at)
    bar.save()
    touch("breaking")


@transaction.atomic
def correct(bar: BreakingBar) -> None:
    """Store the changed text, link or end of a bar."""
    bar.save(update_fields=["text", "article", "address", "until"])
    touch("breaking")


@transaction.atomic
def end_now(bar: BreakingBar, *, by=None) -> bool:
    """Take ``bar`` off all pages; returns whether it was shown until now."""
    now = timezone.now()
    ended = BreakingBar.objects.running(now).filter(pk=bar.pk).update(until=now)
    if ended:
        record("end", bar, by=by)
        touch("breaking")
    return bool(ended)


@dataclass(frozen=True)
class Bar:
    """``url`` is empty where the bar leads nowhere."""

    text: str
    url: str
    until: datetime.datetime


def _running_bars(now: datetime.datetime) -> QuerySet:
    visible = Article.objects.published(now).filter(pk=OuterRef("article"))
    bars = BreakingBar.objects.running(now).select_related("article").annotate(leads_to_story=Exists(visible))
    return bars.only("text", "address", "until", "article__slug")[:1]


running_bars = Prepared(_running_bars, now=datetime.datetime)


def read_bar() -> Bar | None:
    """The bar as it is shown now; one query."""
    [bar] = running_bars(now=timezone.now()) or [None]
    if bar is None:
        return None
    return Bar(bar.text, bar.article.get_absolute_url() if bar.leads_to_story else bar.address, bar.until)


bar = Kept(read_bar, of=["breaking", "articles"], until=announced)


def current_bar(now: datetime.datetime | None = None) -> Bar | None:
    """What stands over the pages at ``now``."""
    found = bar()
    return found if found and found.until > (now or timezone.now()) else None
