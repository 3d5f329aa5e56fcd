"""The steps of a story at the desk: what its buttons and list actions do, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import ngettext

from articles.admin.moments import said_moment
from articles.audit import last_steps, said_act
from articles.models import Article
from articles.publishing import (
    Missing,
    approve,
    publish,
    reinstate,
    reopen,
    send_back,
    submit_for_review,
    withdraw,
)
from articles.workflow import STEPS, Step, could_take, may_edit, may_take, refuse_out_of_turn, steps_for

PREVIEW, NOTE = "_preview", "_note"
NOTE_LENGTH = 2_000
AT_ONCE = 200
VERBS = {
    "submit": submit_for_review,
    "send_back": send_back,
    "approve": approve,
    "publish": publish,
    "withdraw": withdraw,
    "reinstate": reinstate,
    "reopen": reopen,
}
Done = tuple[str, list[Missing]]  # a sentence about it, and what was missing but did not matter
# Those that a button can take; the others have pages of their own.
BY_BUTTON = [step for step in STEPS.values() if not step.needs_notice]


def pressed(steps: Iterable[Step], data) -> Step | None:
    """The one of ``steps`` whose button was pressed in a form of the desk, if any."""
    return next((step for step in steps if f"_{step.name}" in data), None)


def requested_step(data) -> Step | None:
    """The step of the story whose button was pressed, if any."""
    return pressed(BY_BUTTON, data)


def typed_note(data) -> str:
    """What was written beside the buttons."""
    return data.get(NOTE, "").replace("\x00", "").strip()[:NOTE_LENGTH]


def perform(step: Step, article: Article, *, by, note: str = "") -> Done:
    """Take ``step``; returns the sentence about it, and what is missing but did not matter.

    Raises ``ValidationError`` when it cannot be taken, as the story stands or by this user.
    """
    with transaction.atomic():
        locked = Article.objects.select_for_update().only("headline", "status", "created_by").filter(pk=article.pk)
        for current in locked:
            refuse_out_of_turn(current, step)
            if not may_take(by, current, step):
                raise ValidationError(_t("You may not do this: “%s”.") % step.label)
        missing = VERBS[step.name](article, by=by, note=note) or []
    if article.is_scheduled:
        return _t("Scheduled for %s.") % said_moment(article.published_at), missing
    return str(step.done), missing


class ArticleActs:
    """Buttons under the form and actions of the list, for an article admin."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET:
            return actions
        # A story is sent back from its form, where there is room for the comment.
        steps = [step for step in BY_BUTTON if not step.needs_note and could_take(request.user, step)]
        return actions | {
            f"{step.name}_chosen": (partial(take_with_chosen, step=step), f"{step.name}_chosen", step.label)
            for step in steps
        }

    def for_writing(self, request, object_id: int | None) -> Article | None:
        """The article that ``request`` may write, ``None`` for a new one. Raises ``Http404``, ``PermissionDenied``."""
        article = Article.objects.filter(pk=object_id).first() if object_id is not None else None
        if object_id is not None and article is None:
            raise Http404
        if not (may_edit(request.user, article) if article else self.has_add_permission(request)):
            raise PermissionDenied
        return article

    def refuse_forbidden_step(self, request, article: Article | None) -> None:
        """No page offers a step to those who may not take it; one that was offered before is judged by ``perform``."""
        step = requested_step(request.POST)
        if step is None:
            return
        current = article or Article(created_by=request.user)
        offered_here = may_take(request.user, current, step)
        moved_on = current.status not in step.begins and could_take(request.user, step)
        if not (offered_here or moved_on):
            raise PermissionDenied

    def take(self, request, article: Article, step: Step, *, note: str = "") -> bool:
        """Take a step and say so; returns whether it was taken."""
        return self.do_and_say(request, article, partial(perform, step, article), note=note)

    def do_and_say(self, request, article: Article, act: Callable[..., Done], *, note: str) -> bool:
        """Call ``act`` with ``by`` and ``note``, and say what it returns (as ``perform`` does) or why it did nothing.

        Returns whether it was done.
        """
        try:
            with transaction.atomic():
                sentence, missing = act(by=request.user, note=note)
                # The newsroom's log has it from the act itself; this is for the story's own page in Django's admin.
                ModelAdmin.log_change(self, request, article, sentence)
        except ValidationError as error:
            for problem in error.messages:
                self.message_user(request, f"“{article}”: {problem}", messages.ERROR)
            if note:
                self.message_user(request, _t("Your note was: %s") % note, messages.WARNING)
            return False
        self.message_user(request, f"“{article}”: {sentence}", messages.SUCCESS)
        for found in missing:
            self.message_user(request, f"“{article}”: {found.message}", messages.WARNING)
        return True

    def act_buttons(self, request, article: Article | None) -> dict:
        """What stands under the form of this article (``None``: of a new one)."""
        current = article or Article(created_by=request.user)
        may_change = may_edit(request.user, article) if article else True
        return {
            "steps": [step for step in steps_for(request.user, current) if step in BY_BUTTON and may_change],
            "typed_note": typed_note(request.POST),
            "show_save_and_preview": may_change,
            **self._last_step(article),
        }

    def _last_step(self, article: Article | None) -> dict:
        """What was written when the story was handed over last: what a reviewer asks for, above all."""
        step = last_steps([article.pk]).get(article.pk) if article and article.pk else None
        return {"last_step": step, "said_step": said_act(step.act)} if step and step.note else {}

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_after_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_after_step(request, obj) or super().response_change(request, obj)

    def response_after_step(self, request, article: Article):
        if PREVIEW in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))
        if requested_step(request.POST):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        return None


def take_with_chosen(model_admin, request, queryset, *, step: Step) -> None:
    """Take ``step`` with every story that was chosen in the list, and say of each what became of it."""
    chosen = list(queryset[: AT_ONCE + 1])
    if len(chosen) > AT_ONCE:
        said = _t("At most %s stories at a time: nothing was changed.") % AT_ONCE
        model_admin.message_user(request, said, messages.ERROR)
        return
    if left := sum(not model_admin.take(request, article, step) for article in chosen):
        said = ngettext("%s story was left as it is.", "%s stories were left as they are.", left) % left
        model_admin.message_user(request, said, messages.WARNING)
