"""Moments in forms: the newsroom's local time with its zone beside it, also where the clock jumps."""

from __future__ import annotations

import datetime
import re

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1800, 2200
TIME_WITH_OFFSET = re.compile(r"(?P<time>.*[0-9]) ?(?P<sign>[+\-−])(?P<hours>[0-9]{1,2}):?(?P<minutes>[0-5][0-9])")


def offset_of(moment: datetime.datetime) -> str:
    """The offset from UTC of an aware moment as it is written after a time: ``+02:00``."""
    offset = moment.strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}"


def said_moment(moment: datetime.datetime | None) -> str:
    """A moment as the desk's lists and notes write it, with its zone; empty when there is none."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'DATE_FORMAT')} {local:%H:%M} {local.tzname()}"


class ClockField(forms.TimeField):
    """A time of day; ``02:30 +01:00`` says which one where a clock shows it twice."""

    def to_python(self, value):
        match = TIME_WITH_OFFSET.fullmatch(value.strip()) if isinstance(value, str) else None
        if not match or int(match["hours"]) > 14:
            return super().to_python(value)
        offset = datetime.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
        if match["sign"] != "+":
            offset = -offset
        return super().to_python(match["time"]).replace(tzinfo=datetime.timezone(offset))


class MomentWidget(AdminSplitDateTime):
    """Date and time, the zone they are in, and the offset where the time alone would not do."""

    template_name = "admin/widgets/moment.html"

    def decompress(self, value):
        if not value:
            return [None, None]
        local = timezone.localtime(value)
        time = local.time().replace(microsecond=0)
        if len(readings(local.replace(tzinfo=None))) == 2:
            return [local.date(), f"{time:%H:%M:%S}{offset_of(local)}"]
        return [local.date(), time]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["zone"] = str(timezone.get_current_timezone())
        # The offset belongs to the moment: in June it is not that of December.
        if isinstance(value, datetime.datetime):
            context["offset"] = f"UTC{offset_of(timezone.localtime(value))}"
        return context


class MomentField(forms.SplitDateTimeField):
    """An aware moment from a local date and time.

    A time that the clocks skip, or show twice, on that day is refused with what to enter instead.
    """

    widget = MomentWidget

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fields = (self.fields[0], ClockField(localize=kwargs.get("localize", False)))
        for field in self.fields:
            field.required = False

    def compress(self, data_list):
        if not data_list:
            return None
        day, time = data_list
        if not day or time in self.empty_values:
            raise ValidationError(_("Enter both the date and the time."), code="incomplete")
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(
                _("Enter a year between %(first)s and %(last)s."),
                code="absurd",
                params={"first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
            )
        moment = datetime.datetime.combine(day, time)
        return moment if timezone.is_aware(moment) else the_moment(moment)


def readings(local: datetime.datetime) -> list[datetime.datetime]:
    """The moments at which clocks of the current zone show ``local``: one, two, or none."""
    zone = timezone.get_current_timezone()
    moments = []
    for fold in (0, 1):
        moment = local.replace(tzinfo=zone, fold=fold)
        if moment.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None) != local:
            continue
        if not moments or moment.utcoffset() != moments[0].utcoffset():
            moments.append(moment)
    return moments


def the_moment(local: datetime.datetime) -> datetime.datetime:
    """The one moment at which clocks of the current zone show ``local``.

    Raises ``ValidationError`` when there are two or none.
    """
    found = readings(local)
    if len(found) == 1:
        return found[0]
    words = {"time": f"{local:%H:%M}", "zone": str(timezone.get_current_timezone())}
    if found:
        words |= {"first": offset_of(found[0]), "second": offset_of(found[1])}
        message = gettext(
            "Clocks in %(zone)s show %(time)s twice on this day. Enter %(time)s %(first)s for the first time, "
            "or %(time)s %(second)s for the second."
        )
        raise ValidationError(message, code="twice", params=words)
    instead = local.replace(tzinfo=timezone.get_current_timezone()).astimezone(datetime.UTC)
    words["instead"] = f"{timezone.localtime(instead):%H:%M}"
    message = gettext(
        "Clocks in %(zone)s are put forward on this day and never show %(time)s. Enter %(instead)s, which is what "
        "they show then."
    )
    raise ValidationError(message, code="skipped", params=words)
