"""The reader's own time zone: chosen once, kept in a cookie, used for every time on a page."""

from __future__ import annotations

import zoneinfo
from functools import cache

from django.utils import timezone

COOKIE = "zone"


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


def reader_zone(get_response):
    """Show times in the zone of the reader's cookie; without one, or with an unknown one, in the site's zone."""

    def middleware(request):
        name = request.COOKIES.get(COOKIE, "")
        # The desk works in the zone of the newsroom, whatever its people chose as readers.
        if name not in zone_names() or request.path.startswith("/admin/"):
            return get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(name)):
            return get_response(request)

    return middleware
