"""The reader's own time zone: chosen once, kept in a cookie, used for every time on a page."""

from __future__ import annotations

import zoneinfo
from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

COOKIE = "zone"
YEAR = 365 * 24 * 60 * 60


@cache
def zone_names() -> frozenset[str]:
    """The zones a reader can choose: those of the IANA list that are named after a place, and UTC."""
    areas = (
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    )
    return frozenset(name for name in zoneinfo.available_timezones() if name.startswith(areas)) | {"UTC"}


def zone_choices(own: str) -> list[tuple[str, str]]:
    """Choices for a form: the zones by name, and "" first for the site's ``own``."""
    named = [(name, name.replace("_", " ")) for name in sorted(zone_names())]
    return [("", _("The site's own zone (%(zone)s)") % {"zone": own.replace("_", " ")}), *named]


def keep_zone(response: HttpResponse, name: str) -> None:
    """Let the browser that gets ``response`` remember the zone; "" makes it forget."""
    if name:
        response.set_cookie(COOKIE, name, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def reader_zone(get_response):
    """Show times in the zone of the reader's cookie; without one, or with an unknown one, in the site's zone."""

    def middleware(request):
        name = request.COOKIES.get(COOKIE, "")
        # The desk works in the zone of the newsroom, whatever its people chose as readers.
        is_chosen = name in zone_names() and not request.path.startswith("/admin/")
        # Said in any case: a page asks for it a dozen times, and Django takes long to find that nothing was said.
        with timezone.override(zoneinfo.ZoneInfo(name) if is_chosen else timezone.get_default_timezone()):
            return get_response(request)

    return middleware
