"""What one person of the newsroom has before them: their drafts, what waits for them, what goes out today."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from articles.audit import last_steps
from articles.models import Article, EditorialAct, Status
from articles.workflow import statuses_waiting_for

LOOKED_AT = 200  # stories of each sort; their number is told up to here
SHOWN = 10


@dataclass(frozen=True)
class Line:
    """A story, and the last step that was taken with it, if any."""

    article: Article
    step: EditorialAct | None = None


@dataclass(frozen=True)
class Pile:
    """The first ``SHOWN`` stories of one sort, and how many of them there are; ``LOOKED_AT`` + 1 means more."""

    lines: tuple[Line, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class MyDesk:
    """``waiting`` and ``updates`` are ``None`` for those for whom nothing ever waits."""

    returned: Pile
    drafts: Pile
    with_editors: Pile
    waiting: Pile | None
    updates: Pile | None
    scheduled: Pile
    published: Pile


def my_desk(user, *, now: datetime.datetime | None = None) -> MyDesk:
    """The desk of ``user`` at ``now``; *today* is the day of the current zone.

    Eight queries at most, for any number of stories.
    """
    now = now or timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = (midnight.replace(tzinfo=None) + datetime.timedelta(days=1)).replace(tzinfo=midnight.tzinfo)
    own = Article.objects.filter(created_by=user.pk)
    drafts = _read(own.filter(status=Status.DRAFT).order_by("-saved_at", "-pk"))
    submitted = _read(own.filter(status__in=[Status.IN_REVIEW, Status.APPROVED]).order_by("-saved_at", "-pk"))
    statuses = statuses_waiting_for(user)
    unread = [Article.objects.filter(status=status).order_by("saved_at", "pk") for status in statuses]
    waiting = [story for of_status in unread for story in _read(of_status)]
    # Not the empty state: so the index is defined.
    updated = Article.objects.exclude(update_state="").order_by("-saved_at", "-pk")
    updates = _read(updated) if statuses else []
    out = Article.objects.filter(status=Status.PUBLISHED)
    scheduled = _read(out.filter(published_at__gt=now, published_at__lt=tomorrow).order_by("published_at", "pk"))
    published = _read(Article.objects.published(now).filter(published_at__gte=midnight).newest_first())
    steps = last_steps(story.pk for story in [*drafts, *submitted[:SHOWN], *waiting])

    def pile(stories: list[Article]) -> Pile:
        return Pile(tuple(Line(story, steps.get(story.pk)) for story in stories[:SHOWN]), len(stories))

    is_returned = {story.pk for story in drafts if (step := steps.get(story.pk)) and step.act == "send_back"}
    return MyDesk(
        returned=pile([story for story in drafts if story.pk in is_returned]),
        drafts=pile([story for story in drafts if story.pk not in is_returned]),
        with_editors=pile(submitted),
        # What has waited longest stands first.
        waiting=pile(sorted(waiting, key=lambda story: story.saved_at)) if statuses else None,
        updates=pile(updates) if statuses else None,
        scheduled=pile(scheduled),
        published=pile(published),
    )


def _read(articles: QuerySet[Article]) -> list[Article]:
    shown = ("headline", "status", "update_state", "published_at", "saved_at", "section__name", "created_by__username")
    names = ("created_by__first_name", "created_by__last_name")
    return list(articles.select_related("section", "created_by").only(*shown, *names)[: LOOKED_AT + 1])
