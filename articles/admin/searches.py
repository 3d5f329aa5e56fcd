from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Sum, Window
from django.db.models.functions import FirstValue, RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.admin.page import ReadOnlyPage, said_number
from articles.models import SearchedQuery


def of_each_query(queryset):
    """One row of each query: that of its last day, with ``total`` times and ``found_last`` of all rows together.

    Conditions on columns that are put to the result hold for the rows that are counted, those on what is named here
    for what comes of them (Django asks about windows last).
    """
    latest = {"partition_by": "query", "order_by": "-day"}
    return queryset.annotate(
        total=Window(Sum("times"), partition_by="query"),
        found_last=Window(FirstValue("found"), **latest),
        place=Window(RowNumber(), **latest),
    ).filter(place=1)


class OneChoiceFilter(admin.SimpleListFilter):
    """A filter without "All": the first choice holds until another one is made."""

    def choices(self, changelist):
        for value, title in self.lookup_choices:
            chosen = self.value() == value or (self.value() not in dict(self.lookup_choices) and not value)
            query = changelist.get_query_string({self.parameter_name: value or None})
            yield {"selected": chosen, "query_string": query, "display": title}


class PeriodFilter(OneChoiceFilter):
    title = _("period")
    parameter_name = "period"
    DAYS = {"": 7, "today": 1, "month": 30, "all": 90}

    def lookups(self, request, model_admin):
        return [
            ("", _("Past 7 days")),
            ("today", _("Today")),
            ("month", _("Past 30 days")),
            ("all", _("Past 90 days")),
        ]

    def queryset(self, request, queryset):
        days = self.DAYS.get(self.value() or "", self.DAYS[""])
        return queryset.filter(day__gt=timezone.localdate() - datetime.timedelta(days=days))


class FoundFilter(admin.SimpleListFilter):
    title = _("found")
    parameter_name = "found"

    def lookups(self, request, model_admin):
        return [("nothing", _("Nothing")), ("something", _("Something"))]

    def queryset(self, request, queryset):
        match self.value():
            case "nothing":
                return queryset.filter(found_last=0)
            case "something":
                return queryset.filter(found_last__gt=0)
        return queryset


@admin.register(SearchedQuery)
class SearchedQueryAdmin(ReadOnlyPage):
    """What readers look for: a report, in which nothing is changed."""

    list_display = ["words", "times_in_all", "found_lately", "last_day", "pick"]
    list_display_links = None
    list_filter = [FoundFilter, PeriodFilter]
    search_fields = ["query"]
    search_help_text = _(
        "A part of what was searched for. Searches are kept for 90 days, by the day, without a trace of who searched; "
        "what looks personal, such as an address or a long number, is not kept at all."
    )
    sortable_by = ["times_in_all", "found_lately", "last_day"]
    actions = None

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("What readers look for"), **(extra_context or {})})

    def get_queryset(self, request):
        return of_each_query(SearchedQuery.objects.all())  # Django would order it before it has its columns

    def get_ordering(self, request):
        return ["-total", "-day", "query"]

    @admin.display(description=_("searched for"))
    def words(self, searched):
        return format_html('<a href="{}?{}">{}</a>', reverse("search"), urlencode({"q": searched.query}), searched)

    @admin.display(description=_("times"), ordering="total")
    def times_in_all(self, searched):
        return f"{searched.total:,}"

    @admin.display(description=_("found"), ordering="found_last")
    def found_lately(self, searched):
        return said_number(searched.found_last)

    @admin.display(description=_("last on"), ordering="day")
    def last_day(self, searched):
        return searched.day

    @admin.display(description="")
    def pick(self, searched):
        address = reverse("admin:articles_editorspick_add")
        return format_html('<a href="{}?{}">{}</a>', address, urlencode({"query": searched.query}), _("Pick a story"))
