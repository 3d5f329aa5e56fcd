"""What the Follow and Mute buttons of the site's pages lead to."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from newsportal.feeds.following import Act, Outcome, State, UnknownSubject, change_feed
from newsportal.feeds.keeping import reader_page
from newsportal.feeds.rules import RulesError
from newsportal.feeds.views.answers import is_for_one_reader, place_after, see_other, wants_json
from newsportal.shared_forms import accepts_shared_form

# Which of the notes of components/notes.html is shown.
NOTES = {State.FOLLOWED: "followed", State.MUTED: "muted", State.NONE: "unfollowed"}


@require_http_methods(["GET", "HEAD", "POST"])
@accepts_shared_form
@reader_page
def follow(request):
    """``follow=KEY``, ``mute=KEY`` or ``undo=KEY``, and ``next``; see ``newsportal.feeds.following`` for keys."""
    if request.method != "POST":
        return redirect("my_feed")
    carrier = HttpResponse()  # of the cookie, until it is known what to answer
    try:
        act = next((act for act in Act if act in request.POST), None)
        if act is None:
            raise RulesError(_("The form did not say what to follow or mute."))
        outcome = change_feed(request, carrier, act=act, key=request.POST[act])
    except RulesError as error:
        return refusal(request, error)
    response = answer(request, request.POST[act], outcome)
    response.cookies.update(carrier.cookies)
    return response


def answer(request, key: str, outcome: Outcome) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"said": outcome.said, "state": outcome.state})
    place = place_after(request)
    if key.startswith("word:") and not is_for_one_reader(place):
        place = reverse("my_feed")  # no shared page has a note for every word
    if is_for_one_reader(place):
        messages.success(request, outcome.said)
        return see_other(place)
    note = "already" if outcome.was_so else NOTES[outcome.state]
    return see_other(f"{place}#{note}-{key}")


def refusal(request, error: RulesError) -> HttpResponse:
    status = 404 if isinstance(error, UnknownSubject) else 400
    if wants_json(request):
        return JsonResponse({"said": str(error)}, status=status)
    context = {"problem": error, "next": place_after(request)}
    return render(request, "newsportal/followed.html", context, status=status)
