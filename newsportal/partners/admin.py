"""The desk's pages for partners, their items, and links of ours that lead nowhere any more."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from articles.admin.page import DeskPage
from articles.attributes import web_address
from newsportal.http import FetchError, fetch
from newsportal.partners.models import LONGEST_FEED_URL, LinkCheck, PartnerItem, Source
from newsportal.partners.outside_links import describe_address
from newsportal.partners.querysets import FAILURES_OF_THE_DEAD
from newsportal.partners.records import LANGUAGE
from newsportal.partners.refreshing import refresh_all
from newsportal.partners.trying import try_address
from topics.versions import touch

# What the next fetch goes by: after a change it is due at once, and the feed has to say all again.
FETCHED_ANEW = {"feed_url", "items_kept", "minutes", "is_active"}
MOST_FETCHED_AT_ONCE = 10  # by somebody who waits for them


class SourceForm(forms.ModelForm):
    def clean_home_page(self):
        return self._complete("home_page")

    def clean_feed_url(self):
        address = self._complete("feed_url")
        if other := Source.objects.filter(feed_url=address).exclude(pk=self.instance.pk).first():
            raise ValidationError(_("“%s” has this address already.") % other)
        return address

    def clean_language(self):
        language = self.cleaned_data["language"]
        if language and not LANGUAGE.fullmatch(language):
            raise ValidationError(_("Enter a language code such as en or pt-BR."))
        return language

    def _complete(self, name: str) -> str:
        address = self.cleaned_data[name]
        complete = web_address(address) if address else ""
        if complete is None:
            raise ValidationError(_("Enter a complete web address: https://…"))
        return complete


class AnswerFilter(admin.SimpleListFilter):
    title = _("last result")
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [("failing", _("failed")), ("good", _("good"))]

    def queryset(self, request, queryset):
        if self.value() == "failing":
            return queryset.filter(failures__gt=0)
        if self.value() == "good":
            return queryset.filter(failures=0, answered_at__isnull=False)
        return queryset


class AddressForm(forms.Form):
    """An address somebody pasted; what it lacks of ``https://`` is added."""

    address = forms.URLField(label=_("Address"), max_length=LONGEST_FEED_URL, assume_scheme="https")


@admin.register(Source)
class SourceAdmin(DeskPage):
    touches = ("partners",)
    form = SourceForm
    change_form_template = "admin/partners/source/change_form.html"
    list_display = ["name", "is_active", "result", "answered_at", "next_fetch_at"]
    list_filter = ["is_active", AnswerFilter]
    search_fields = ["name", "home_page", "feed_url"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["topics"]
    actions = ["fetch_now"]
    readonly_fields = ["result", "items_seen", "asked_at", "answered_at", "next_fetch_at", "failures", "moved"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "home_page", "feed_url", "language"]}),
        (_("Where and how much"), {"fields": ["topics", "items_kept", "minutes", "is_active"]}),
        (_("The last attempt"), {"fields": readonly_fields}),
    ]

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj)[: 3 if obj else 2]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in {"home_page", "feed_url"}:
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("last result"), ordering="failures")
    def result(self, source):
        if not source.outcome:
            return _("not fetched yet")
        return format_html("<strong>{}</strong>", source.outcome) if source.failures else source.outcome

    @admin.display(description=_("moved"))
    def moved(self, source):
        return f"{source.moved_from} → {source.feed_url}" if source.moved_at else _("no")

    def save_model(self, request, obj, form, change):
        if FETCHED_ANEW & set(form.changed_data):
            obj.forget_answers()
        obj.save()

    # Acts

    @admin.action(description=_("Fetch now"), permissions=["change"])
    def fetch_now(self, request, queryset):
        sources = list(queryset[: MOST_FETCHED_AT_ONCE + 1])
        if len(sources) > MOST_FETCHED_AT_ONCE:
            said = ngettext("At most %(count)s source at once.", "At most %(count)s sources at once.", 10)
            self.message_user(request, said % {"count": MOST_FETCHED_AT_ONCE}, messages.ERROR)
            return
        self._fetch(request, sources)

    def _fetch(self, request, sources: list[Source]) -> None:
        for source, result in refresh_all(sources, fetch=fetch, workers=MOST_FETCHED_AT_ONCE):
            level = messages.WARNING if result.is_failure else messages.SUCCESS
            self.message_user(request, f"{source}: {result.outcome}", level)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:object_id>/fetch/", view(require_POST(self.fetch_view)), name="partners_source_fetch"),
            path("try/", view(require_POST(self.try_view)), name="partners_source_try"),
            # Named without its model: the form of an article asks for it, and knows nothing of partners.
            path("describe/", view(require_POST(self.describe_view)), name="describe_address"),
            *super().get_urls(),
        ]

    def fetch_view(self, request, object_id: int):
        source = self.get_object(request, str(object_id))
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        if source is None:
            raise Http404
        self._fetch(request, [source])
        return HttpResponseRedirect(reverse("admin:partners_source_change", args=[source.pk]))

    def try_view(self, request):
        """What is at the address of a source's form, saved or not: its items, or the feeds that a page names."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        typed = request.POST.get("feed_url", "").strip() or request.POST.get("home_page", "").strip()
        form = AddressForm({"address": typed})
        trial = try_address(form.cleaned_data["address"], fetch=fetch) if form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("What is at this address"),
            "opts": self.opts,
            "typed": typed[:LONGEST_FEED_URL],
            "form": form,
            "trial": trial,
            "add_url": trial and trial.feed and self._address_to_add(trial),
        }
        return TemplateResponse(request, "admin/partners/source/try.html", context)

    @staticmethod
    def _address_to_add(trial) -> str:
        known = {
            "name": trial.feed.title,
            "home_page": trial.feed.home_page,
            "feed_url": trial.url,
            "language": trial.feed.language,
        }
        return f"{reverse('admin:partners_source_add')}?{urlencode({k: v for k, v in known.items() if v})}"

    def describe_view(self, request):
        """What a page says of itself, for somebody who gives a link to it: ``{title, outlet, language}``.

        Or ``{error}``, a sentence, with status 400 for what is no address and 422 for a page that cannot be had.
        """
        if not request.user.has_perm("articles.add_outsidelink"):
            raise PermissionDenied
        form = AddressForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"error": _t("Enter a complete web address: https://…")}, status=400)
        try:
            page = describe_address(form.cleaned_data["address"], fetch=fetch)
        except FetchError as error:
            return JsonResponse({"error": str(error)}, status=422)
        return JsonResponse({"title": page.title, "outlet": page.outlet, "language": page.language})


@admin.register(PartnerItem)
class PartnerItemAdmin(DeskPage):
    """What partners published: theirs, so nobody edits it; what should not stand beside our stories is hidden."""

    touches = ("partners",)
    list_display = ["title", "source", "published_at", "is_hidden"]
    list_filter = ["is_hidden", "source"]
    list_select_related = ["source"]
    search_fields = ["title"]
    fields = ["title", "url", "source", "published_at", "first_seen_at", "is_hidden"]
    readonly_fields = fields[:-1]
    actions = ["hide", "show"]

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Hide from readers"), permissions=["change"])
    def hide(self, request, queryset):
        self._set_hidden(request, queryset, True)

    @admin.action(description=_("Show to readers again"), permissions=["change"])
    def show(self, request, queryset):
        self._set_hidden(request, queryset, False)

    @transaction.atomic
    def _set_hidden(self, request, queryset, is_hidden: bool) -> None:
        for item in queryset.exclude(is_hidden=is_hidden):
            item.is_hidden = is_hidden
            item.save(update_fields=["is_hidden"])
            self.log_change(request, item, _t("Hidden.") if is_hidden else _t("Shown again."))
        touch("partners")

    def save_model(self, request, obj, form, change):
        obj.save(update_fields=["is_hidden"])


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("dead", _("dead: failed twice")), ("once", _("failed once"))]

    def queryset(self, request, queryset):
        if self.value() == "dead":
            return queryset.dead()
        if self.value() == "once":
            return queryset.filter(failures__lt=FAILURES_OF_THE_DEAD)
        return queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(DeskPage):
    """Links in other media that lead nowhere. They are mended in the story that gives them."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["story", "outlet", "address", "problem", "standing", "failing_since"]
    list_display_links = None
    list_filter = [StandingFilter]
    list_select_related = ["link__article"]
    search_fields = ["url"]

    def get_queryset(self, request):
        return super().get_queryset(request).failing().still_given()

    @admin.display(description=_("story"))
    def story(self, check):
        article = check.link.article
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[article.pk]), article.headline
        )

    @admin.display(description=_("outlet"))
    def outlet(self, check):
        return check.link.outlet

    @admin.display(description=_("standing"), ordering="failures")
    def standing(self, check):
        return _("dead") if check.is_dead else _("failed once")

    @admin.display(description=_("address"))
    def address(self, check):
        return format_html('<a href="{0}" rel="noopener noreferrer">{0}</a>', check.url)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        # A story is deleted with its links, and they with what was found about them; nobody deletes that alone.
        return obj is not None and request.user.has_perm("articles.delete_article")
