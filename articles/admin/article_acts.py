"""The acts of the desk: what its buttons and list actions do, who may, and what is written down about it."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from articles.admin.moments import said_moment
from articles.models import Article, Status
from articles.publishing import Missing, publish, return_to_draft, submit_for_review, withdraw

PUBLISH, WITHDRAW, SUBMIT, RETURN, PREVIEW = "_publish", "_withdraw", "_submit", "_return", "_preview"
ACTS = (PUBLISH, WITHDRAW, SUBMIT, RETURN)
AT_ONCE = 200


def may_publish(user) -> bool:
    return user.has_perm("articles.publish_article")


def may_edit(user, article: Article) -> bool:
    """Whether ``user`` may change this article: reporters their own drafts, editors every one."""
    if not user.has_perm("articles.change_article"):
        return False
    if article.status == Status.PUBLISHED and not may_publish(user):
        return False
    if user.has_perm("articles.edit_every_article"):
        return True
    return article.created_by_id == user.pk and article.status == Status.DRAFT


def perform(act: str, article: Article) -> tuple[str, list[Missing]]:
    """Do what a button says; returns the sentence for the history, and what is missing but did not matter.

    Raises ``ValidationError`` when the article is not in a state for it.
    """
    missing: list[Missing] = []
    match act:
        case "_publish":
            missing = publish(article)
            if article.is_scheduled:
                return _t("Scheduled for %s.") % said_moment(article.published_at), missing
            return _t("Published."), missing
        case "_withdraw":
            withdraw(article)
            return _t("Withdrawn."), missing
        case "_submit":
            submit_for_review(article)
            return _t("Submitted for review."), missing
        case "_return":
            return_to_draft(article)
            return _t("Returned to draft."), missing
    raise ValueError(f"no such act: {act}")


class ArticleActs:
    """Buttons under the form and actions of the list, for an article admin."""

    actions = ["publish_chosen", "withdraw_chosen", "return_chosen"]

    def has_publish_permission(self, request) -> bool:
        return may_publish(request.user)

    def requested_act(self, request) -> str | None:
        return next((act for act in ACTS if act in request.POST), None)

    def refuse_forbidden_act(self, request) -> None:
        act = self.requested_act(request)
        if act and act != SUBMIT and not may_publish(request.user):
            raise PermissionDenied

    def act_on(self, request, article: Article, act: str) -> bool:
        """Do it, write it down and say so; returns whether it was done."""
        try:
            with transaction.atomic():
                sentence, missing = perform(act, article)
                self.log_change(request, article, sentence)
        except ValidationError as error:
            for problem in error.messages:
                self.message_user(request, f"“{article}”: {problem}", messages.ERROR)
            return False
        self.message_user(request, f"“{article}”: {sentence}", messages.SUCCESS)
        for found in missing:
            self.message_user(request, f"“{article}”: {found.message}", messages.WARNING)
        return True

    def act_buttons(self, request, article: Article | None) -> dict[str, bool]:
        """Which buttons stand under the form of this article (``None``: of a new one)."""
        status = article.status if article else Status.DRAFT
        may_change = may_edit(request.user, article) if article else True
        publishes = may_publish(request.user) and may_change
        return {
            "show_publish": publishes and status != Status.PUBLISHED,
            "show_withdraw": publishes and status == Status.PUBLISHED,
            "show_return": publishes and status in {Status.IN_REVIEW, Status.WITHDRAWN},
            "show_submit": may_change and status == Status.DRAFT,
            "show_save_and_preview": may_change and status != Status.PUBLISHED,
        }

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_after_act(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.response_after_act(request, obj) or super().response_change(request, obj)

    def response_after_act(self, request, article: Article):
        if PREVIEW in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_article_preview", args=[article.pk]))
        if self.requested_act(request):
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))
        return None

    @admin.action(description=_("Publish"), permissions=["publish"])
    def publish_chosen(self, request, queryset):
        self._act_on_chosen(request, queryset, PUBLISH)

    @admin.action(description=_("Withdraw"), permissions=["publish"])
    def withdraw_chosen(self, request, queryset):
        self._act_on_chosen(request, queryset, WITHDRAW)

    @admin.action(description=_("Return to draft"), permissions=["publish"])
    def return_chosen(self, request, queryset):
        self._act_on_chosen(request, queryset, RETURN)

    def _act_on_chosen(self, request, queryset, act: str) -> None:
        chosen = list(queryset[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            self.message_user(
                request, _t("At most %s stories at a time: nothing was changed.") % AT_ONCE, messages.ERROR
            )
            return
        done = sum(self.act_on(request, article, act) for article in chosen if may_edit(request.user, article))
        if done != len(chosen):
            left = len(chosen) - done
            text = ngettext("%s story was left as it is.", "%s stories were left as they are.", left) % left
            self.message_user(request, text, messages.WARNING)
