"""The newsroom's log at the desk: who did what and when. Nobody changes anything in it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.moments import said_moment
from articles.admin.page import ReadOnlyPage, is_key
from articles.audit import NAMES, said_act
from articles.csv_files import csv_lines
from articles.models import EditorialAct
from articles.workflow import STEPS

SEARCHED = 20_000  # words are looked for in the newest acts
MOST_PEOPLE = 50
COLUMNS = (_("at"), _("act"), _("kind"), _("number"), _("what"), _("by"), _("note"), _("details"))


class ActFilter(admin.SimpleListFilter):
    title = _("act")
    parameter_name = "act"

    def lookups(self, request, model_admin):
        return [(name, capfirst(said_act(name))) for name in (*STEPS, *NAMES)]

    def queryset(self, request, queryset):
        return queryset.filter(act=self.value()) if self.value() else queryset


class PersonFilter(admin.SimpleListFilter):
    title = _("person")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        people = EditorialAct._meta.get_field("by").related_model.objects.filter(is_staff=True).order_by("username")
        return [(str(person.pk), person.get_full_name() or person.username) for person in people[:MOST_PEOPLE]]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(by=self.value()) if is_key(self.value()) else queryset.none()


class DayFilter(admin.SimpleListFilter):
    """From a day on, or until the end of one, in the newsroom's zone. What is no day is said and narrows nothing."""

    template = "admin/day_filter.html"
    is_end: bool

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.day = self._day()

    def _day(self) -> datetime.date | None:
        try:
            return parse_date(self.value() or "")
        except ValueError:  # the 31st of February
            return None

    def lookups(self, request, model_admin):
        return []

    def has_output(self):
        return True

    def choices(self, changelist):
        others = [(n, v) for n, values in changelist.filter_params.items() if n != self.parameter_name for v in values]
        yield {
            "parameter": self.parameter_name,
            "value": self.value() or "",
            "is_wrong": bool(self.value()) and self.day is None,
            "others": others + ([("q", changelist.query)] if changelist.query else []),
        }

    def queryset(self, request, queryset):
        if self.day is None:
            return queryset
        try:
            day = self.day + datetime.timedelta(days=self.is_end)
            midnight = timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
            midnight.astimezone(datetime.UTC)
        except OverflowError:  # the first and the last day of the calendar
            return queryset
        return queryset.filter(at__lt=midnight) if self.is_end else queryset.filter(at__gte=midnight)


class FromFilter(DayFilter):
    title, parameter_name, is_end = _("from the day"), "from", False


class UntilFilter(DayFilter):
    title, parameter_name, is_end = _("until the day"), "until", True


@admin.register(EditorialAct)
class EditorialActAdmin(ReadOnlyPage):
    change_list_template = "admin/articles/editorialact/change_list.html"
    list_display = ["moment", "act_name", "what", "person", "note_or_details"]
    list_display_links = None
    list_filter = [ActFilter, PersonFilter, FromFilter, UntilFilter]
    list_per_page = 100
    search_fields = ["name"]  # that there is a search at all; what it does: get_search_results
    search_help_text = _(
        "The number of a story; or a part of a headline, a name, a person or a note, in the newest %(acts)s acts."
    ) % {"acts": f"{SEARCHED:,}"}
    sortable_by = []
    actions = None

    def get_ordering(self, request):
        return ["-at", "-pk"]

    def get_search_results(self, request, queryset, search_term):
        words = search_term.replace("\x00", "").strip()
        if not words:
            return queryset, False
        if is_key(words):
            return queryset.filter(kind="articles.article", object_id=str(int(words))), False
        newest = EditorialAct.objects.order_by("-at", "-pk").values("pk")[:SEARCHED]
        for word in words.split():
            asked = Q(name__icontains=word) | Q(by_name__icontains=word) | Q(note__icontains=word)
            queryset = queryset.filter(asked)
        return queryset.filter(pk__in=newest), False

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("Log"), **(extra_context or {})})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return HttpResponseRedirect(reverse("admin:articles_editorialact_changelist"))  # all of it stands in the list

    @admin.display(description=_("at"))
    def moment(self, act):
        return said_moment(act.at)

    @admin.display(description=_("act"))
    def act_name(self, act):
        return capfirst(said_act(act.act))

    @admin.display(description=_("what"))
    def what(self, act):
        address = _address(act)
        return format_html('<a href="{}">{}</a>', address, act.name) if address else act.name

    @admin.display(description=_("by"))
    def person(self, act):
        return act.by_name or _t("the site")

    @admin.display(description=_("note"))
    def note_or_details(self, act):
        return act.note or said_details(act)

    # As a file

    def get_urls(self):
        export = self.admin_site.admin_view(self.export)
        return [path("export.csv", export, name="articles_editorialact_export"), *super().get_urls()]

    def export(self, request):
        """What the list is narrowed to, all of it, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        acts = self.get_changelist_instance(request).get_queryset(request)
        response = StreamingHttpResponse(
            csv_lines(_rows(acts.iterator(chunk_size=1_000))), content_type="text/csv; charset=utf-8"
        )
        response.headers["Content-Disposition"] = f'attachment; filename="log-{timezone.localdate():%Y-%m-%d}.csv"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


def said_details(act: EditorialAct) -> str:
    """What else the log knows of an act, as a sentence; empty when it is nothing."""
    details = act.details
    if message := details.get("message"):
        return (
            message if isinstance(message, str) else LogEntry(change_message=json.dumps(message)).get_change_message()
        )
    if details.get("text"):
        return details["text"]
    if details.get("own"):
        return _t("Their own story.")
    if act.act == "publish" and act.by_name and details.get("from") != "approved":
        return _t("Without having been approved.")
    return ""


def _address(act: EditorialAct) -> str:
    """Where the thing is edited; empty when it is not there any more, as far as the log can tell, or has no page."""
    if act.act == "delete" or (act.kind == "articles.article" and act.article_id is None):
        return ""
    try:
        return reverse(f"admin:{act.kind.replace('.', '_')}_change", args=[act.object_id])
    except NoReverseMatch:
        return ""


def _rows(acts: Iterable[EditorialAct]) -> Iterator[list[str]]:
    yield [str(column) for column in COLUMNS]
    for act in acts:
        at = timezone.localtime(act.at).isoformat(timespec="seconds")
        yield [at, act.act, act.kind, act.object_id, act.name, act.by_name, act.note, said_details(act)]
