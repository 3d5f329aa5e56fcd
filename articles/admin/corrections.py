"""The desk's page of a story's corrections: what readers are told, and the retraction of the whole."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.correcting import change_correction, correct, remove_correction
from articles.models import Article, Correction, Status
from articles.models.corrections import TEXT_LENGTH
from articles.publishing import retract
from articles.workflow import STEPS, may_correct, may_take

PUBLIC_KINDS = [(kind.value, kind.label) for kind in Correction.Kind if kind != Correction.Kind.RETRACTION]


class CorrectionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=PUBLIC_KINDS)
    text = forms.CharField(
        label=_("Text for readers"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("What was wrong, and what is right. Plain text; a blank line begins a paragraph."),
    )
    place = forms.ChoiceField(label=_("Place"), choices=Correction.Place.choices, initial=Correction.Place.BOTTOM)


class NoticeForm(CorrectionForm):
    """The text and the place of a notice that is there; its kind and date stay."""

    kind = None


class RetractionForm(forms.Form):
    text = forms.CharField(
        label=_("Notice for readers"),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("Stands in the place of the whole story: why it is retracted."),
    )
    note = forms.CharField(
        label=_("Note for the log"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
    )


class Corrected:
    """The page, for an article admin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.corrections)
        return [path("<int:object_id>/corrections/", view, name="articles_article_corrections"), *super().get_urls()]

    def corrections(self, request, object_id: int):
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = Article.objects.filter(pk=object_id).defer("body", "pages").first()
        if article is None:
            raise Http404
        notices = list(article.corrections.select_related("by").order_by("at", "pk"))
        may_change, may_retract = may_correct(request.user, article), may_take(request.user, article, STEPS["retract"])
        is_seen = not article.is_scheduled
        act, number = request.POST.get("act", ""), request.POST.get("notice", "")
        forms_of = {
            "add": CorrectionForm(request.POST if act == "add" else None, prefix="add"),
            "retract": RetractionForm(request.POST if act == "retract" else None, prefix="retract"),
        }
        rows = [{"notice": n, "form": _form_of(n, request.POST if number == str(n.pk) else None)} for n in notices]
        if request.method == "POST":
            if not (may_retract if act == "retract" else may_change):
                raise PermissionDenied
            chosen = next((row for row in rows if number == str(row["notice"].pk)), None)
            if self._done(request, article, act, forms_of.get(act), chosen):
                return HttpResponseRedirect(reverse("admin:articles_article_corrections", args=[article.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Corrections"),
            "opts": self.opts,
            "article": article,
            "rows": rows,
            "may_change": may_change,
            # What no reader has seen yet is changed or withdrawn.
            "add_form": forms_of["add"] if may_change and is_seen and article.status == Status.PUBLISHED else None,
            "retract_form": forms_of["retract"] if may_retract and is_seen else None,
        }
        return TemplateResponse(request, "admin/articles/article/corrections.html", context)

    def _done(self, request, article: Article, act: str, form: forms.Form | None, chosen: dict | None) -> bool:
        """Do what was asked for and say so; ``False`` when the page has to show what is wrong."""
        form = form or (chosen and chosen["form"])
        try:
            if act == "remove" and chosen:
                remove_correction(chosen["notice"], by=request.user)
                said = _t("Removed: %s") % chosen["notice"].get_kind_display()
            elif form is None or act not in {"add", "retract", "change"}:
                raise ValidationError(_t("This notice is not there any more: nothing was changed."))
            elif not form.is_valid():
                return False
            elif act == "add":
                said = str(correct(article, **form.cleaned_data, by=request.user))
            elif act == "retract":
                retract(article, **form.cleaned_data, by=request.user)
                said = str(STEPS["retract"].done)
            else:
                change_correction(chosen["notice"], **form.cleaned_data, by=request.user)
                said = str(chosen["notice"])
        except ValidationError as error:
            for problem in error.messages:
                messages.error(request, problem)
            return False
        ModelAdmin.log_change(self, request, article, said)
        messages.success(request, said)
        return True


def _form_of(notice: Correction, data) -> NoticeForm:
    initial = {"text": notice.text, "place": notice.place}
    return NoticeForm(data if data and data.get("act") == "change" else None, prefix=f"n{notice.pk}", initial=initial)
