"""The list beside the form of an article: what is to be seen to before publishing, also while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from articles.admin.article_content import copy_shown
from articles.admin.article_form import BODY_LENGTH, LEAD_LENGTH, OneLineField
from articles.admin.moments import MomentField
from articles.admin.page import is_key
from articles.admin.rows import PhotoRows
from articles.models import Article, Photo
from articles.proofreading import Copy, proofread
from articles.workflow import may_edit

MOST_KEYS = 100
LONGEST_HEADLINE = 1_000
# Where the form has a finding's field; of fields with several inputs the first, of rows their group.
PLACES = {
    "published_at": "id_published_at_0",
    "updated_at": "id_updated_at_0",
    "withdraw_at": "id_withdraw_at_0",
    "embargo_until": "id_embargo_until_0",
    "photos": "photo_rows-group",
}


class TypedForm(forms.Form):
    """What of a half-filled form can be read; the form of the article says what is wrong with the rest."""

    headline = OneLineField(required=False, max_length=LONGEST_HEADLINE)
    lead = forms.CharField(required=False, max_length=LEAD_LENGTH)
    body = forms.CharField(required=False, max_length=BODY_LENGTH)
    language = forms.CharField(required=False, max_length=16)
    is_breaking = forms.BooleanField(required=False)
    dateline_date = forms.DateField(required=False)
    published_at = MomentField(required=False)
    updated_at = MomentField(required=False)
    withdraw_at = MomentField(required=False)
    embargo_until = MomentField(required=False)


def typed_copy(data: QueryDict, stored: Article | None) -> Copy:
    """The story as it is typed in a form, over what is stored of it: one query for its photographs.

    What the form does not have, because its reader may not set it, or cannot be read, stays as it is stored.
    """
    article = stored or Article(language=settings.LANGUAGE_CODE)
    form = TypedForm(data)
    form.full_clean()
    for name, value in form.cleaned_data.items():
        if name in data or f"{name}_0" in data or name == "is_breaking":
            setattr(article, name, value)
    lead = _keys([data.get("lead_photo", "")])
    rows = range(min(int(total) if is_key(total := data.get("photo_rows-TOTAL_FORMS", "")) else 0, PhotoRows.max_num))
    further = _keys(data.get(f"photo_rows-{n}-photo", "") for n in rows if f"photo_rows-{n}-DELETE" not in data)
    photos = Photo.objects.in_bulk({*lead, *further})
    article.lead_photo = next((photos[key] for key in lead if key in photos), None)
    topics = _keys([data.get("section", ""), *data.getlist("further_topics")])
    further_photos = [photos[key] for key in further if key in photos]
    return Copy(article, bool(topics), further_photos, _keys(data.getlist("related")))


def _keys(values: Iterable[str]) -> list[int]:
    return [int(value) for value in islice(values, MOST_KEYS) if is_key(value)]


class Proofread:
    """The list beside the form, for an article admin that has ``ArticleActs``."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.proofread))
        return [
            path("proofread/", view, name="articles_article_proofread"),
            path("<int:object_id>/proofread/", view, name="articles_article_proofread"),
            *super().get_urls(),
        ]

    def proofread(self, request, object_id: int | None = None):
        """The findings for what is typed, as a piece of HTML. Nothing is stored."""
        stored = self.for_writing(request, object_id)
        context = {"findings": _shown(typed_copy(request.POST, stored))}
        return TemplateResponse(request, "admin/articles/article/findings.html", context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        stored = obj if obj and obj.pk else None
        if request.method == "POST" and stored:
            stored = Article.objects.get(pk=stored.pk)  # as it was before what was typed was put into it
        if may_edit(request.user, stored) if stored else self.has_add_permission(request):
            # A form that was refused is looked at as it was typed.
            copy = typed_copy(request.POST, stored) if request.method == "POST" else copy_shown(stored or Article())
            address = reverse("admin:articles_article_proofread", args=[stored.pk] if stored else [])
            context |= {"proofread_url": address, "findings": _shown(copy)}
        return super().render_change_form(request, context, add, change, form_url, obj)


def _shown(copy: Copy) -> list[dict]:
    """Findings with the place in the form where each is seen to."""
    return [
        {"finding": finding, "place": PLACES.get(finding.field, f"id_{finding.field}")} for finding in proofread(copy)
    ]
