from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from articles.admin.editor import BodyWidget, EditorPage
from articles.admin.page import DeskPage
from newsportal.pages.models import Page
from newsportal.pages.writing import write_page

BODY_LENGTH = 500_000


class PageForm(forms.ModelForm):
    class Meta:  # model and fields are those of the admin
        widgets = {"body": BodyWidget}

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        try:
            found = resolve(f"/{slug}/")
        except Resolver404:
            found = None
        if found is None or found.url_name != "page":
            raise ValidationError(_("This address belongs to another part of the site."))
        return slug

    def clean_body(self):
        body = self.cleaned_data["body"]
        if len(body) > BODY_LENGTH:
            raise ValidationError(_("The text is longer than %s characters.") % f"{BODY_LENGTH:,}")
        return body


@admin.register(Page)
class PageAdmin(EditorPage, DeskPage):
    touches = ("pages",)
    form = PageForm
    fieldsets = [(None, {"fields": ["title", "slug", "order", "body"]})]
    list_display = ["title", "slug", "order", "saved_at"]
    search_fields = ["title", "slug"]
    ordering = ["order", "title"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def save_model(self, request, obj, form, change):
        write_page(obj)
