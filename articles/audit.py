"""Writing the newsroom's log. Every editorial act of the site is recorded here, in the transaction that does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from articles.models import Article, EditorialAct
from articles.models.acts import NAME_LENGTH
from articles.workflow import STEPS, UPDATE_STEPS

ADD, CHANGE, DELETE = "add", "change", "delete"
NAMES = {
    ADD: _("added"),
    CHANGE: _("changed"),
    DELETE: _("deleted"),
    "correct": _("correction published"),
    "change_correction": _("correction changed"),
    "remove_correction": _("correction removed"),
    "restore": _("revision restored"),
    "take_over": _("form taken over"),
}


def record(act: str, obj: models.Model, *, by, note: str = "", details: Mapping | None = None) -> EditorialAct:
    """Write down that ``by`` did ``act`` to ``obj``, which has a primary key (also if it is about to be deleted).

    ``by`` is a user, or ``None`` for the site itself. ``note`` is what the person wrote about it; ``details`` is what
    else there is to know, as values that JSON has. Call it inside the transaction of the act.
    """
    written = act_of(act, obj, by=by, note=note, details=details)
    written.save(force_insert=True)
    return written


def record_each(act: str, objects: Iterable[models.Model], *, by, note: str = "") -> None:
    """``record`` the same act for many objects, in one statement for all of them."""
    EditorialAct.objects.bulk_create([act_of(act, obj, by=by, note=note) for obj in objects])


def act_of(act: str, obj: models.Model, *, by, note: str = "", details: Mapping | None = None) -> EditorialAct:
    """The row that ``record`` writes, not stored."""
    return EditorialAct(
        act=act,
        article=obj if isinstance(obj, Article) else None,
        kind=obj._meta.label_lower,
        object_id=str(obj.pk),
        name=str(obj)[:NAME_LENGTH],
        by=by,
        by_name=(by.get_full_name() or by.get_username())[:NAME_LENGTH] if by else "",
        note=note.strip(),
        details=dict(details or {}),
    )


def said_act(act: str) -> str:
    """The name of an act for people."""
    if step := STEPS.get(act) or UPDATE_STEPS.get(act):
        return str(step.done).rstrip(".").lower()
    return str(NAMES.get(act) or act.replace("_", " "))


def last_steps(article_ids: Iterable[int]) -> dict[int, EditorialAct]:
    """The last step that was taken with each of these stories, by its number; of those with none there is none.

    One query for any number of them, which reads an end of an index for each.
    """
    of_story = EditorialAct.objects.filter(article=OuterRef("article"), act__in=STEPS).order_by("-at", "-pk")
    rows = EditorialAct.objects.filter(article__in=list(article_ids), pk=Subquery(of_story.values("pk")[:1]))
    return {act.article_id: act for act in rows}
