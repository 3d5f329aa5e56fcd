from django.contrib import admin
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.admin.page import DeskPage, ReadOnlyPage
from newsportal.currency.models import Series, Source


@admin.register(Source)
class SourceAdmin(DeskPage):
    """How the rates come in, and what went wrong last time; publishers are not made here."""

    list_display = ["publisher", "is_fetched", "newest_day", "asked_at", "problem", "problem_at"]
    readonly_fields = ["publisher", "newest_day", "asked_at", "answered_at", "problem", "problem_at"]
    fieldsets = [
        (None, {"fields": ["publisher", "is_fetched", "largest_jump"]}),
        (_("The last attempt"), {"fields": ["newest_day", "asked_at", "answered_at", "problem", "problem_at"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_newest_day()

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("newest day"))
    def newest_day(self, source):
        # As text: the form would show a date as it is.
        return date_format(source.newest_day) if source.newest_day else self.get_empty_value_display()


@admin.register(Series)
class SeriesAdmin(ReadOnlyPage):
    """Which currencies the publishers quote, and since when. Rates are facts from outside: nobody edits them."""

    list_display = ["currency", "publisher", "first_date", "last_date"]
    list_filter = ["publisher"]
    search_fields = ["currency"]
