"""From the form of an article to a revision, and what is said when somebody else was quicker."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.utils.translation import gettext as _t

from articles.admin.article_acts import requested_step, typed_note
from articles.admin.article_content import content_of_form, open_for_writing, start_of, typed_content
from articles.admin.update_acts import requested_update
from articles.models import Article
from articles.revisions.comparing import compare
from articles.revisions.saving import goes_to_a_working_copy, save_first, save_revision, set_aside
from articles.revisions.sittings import finish, name_of
from articles.workflow import may_edit
from articles.writing import prepare


class ArticleSaving:
    """How the form of an article is opened and saved, for an article admin."""

    def get_object(self, request, object_id, from_field=None):
        """The article; for those who may edit it, with its newest text in it."""
        article = super().get_object(request, object_id, from_field)
        if article and may_edit(request.user, article):
            open_for_writing(article)
        return article

    # Saving: the text as a revision, then the act of the button

    def save_model(self, request, obj, form, change):
        if not change:  # the rest of a new story needs its number
            obj.created_by = request.user
            prepare(obj)
            obj.save()

    def save_related(self, request, form, formsets, change):
        note = typed_note(request.POST)
        save = save_revision if change else save_first
        saved = save(form.instance, content_of_form(form, formsets), by=request.user, note=note)
        form.saved = saved
        if token := form.cleaned_data["sitting"]:
            finish(token, request.user)
        article, revision = saved.article, saved.revision
        for sentence in saved.missing:
            self.message_user(request, sentence, messages.WARNING)
        if step := requested_step(request.POST):
            self.take(request, article, step, note=note)
        elif update := requested_update(request.POST):
            self.update(request, article, update, note=note)
        elif revision and goes_to_a_working_copy(article):
            words = {"number": revision.number, "live": article.revision_number}
            said = _t("Saved as a working copy (revision %(number)s). Readers go on seeing revision %(live)s.") % words
            self.message_user(request, said, messages.INFO)

    def construct_change_message(self, request, form, formsets, add=False):
        revision = form.saved.revision
        return _t("Saved as revision %s.") % revision.number if revision else ""

    def log_change(self, request, obj, message):
        return super().log_change(request, obj, message) if message else None  # nothing has changed: no entry

    # When somebody else has saved the story meanwhile

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if getattr(form, "newer", None):
            context["meeting"] = self._meet(request, form, [rows.formset for rows in context["inline_admin_formsets"]])
        context |= self.update_buttons(request, obj)
        if obj and obj.pk and goes_to_a_working_copy(obj):
            context["working_copy"] = {"exists": obj.has_working_copy, "live": obj.revision_number}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _meet(self, request, form, formsets) -> dict:
        """Keep what was typed as a revision, show both texts, and let the next save be based on the newer one."""
        article, newer = form.instance, form.newer
        if all(formset.is_valid() for formset in formsets):
            mine = content_of_form(form, formsets)
        else:
            mine = typed_content(request.POST, start_of(article).content)
        number = form.cleaned_data["based_on"].partition("-")[0]
        based_on = int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
        note = _t("Met revision %s, which was saved meanwhile") % newer.number
        kept = set_aside(article, mine, based_on=based_on, by=request.user, note=note)
        if token := form.cleaned_data["sitting"]:
            finish(token, request.user)
        form.data = form.data.copy()
        form.data["based_on"], form.data["sitting"] = newer.token, str(uuid.uuid4())
        theirs = Article.objects.get(pk=article.pk).revisions.select_related("created_by").get(number=newer.number)
        return {
            "theirs": theirs,
            "by": name_of(theirs.created_by) if theirs.created_by else "",
            "kept": kept,
            "differences": compare(newer.content, mine),
        }
