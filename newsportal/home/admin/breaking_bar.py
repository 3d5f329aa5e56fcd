"""The desk's pages of the breaking bar: announcing one, correcting it, ending it, and all there ever were."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.moments import MomentField, MomentWidget, said_moment
from articles.admin.page import DeskPage
from articles.own_links import broken_links, own_path
from newsportal.home.breaking import announce, correct, end_now
from newsportal.home.models import TEXT_LENGTH, BreakingBar

USUAL_LENGTH = datetime.timedelta(hours=2)


class BreakingBarForm(forms.ModelForm):
    class Meta:  # model and fields are those of the admin
        widgets = {"text": AdminTextareaWidget(attrs={"rows": 2, "maxlength": TEXT_LENGTH})}

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())

    def clean_address(self):
        """A page of this site that is there, as its address begins there: without the host."""
        address = self.cleaned_data["address"].strip()
        if not address:
            return ""
        if own_path(address) is None:
            raise ValidationError(_("Enter an address of this site, beginning with “/”."))
        for broken in broken_links(f'<a href="{escape(address)}">{escape(address)}</a>', at=timezone.now()):
            raise ValidationError(broken.reason)
        return address

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until <= timezone.now():
            raise ValidationError(_("This moment has passed. To take the bar off now, end it."))
        return until


@admin.register(BreakingBar)
class BreakingBarAdmin(DeskPage):
    touches = ("breaking",)
    form = BreakingBarForm
    change_form_template = "admin/home/breakingbar/change_form.html"
    fields = ["text", "article", "address", "until"]
    autocomplete_fields = ["article"]
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField, "widget": MomentWidget}}
    list_display = ["text", "leads_to", "announced_moment", "until_moment", "announced_by"]
    ordering = ["-announced_at", "-pk"]
    sortable_by: list[str] = []

    def get_queryset(self, request):
        texts = ("article__body", "article__pages", "article__contents")
        return super().get_queryset(request).select_related("article", "announced_by").defer(*texts)

    def has_change_permission(self, request, obj=None):
        """What has ended is history."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_running())

    def get_changeform_initial_data(self, request):
        until = (timezone.now() + USUAL_LENGTH).replace(second=0, microsecond=0)
        return {"until": until, **super().get_changeform_initial_data(request)}

    @admin.display(description=_("leads to"))
    def leads_to(self, bar):
        return bar.article.headline if bar.article else bar.address

    @admin.display(description=_("announced"))
    def announced_moment(self, bar):
        return said_moment(bar.announced_at)

    @admin.display(description=_("until"))
    def until_moment(self, bar):
        return _t("%s (shown now)") % said_moment(bar.until) if bar.is_running() else said_moment(bar.until)

    def save_model(self, request, obj, form, change):
        if change:
            correct(obj)
        else:
            announce(obj, by=request.user)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        bar = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        if bar and not bar.is_running() and self.has_add_permission(request):
            said = _t(
                "This breaking bar has ended meanwhile: nothing was changed. What you wrote can be announced anew."
            )
            self.message_user(request, said, messages.WARNING)
            typed = urlencode({name: request.POST.get(name, "") for name in ("text", "article", "address")})
            return HttpResponseRedirect(f"{reverse('admin:home_breakingbar_add')}?{typed}")
        title = {} if object_id else {"title": _("Announce breaking news")}
        return super().changeform_view(request, object_id, form_url, title | (extra_context or {}))

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(request, _t("The breaking bar stands over every page now."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:home_placement_changelist"))

    # Ending it now

    def get_urls(self):
        end = self.admin_site.admin_view(self.end)
        return [path("<int:object_id>/end/", end, name="home_breakingbar_end"), *super().get_urls()]

    def end(self, request, object_id: int):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        bar = self.get_object(request, str(object_id))
        if bar is None:
            raise Http404
        if end_now(bar, by=request.user):
            self.message_user(request, _t("The breaking bar is off all pages."), messages.SUCCESS)
        else:
            self.message_user(request, _t("This breaking bar had ended already."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:home_placement_changelist"))
