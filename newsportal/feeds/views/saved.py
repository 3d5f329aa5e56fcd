"""The stories a reader put aside, and what the Save button of an article leads to."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles.filters import PositionFilter
from articles.models import Article
from newsportal.feeds.keeping import reader_page
from newsportal.feeds.models import SavedArticle
from newsportal.feeds.saving import SavedFull, save_for_later, saved_page, take_out, take_out_gone
from newsportal.feeds.views.answers import is_for_one_reader, place_after, see_other, wants_json
from newsportal.shared_forms import accepts_shared_form

LONGEST_ID = 18  # digits: every database can hold it


@require_http_methods(["GET", "HEAD", "POST"])
@accepts_shared_form
@reader_page
def saved(request):
    """The list; a POST of ``save=ID``, ``remove=ID`` or ``clear=gone`` changes it. Nothing is saved by opening it."""
    if request.method == "POST":
        return change(request) if request.user.is_authenticated else ask_to_sign_in(request)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    filter = PositionFilter(request.GET)
    context = {
        "filter": filter,
        "page": saved_page(request.user, before=filter.before_cursor),
        "offered": offered(request),
    }
    return render(request, "newsportal/saved.html", context)


def offered(request) -> Article | None:
    """The story somebody wanted to save before signing in, which one more click will save."""
    article = published_article(request.GET.get("save", ""))
    if article is None or SavedArticle.objects.filter(user=request.user, article=article).exists():
        return None
    return article


def change(request) -> HttpResponse:
    if "clear" in request.POST:
        gone = take_out_gone(request.user)
        return answer(request, ngettext("%d story was taken out.", "%d stories were taken out.", gone) % gone, "")
    if "remove" in request.POST:
        was_saved = take_out(request.user, number_of(request.POST["remove"]))
        said = _("The story is no longer saved.") if was_saved else _("The story was not saved.")
        return answer(request, said, "unsaved")
    article = published_article(request.POST.get("save", ""))
    if article is None:
        raise Http404
    try:
        is_new = save_for_later(request.user, article)
    except SavedFull as error:
        return refusal(request, error)
    return answer(request, _("The story is saved.") if is_new else _("The story was saved already."), "saved")


def answer(request, said: str, note: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"said": said, "state": "saved" if note == "saved" else "none"})
    place = place_after(request, default="saved")
    if is_for_one_reader(place):
        messages.success(request, said)
        return see_other(place)
    return see_other(f"{place}#{note}")


def refusal(request, error: SavedFull) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"said": str(error)}, status=400)
    messages.error(request, str(error))
    return see_other(reverse("saved"))


def ask_to_sign_in(request) -> HttpResponse:
    """To the list by way of the sign-in, where the story is offered once more."""
    article = published_article(request.POST.get("save", ""))
    back = reverse("saved") + (f"?{urlencode({'save': article.pk})}" if article else "")
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    if wants_json(request):
        return JsonResponse({"go": address})
    return see_other(address)


def published_article(number: str) -> Article | None:
    return Article.objects.published().for_cards().filter(pk=number_of(number)).first()


def number_of(text: str) -> int:
    """The number of a story as forms send it; 0, which no story has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0
