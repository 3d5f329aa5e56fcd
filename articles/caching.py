"""How long a response may be kept, and by whom."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from topics.surrogate_keys import in_order, noting

# For how many seconds caches in front of the site may keep a page without asking. The site itself asks its database
# before each answer (``newsportal.fresh``); these are for machines that cannot.
LIVE, SETTLED, OLD = 10, 60, 300
SETTLED_AFTER, OLD_AFTER = datetime.timedelta(days=1), datetime.timedelta(days=30)
DAY = 24 * 3600
STALE_WHILE_REVALIDATE = 30  # seconds for which they may show it while they ask

# What pages for all readers know of their query strings, by the word of their views; all else changes nothing there.
PARAMETERS: set[str] = set()


def shared(view: Callable | None = None, *, parameters: Iterable[str] = (), seconds: int = LIVE):
    """A page that is the same for all readers: caches may keep it, the site's own above all.

    ``parameters`` are all that the view reads from the query string. Caches in front may keep the page for ``seconds``
    without asking whether it is still fresh, unless the view has said otherwise (``keep_for``); 0: nobody keeps it.
    It varies on cookies because of one: the time zone a reader chose (``newsportal.zones``). What caches may keep has
    the keys that were noted while it was made (``topics.surrogate_keys``).
    """
    if view is None:
        return lambda view: shared(view, parameters=parameters, seconds=seconds)
    PARAMETERS.update(parameters)

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        with noting() as noted:
            response = view(request, *args, **kwargs)
        if "Cache-Control" not in response:
            keep_for(response, seconds)
        if "s-maxage" in response["Cache-Control"]:
            for name, separator in settings.KEY_HEADERS.items():
                response.headers[name] = separator.join(in_order(noted))
        patch_vary_headers(response, ["Cookie"])
        return response

    return wrapped


def keep_for(response: HttpResponse, seconds: int) -> None:
    """Let shared caches keep ``response``, and show it while they ask anew or cannot reach the site; browsers ask."""
    if not seconds:
        patch_cache_control(response, public=True, max_age=0)
        return
    patch_cache_control(
        response,
        public=True,
        max_age=0,
        s_maxage=seconds,
        stale_while_revalidate=STALE_WHILE_REVALIDATE,
        stale_if_error=DAY,
    )


def seconds_by_age(published_at: datetime.datetime) -> int:
    """A story changes on its first day, and hardly ever after a month."""
    age = timezone.now() - published_at
    return LIVE if age < SETTLED_AFTER else SETTLED if age < OLD_AFTER else OLD


def personal(view):
    """A page for one person: nobody keeps it, no search engine lists it."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped
