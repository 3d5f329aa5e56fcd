"""What readers get when the database is away, or has no time for them: a calm page, and when to come again."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error as broken

from newsportal.shared_cache import CacheAway

# In the environment of a request: the database is known not to answer, or did not when it was asked.
DATABASE_AWAY = "newsportal.database_away"
RETRY_AFTER = 10  # seconds


def unavailable(request: HttpRequest) -> HttpResponse:
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def answer_without_database(get_response):
    """Do not even try what needs a database that is known to be away."""

    def middleware(request):
        return unavailable(request) if request.META.get(DATABASE_AWAY) else get_response(request)

    return middleware


def server_error(request: HttpRequest) -> HttpResponse:
    """An error nobody expected: if it is that the database or the shared cache does not answer, say that.

    Nobody signs in while attempts cannot be counted.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError | CacheAway):
        request.META[DATABASE_AWAY] = True
        return unavailable(request)
    return broken(request)
