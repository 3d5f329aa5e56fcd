"""How a button on a shared page is answered: in JSON for the page's script, for all others by the way back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from newsportal.way_back import is_way_back


def wants_json(request) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def place_after(request, default: str = "my_feed") -> str:
    """Where the reader came from, as ``next`` says: a place on this site without a fragment, or else ``default``."""
    place = request.POST.get("next", "").partition("#")[0]
    return place if is_way_back(place) else reverse(default)


def is_for_one_reader(place: str) -> bool:
    """The page at ``place`` has room for messages; pages that readers share have prepared notes, shown by fragment."""
    return place.startswith(reverse("my_feed"))


def see_other(place: str) -> HttpResponse:
    """What follows is a GET, whatever the browser's age."""
    response = redirect(place)
    response.status_code = 303
    return response
