"""The steps of a story's life: from where to where each leads, and who may take it. Said here and nowhere else.

The acts themselves are in ``articles.publishing``; the desk draws its buttons and list actions from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.models import ON_THE_SITE, Article, Status, UpdateState

SUBMIT, APPROVE, PUBLISH, WITHDRAW, CORRECT, RETRACT = (
    f"articles.{word}_article" for word in ("submit", "approve", "publish", "withdraw", "correct", "retract")
)
CHANGE, EDIT_EVERY = "articles.change_article", "articles.edit_every_article"


@dataclass(frozen=True)
class Step:
    """A step by its ``name``: the statuses it is taken from, each with the permission it asks for there, and its end.

    Of a working copy, which is a story's second text, they are states of an update (``UPDATE_STEPS``).

    ``label`` is what its button says, ``done`` what is said afterwards. ``needs_note``: not without a word to whoever
    is concerned. ``needs_notice``: not without a word to readers, for which there is a page of its own.
    """

    name: str
    label: str
    done: str
    begins: Mapping[Status, str] | Mapping[UpdateState, str]
    ends: Status | UpdateState
    needs_note: bool = False
    needs_notice: bool = False


STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step("submit", _("Submit for review"), _("Submitted for review."), {Status.DRAFT: SUBMIT}, Status.IN_REVIEW),
        Step(
            "send_back",
            _("Send back"),
            _("Sent back."),
            {Status.IN_REVIEW: APPROVE, Status.APPROVED: APPROVE},
            Status.DRAFT,
            needs_note=True,
        ),
        Step("approve", _("Approve"), _("Approved."), {Status.IN_REVIEW: APPROVE}, Status.APPROVED),
        Step(
            "publish",
            _("Publish"),
            _("Published."),
            # From a draft too: at night there is nobody to ask, and the log says that nobody was.
            {Status.DRAFT: PUBLISH, Status.IN_REVIEW: PUBLISH, Status.APPROVED: PUBLISH},
            Status.PUBLISHED,
        ),
        Step(
            "withdraw",
            _("Withdraw"),
            _("Withdrawn."),
            {Status.PUBLISHED: WITHDRAW, Status.RETRACTED: RETRACT},
            Status.WITHDRAWN,
        ),
        Step(
            "retract", _("Retract"), _("Retracted."), {Status.PUBLISHED: RETRACT}, Status.RETRACTED, needs_notice=True
        ),
        Step(
            "reinstate",
            _("Publish again"),
            _("Published again."),
            {Status.WITHDRAWN: WITHDRAW, Status.RETRACTED: RETRACT},
            Status.PUBLISHED,
        ),
        Step("reopen", _("Return to draft"), _("Returned to draft."), {Status.WITHDRAWN: WITHDRAW}, Status.DRAFT),
    )
}

WRITING, IN_REVIEW, APPROVED = UpdateState.DRAFT, UpdateState.IN_REVIEW, UpdateState.APPROVED
# The working copy of a published story; the acts are in articles.revisions.working_copies.
UPDATE_STEPS: Mapping[str, Step] = {
    step.name: step
    for step in (
        Step(
            "publish_update",
            _("Publish update"),
            _("Update published."),
            {WRITING: PUBLISH, IN_REVIEW: PUBLISH, APPROVED: PUBLISH},
            UpdateState.NONE,
        ),
        Step(
            "publish_minor",
            _("Publish minor change"),
            _("Minor change published."),
            {WRITING: PUBLISH, IN_REVIEW: PUBLISH, APPROVED: PUBLISH},
            UpdateState.NONE,
        ),
        Step("submit_update", _("Submit update"), _("Update submitted for review."), {WRITING: CHANGE}, IN_REVIEW),
        Step(
            "send_back_update",
            _("Send update back"),
            _("Update sent back."),
            {IN_REVIEW: APPROVE, APPROVED: APPROVE},
            WRITING,
            needs_note=True,
        ),
        Step("approve_update", _("Approve update"), _("Update approved."), {IN_REVIEW: APPROVE}, APPROVED),
        Step(
            "discard_update",
            _("Discard update"),
            _("Update discarded."),
            {WRITING: CHANGE, IN_REVIEW: CHANGE, APPROVED: CHANGE},
            UpdateState.NONE,
        ),
    )
}


def may_edit(user, article: Article) -> bool:
    """Whether ``user`` may change what the stored ``article`` says: reporters their own drafts, editors every one."""
    if not user.has_perm(CHANGE):
        return False
    if article.status in ON_THE_SITE and not user.has_perm(PUBLISH):
        return False
    return user.has_perm(EDIT_EVERY) or (_is_own(user, article) and article.status == Status.DRAFT)


def may_take(user, article: Article, step: Step) -> bool:
    """Whether ``user`` may take ``step`` with ``article`` as it stands; one not stored yet is a draft of their own."""
    asked = step.begins.get(Status(article.status))
    if asked is None or not user.has_perm(asked):
        return False
    return asked != SUBMIT or _is_own(user, article) or user.has_perm(EDIT_EVERY)


def could_take(user, step: Step) -> bool:
    """Whether ``user`` may take ``step`` with some story or other: else no page has ever offered it to them."""
    return any(user.has_perm(permission) for permission in step.begins.values())


def steps_for(user, article: Article) -> list[Step]:
    """The steps that ``user`` may take with ``article`` now, in the order of the table."""
    return [step for step in STEPS.values() if may_take(user, article, step)]


def may_correct(user, article: Article) -> bool:
    """Whether ``user`` may tell readers what is wrong in ``article``; of a retracted one, change what they are told."""
    asked = {Status.PUBLISHED: CORRECT, Status.RETRACTED: RETRACT}.get(Status(article.status))
    return asked is not None and user.has_perm(asked)


def statuses_waiting_for(user) -> list[Status]:
    """The statuses before publication from which ``user`` may take other people's stories on."""
    onward = (STEPS["approve"], STEPS["publish"])
    waiting = (Status.IN_REVIEW, Status.APPROVED)
    return [status for status in waiting if any(user.has_perm(s.begins[status]) for s in onward if status in s.begins)]


def may_update(user, article: Article, step: Step) -> bool:
    """Whether ``user`` may take a step of ``UPDATE_STEPS`` with ``article``, whose update may not have begun yet."""
    if article.status != Status.PUBLISHED or not may_edit(user, article):
        return False
    asked = step.begins.get(UpdateState(article.update_state or WRITING))
    return asked is not None and user.has_perm(asked)


def update_steps_for(user, article: Article) -> list[Step]:
    """The steps that ``user`` may take with an update of ``article`` now, in the order of the table."""
    steps = [step for step in UPDATE_STEPS.values() if may_update(user, article, step)]
    return [step for step in steps if article.update_state or step.name != "discard_update"]


def refuse_out_of_turn(article: Article, step: Step) -> None:
    """Raises ``ValidationError`` with a sentence for people when ``step`` does not begin where ``article`` stands."""
    if article.status not in step.begins:
        words = {"story": article, "status": article.get_status_display(), "step": step.label}
        raise ValidationError(_t("“%(story)s” is %(status)s now: “%(step)s” does not begin there.") % words)


def _is_own(user, article: Article) -> bool:
    return article.pk is None or article.created_by_id == user.pk
