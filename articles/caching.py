"""How long a response may be kept, and by whom."""

from functools import wraps

from django.utils.cache import patch_cache_control, patch_vary_headers


def shared(view):
    """A page that is the same for all readers: caches may keep it, and ask whether it is still fresh.

    It varies on cookies because of one: the time zone a reader chose (``newsportal.zones``).
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if "Cache-Control" not in response:
            patch_cache_control(response, public=True, max_age=0, s_maxage=10, stale_while_revalidate=30)
        patch_vary_headers(response, ["Cookie"])
        return response

    return wrapped


def personal(view):
    """A page for one person: nobody keeps it, no search engine lists it."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return wrapped
