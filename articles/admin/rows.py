"""Rows below the form of an article: its byline, further photographs, and links to other media."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.page import ChooseOne, DeskFields
from articles.admin.thumbnails import thumbnail
from articles.attributes import permitted_value, web_address
from articles.models import ArticlePhoto, Authorship, OutsideLink, Photo
from articles.publishing import missing_in_photo
from articles.workflow import may_edit

# Stands in a name for the number of its row, in the pattern that static/desk/names.js fills in.
NUMBER = "__number__"


class NamedRows(forms.BaseInlineFormSet):
    """Rows whose fields have names of their own, such as "Author 1: order": the labels stand in the table's head only.

    ``row_name`` is what one row is called. The empty row, from which scripts make more, has its pattern as its name.
    ``rows`` are the values of the rows as the newest text has them: none of them is a row of the database then, and
    what comes back is a list of rows in their order (``articles.admin.article_content``).
    """

    row_name = ""

    def __init__(self, *args, rows: list[dict] | None = None, **kwargs):
        self.is_for_writing = rows is not None
        if kwargs.get("data") is not None:
            rows = None  # what comes back is compared with nothing: a row that is as it was belongs to the text as well
        if rows:
            kwargs["initial"] = rows
        if self.is_for_writing:
            kwargs["queryset"] = self.model._default_manager.none()
        super().__init__(*args, **kwargs)
        if rows:
            self.extra = len(rows)

    def initial_form_count(self):
        return 0 if self.is_for_writing else super().initial_form_count()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if name := form.initial.get("name"):
            self._name_choice(form, name)
        for field in form.fields.values():
            if field.widget.is_hidden:
                continue
            words = {"row": capfirst(self.row_name), "number": NUMBER, "field": field.label}
            pattern = _t("%(row)s %(number)s: %(field)s") % words
            name = pattern if index is None else pattern.replace(NUMBER, str(index + 1))
            # The admin wraps the widgets of relations, and renders the inner one without what the wrapper has.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs |= {"aria-label": name, "data-row-name": pattern}

    def _name_choice(self, form, name: str) -> None:
        """Tell the widget what its choice is called, or each row would cost a query."""
        for field_name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, ChooseOne):
                widget.known = {str(form.initial[field_name]): name}


class RowsOfPhotos(NamedRows):
    """Further photographs of an article; ``goes_out`` says that readers see what is saved."""

    def __init__(self, *args, goes_out: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.goes_out = goes_out

    @cached_property
    def shown(self) -> dict[int, Photo]:
        return Photo.objects.in_bulk([row["photo"] for row in self.initial_extra or ()])

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        if not self.is_bound and (photo := self.shown.get(form.initial.get("photo"))):
            form.instance.photo = photo  # for its picture
        return form

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


class RowForm(forms.ModelForm):
    """A row that may well be in the database already: only among themselves must rows be different.

    One in which nothing is left but its order is none: so rows are taken out without JavaScript.
    """

    def has_changed(self):
        written = (name for name in self.fields if name not in {"order", "DELETE"} and not self[name].is_hidden)
        return super().has_changed() and any(self[name].data for name in written)

    def validate_unique(self):
        pass

    def validate_constraints(self):
        pass


class OutsideLinkForm(RowForm):
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

    form = RowForm
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
