"""Stories a reader put aside for later."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from articles.stream import STREAM_SIZE, Cursor, StreamPage
from newsportal.accounts.models import User
from newsportal.feeds.models import SavedArticle

MOST_SAVED = 1_000


class SavedFull(ValueError):
    """The reader has put aside as many stories as an account keeps; the message tells a person what to do."""


@dataclass(frozen=True)
class SavedPage(StreamPage):
    """Cards, the last saved first; a position in it is the moment of saving. ``gone``: how many nobody may read now."""

    gone: int = 0


def save_for_later(user: User, article: Article, *, now: datetime.datetime | None = None) -> bool:
    """Put ``article`` aside; ``False`` when it lay there already. Raises ``SavedFull``."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # or two clicks at once could pass the limit
        saved = SavedArticle.objects.filter(user=user)
        if saved.filter(article=article).exists():
            return False
        if saved.count() >= MOST_SAVED:
            raise SavedFull(_("An account keeps up to %d stories: take some out first.") % MOST_SAVED)
        saved.create(user=user, article=article, saved_at=now or timezone.now())
        return True


def take_out(user: User, article_id: int) -> bool:
    """Forget one story; ``False`` when it was not among the saved ones."""
    return bool(SavedArticle.objects.filter(user=user, article=article_id).delete()[0])


def take_out_gone(user: User) -> int:
    """Forget the stories that nobody may read any more; returns how many there were."""
    return SavedArticle.objects.filter(~_readable(), user=user).delete()[0]


def saved_page(user: User, *, before: Cursor | None = None, size: int = STREAM_SIZE) -> SavedPage:
    """One page of what ``user`` saved."""
    saved = SavedArticle.objects.filter(user=user)
    rows = saved.filter(_readable())
    if before:
        rows = rows.filter(
            Q(saved_at__lte=before.published_at),
            Q(saved_at__lt=before.published_at) | Q(article__lt=before.article_id),
        )
    found = list(rows.order_by("-saved_at", "-article").values_list("saved_at", "article_id")[: size + 1])
    return SavedPage(
        Article.objects.cards_at(found[:size]),
        Cursor(*found[size - 1]) if len(found) > size else None,
        gone=saved.filter(~_readable()).count(),
    )


def _readable() -> Exists:
    return Exists(Article.objects.published().filter(pk=OuterRef("article")))
