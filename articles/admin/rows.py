"""Rows below the form of an article: its byline, further photographs, and links to other media."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.article_acts import may_edit
from articles.admin.page import DeskFields
from articles.admin.photo import thumbnail
from articles.attributes import permitted_value, web_address
from articles.models import ArticlePhoto, Authorship, OutsideLink
from articles.publishing import missing_in_photo

# Stands in a name for the number of its row, in the pattern that static/desk/names.js fills in.
NUMBER = "__number__"


class NamedRows(forms.BaseInlineFormSet):
    """Rows whose fields have names of their own, such as "Author 1: order": the labels stand in the table's head only.

    ``row_name`` is what one row is called. The empty row, from which scripts make more, has its pattern as its name.
    """

    row_name = ""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.widget.is_hidden:
                continue
            words = {"row": capfirst(self.row_name), "number": NUMBER, "field": field.label}
            pattern = _t("%(row)s %(number)s: %(field)s") % words
            name = pattern if index is None else pattern.replace(NUMBER, str(index + 1))
            # The admin wraps the widgets of relations, and renders the inner one without what the wrapper has.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs |= {"aria-label": name, "data-row-name": pattern}


class RowsOfPhotos(NamedRows):
    """Further photographs of an article; ``goes_out`` says that readers see what is saved."""

    def __init__(self, *args, goes_out: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.goes_out = goes_out

    def clean(self):
        super().clean()
        if not self.goes_out:
            return
        for form in self.forms:
            photo = form.cleaned_data.get("photo") if hasattr(form, "cleaned_data") else None
            if photo is None or form.cleaned_data.get("DELETE"):
                continue
            for missing in missing_in_photo(photo, field="photo", is_breaking=self.instance.is_breaking):
                if missing.stops:
                    form.add_error("photo", missing.message)


class OutsideLinkForm(forms.ModelForm):
    def clean_url(self):
        address = web_address(self.cleaned_data["url"])
        if address is None:
            raise ValidationError(_("Enter a complete web address: https://…"))
        return address

    def clean_language(self):
        language = self.cleaned_data["language"].replace("_", "-")
        if language and permitted_value("a", "hreflang", language) is None:
            raise ValidationError(_("Enter a language code such as en or pt-BR."))
        return language


class ArticleRows(DeskFields, admin.TabularInline):
    """Rows that belong to an article: who may not edit the article may not edit them."""

    formset = NamedRows
    extra = 0
    max_num = 50
    after_fieldset: int  # stands below this part of the form, counted from 0

    def get_formset(self, request, obj=None, **kwargs):
        # Django would make a thousand rows more than that for whoever asks.
        formset = super().get_formset(request, obj, absolute_max=self.max_num, **kwargs)
        formset.row_name = self.verbose_name
        return formset

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and self._may_edit(request, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._may_edit(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._may_edit(request, obj)

    @staticmethod
    def _may_edit(request, article) -> bool:
        return article is None or article.pk is None or may_edit(request.user, article)


class AuthorRows(ArticleRows):
    model = Authorship
    verbose_name, verbose_name_plural = _("author"), _("byline")
    fields = ["author", "order"]
    autocomplete_fields = ["author"]
    after_fieldset = 0

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj and obj.pk else 1


class PhotoRows(ArticleRows):
    model = ArticlePhoto
    formset = RowsOfPhotos
    fields = ["picture", "photo", "order"]
    readonly_fields = ["picture"]
    autocomplete_fields = ["photo"]
    after_fieldset = 3

    @admin.display(description=_("picture"))
    def picture(self, row):
        return thumbnail(row.photo) if row.photo_id else ""


class OutsideLinkRows(ArticleRows):
    model = OutsideLink
    form = OutsideLinkForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = ["outlet", "title", "url", "language", "order"]
    after_fieldset = 4
