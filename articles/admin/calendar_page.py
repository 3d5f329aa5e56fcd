"""The calendar of what is planned, a month or a day of it: ``?month=2026-11``, ``?day=2026-11-23``."""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import dates, formats, timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.moments import FIRST_YEAR, LAST_YEAR
from articles.planned import Kind, Planned, planned_between

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Day:
    date: datetime.date
    planned: Sequence[Planned]
    is_of_month: bool
    is_today: bool


def the_day(text: str) -> datetime.date:
    """The day written as ``2026-11-23``. Raises ``ValueError`` for anything else, and for years out of reach."""
    day = datetime.datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("a year out of reach")
    return day


def midnight(day: datetime.date) -> datetime.datetime:
    """The moment at which ``day`` begins in the current zone."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def weeks_of(month: datetime.date) -> list[list[Day]]:
    """The weeks of the month that begins at ``month``, with what is planned on each day; four queries."""
    rows = calendar.Calendar(formats.get_format("FIRST_DAY_OF_WEEK") - 1).monthdatescalendar(month.year, month.month)
    by_day: dict[datetime.date, list[Planned]] = defaultdict(list)
    for planned in planned_between(midnight(rows[0][0]), midnight(rows[-1][-1] + DAY)):
        by_day[planned.moment.date()].append(planned)
    today = timezone.localdate()
    return [[Day(day, by_day[day], day.month == month.month, day == today) for day in row] for row in rows]


class Calendar:
    """The page, for an article admin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.calendar)
        return [path("calendar/", view, name="articles_article_calendar"), *super().get_urls()]

    def calendar(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked_day, asked_month = request.GET.get("day", ""), request.GET.get("month", "")
        shown = timezone.localdate()
        try:
            if asked_day or asked_month:
                shown = the_day(asked_day or f"{asked_month}-01")
        except ValueError:
            messages.warning(request, _("There is no such day or month in the calendar: here is the present one."))
        month = shown.replace(day=1)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Calendar"),
            "opts": self.opts,
            "kinds": Kind.choices,
            "zone": timezone.get_current_timezone_name(),
            "today": timezone.localdate(),
            "month": month,
        }
        if asked_day:
            context |= {"day": shown, "before": shown - DAY, "after": shown + DAY}
            context["planned"] = planned_between(midnight(shown), midnight(shown + DAY))
        else:
            weeks = weeks_of(month)
            context |= {"weeks": weeks, "before": month - DAY, "after": month + 31 * DAY}
            context["weekdays"] = [dates.WEEKDAYS[day.date.weekday()] for day in weeks[0]]
        return TemplateResponse(request, "admin/articles/article/calendar.html", context)
