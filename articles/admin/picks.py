from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.article_list import standing
from articles.admin.moments import said_moment
from articles.admin.page import DeskPage
from articles.models import EditorsPick
from articles.search.picks import MOST_SHOWN, key_of
from articles.search.query import Query


class EditorsPickForm(forms.ModelForm):
    """Derives the key from the query; who only looks at a pick gets a form without fields."""

    def clean_query(self):
        query = " ".join(self.cleaned_data["query"].split())
        self.instance.key = key_of(Query.parse(query)) or ""
        if not self.instance.key:
            raise ValidationError(_("Enter what readers type: a word at least, and not more than a few."))
        return query

    def clean(self):
        cleaned = super().clean()
        if self.instance.key and (article := cleaned.get("article")):
            others = EditorsPick.objects.filter(key=self.instance.key, article=article).exclude(pk=self.instance.pk)
            if others.exists():
                self.add_error("article", _("This story is picked for these words already."))
        return cleaned


@admin.register(EditorsPick)
class EditorsPickAdmin(DeskPage):
    form = EditorsPickForm
    fields = ["query", "article", "order"]
    autocomplete_fields = ["article"]
    list_display = ["query", "story", "order", "story_standing", "picked_by", "picked_moment"]
    search_fields = ["query", "key", "article__headline"]
    search_help_text = _("The words readers search for, or the headline of the story.")
    ordering = ["key", "order", "pk"]
    sortable_by = ["query", "picked_moment"]

    def get_queryset(self, request):
        texts = ("article__body", "article__pages", "article__contents")
        return super().get_queryset(request).select_related("article", "picked_by").defer(*texts)

    @admin.display(description=_("story"))
    def story(self, pick):
        return pick.article.headline

    @admin.display(description=_("status"))
    def story_standing(self, pick):
        return standing(pick.article)

    @admin.display(description=_("picked at"), ordering="picked_at")
    def picked_moment(self, pick):
        return said_moment(pick.picked_at)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.picked_by = request.user
        super().save_model(request, obj, form, change)
        if EditorsPick.objects.filter(key=obj.key)[: MOST_SHOWN + 1].count() > MOST_SHOWN:
            said = _t("There are more than %(most)s picks for “%(query)s”: readers see the first %(most)s.")
            self.message_user(request, said % {"most": MOST_SHOWN, "query": obj.query}, messages.WARNING)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Sent twice at the same moment: the other request stored the pick after this one had looked for it.
            self.message_user(request, _t("This story is picked for these words already."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_editorspick_changelist"))
