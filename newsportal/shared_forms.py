"""Forms on pages that all readers share.

Such a page comes from a cache and can hold no CSRF token. Its forms are accepted when the browser itself says that
they were sent from this site; where it says nothing, the reader confirms on a page of their own, which has a token.
"""

from __future__ import annotations

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from articles.caching import personal


def sent_from_here(request) -> bool | None:
    """Whether the form was sent from this site; ``None`` when the browser does not say.

    Browsers set both headers themselves, scripts of other sites cannot
    (https://www.w3.org/TR/fetch-metadata/, RFC 6454 §7.3).
    """
    if fetch_site := request.headers.get("Sec-Fetch-Site"):
        return fetch_site == "same-origin"
    if origin := request.headers.get("Origin"):
        return origin == settings.SITE_URL
    return None


def accepts_shared_form(view):
    """Let ``view`` take POSTs from forms without a token, safely; GETs pass unchanged."""

    @wraps(view)
    @csrf_exempt
    def wrapped(request, *args, **kwargs):
        from_here = request.method != "POST" or sent_from_here(request)
        if from_here:
            return view(request, *args, **kwargs)
        if "csrfmiddlewaretoken" in request.POST:
            return csrf_protect(view)(request, *args, **kwargs)
        if from_here is False:
            raise PermissionDenied(_("This form was sent from another site."))
        return confirmation(request)

    return wrapped


@personal
def confirmation(request):
    """Ask the reader whether they meant to send the form, and keep what it said."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return render(request, "newsportal/confirm_post.html", {"action": request.path, "fields": fields})
