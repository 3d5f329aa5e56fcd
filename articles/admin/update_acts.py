"""The buttons of a working copy: review, "publish update" and giving it up."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t

from articles.admin.article_acts import Done, pressed
from articles.models import Article, Status
from articles.revisions.working_copies import (
    approve_update,
    discard_update,
    publish_update,
    send_back_update,
    submit_update,
)
from articles.workflow import UPDATE_STEPS, Step, could_take, may_edit, may_update, update_steps_for

VERBS = {
    "publish_update": publish_update,
    "publish_minor": partial(publish_update, is_minor=True),
    "submit_update": submit_update,
    "send_back_update": send_back_update,
    "approve_update": approve_update,
    "discard_update": discard_update,
}


def requested_update(data) -> Step | None:
    """The step of a working copy whose button was pressed in a form, if any."""
    return pressed(UPDATE_STEPS.values(), data)


def perform_update(step: Step, article: Article, *, by, note: str = "") -> Done:
    """Take ``step`` with the update of a stored article; returns and raises what ``article_acts.perform`` does."""
    if not may_update(by, article, step):
        raise ValidationError(_t("“%s” cannot be done with this story as it stands now.") % step.label)
    missing = VERBS[step.name](article, by=by, note=note) or []
    return str(step.done), missing


class UpdateActs:
    """The working copy of a published story, for an article admin that has ``ArticleActs``."""

    def refuse_forbidden_update(self, request, article: Article | None) -> None:
        """No page offers a step to those who may not take it; one that was offered before is judged by the act."""
        step = requested_update(request.POST)
        if step is None:
            return
        may_some = article is not None and may_edit(request.user, article)
        if not may_some or not could_take(request.user, step):
            raise PermissionDenied

    def update(self, request, article: Article, step: Step, *, note: str = "") -> bool:
        """Take a step with the update of a stored article and say so; returns whether it was taken."""
        return self.do_and_say(request, article, partial(perform_update, step, article), note=note)

    def update_buttons(self, request, article: Article | None) -> dict:
        """What the form of ``article`` (``None``: of a new one) says of its working copy."""
        if article is None or article.status != Status.PUBLISHED:
            return {}
        return {"update_steps": update_steps_for(request.user, article), "is_on_the_site": True}

    def response_after_step(self, request, article: Article):
        if requested_update(request.POST):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        return super().response_after_step(request, article)
