"""The reader's feeds: which there are, in which order, and what they are called."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from newsportal.feeds.forms import NameForm
from newsportal.feeds.keeping import (
    create_feed,
    delete_feed,
    feed_of,
    feeds_of,
    make_default,
    move_feed,
    reader_page,
    rename_feed,
)
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import RulesError
from newsportal.feeds.views.answers import place_after, see_other

ACTS = {
    "up": (lambda feed: move_feed(feed, by=-1), gettext_lazy("“%s” was moved up.")),
    "down": (lambda feed: move_feed(feed, by=1), gettext_lazy("“%s” was moved down.")),
    "default": (make_default, gettext_lazy("“%s” is what you see first now.")),
    "delete": (delete_feed, gettext_lazy("“%s” was deleted.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@reader_page
def feeds(request):
    """The reader's feeds in their order; a POST makes a new one and leads to its rules."""
    if request.method != "POST":
        return feeds_page(request)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path, resolve_url(settings.LOGIN_URL))
    form = NameForm(request.POST)
    if form.is_valid():
        try:
            feed = create_feed(request.user, name=form.cleaned_data["name"])
        except RulesError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%s” is there: now choose what it shows.") % feed.name)
            return see_other(reverse("edit_named_feed", args=[feed.slug]))
    return feeds_page(request, creating=form)


@require_POST
@reader_page
def arrange_feed(request, slug: str):
    """``act``: ``rename`` (to ``name``), ``up``, ``down``, ``default`` or ``delete``."""
    feed = feed_of(request, slug)
    act = request.POST.get("act")
    if act == "rename":
        return rename(request, feed)
    if act not in ACTS:
        raise BadRequest("no such act")
    do, said = ACTS[act]
    do(feed)
    messages.success(request, said % feed.name)
    return see_other(reverse("feeds"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reader_page
def default_feed(request):
    """Make the reader's ``feed`` (a slug) the default, and lead back to ``next``."""
    if request.method != "POST":
        return redirect("feeds")
    feed = feed_of(request, request.POST.get("feed", ""))
    do, said = ACTS["default"]
    do(feed)
    messages.success(request, said % feed.name)
    return see_other(place_after(request, default="feeds"))


def rename(request, feed: Feed):
    form = NameForm(request.POST)
    if not form.is_valid():
        return feeds_page(request, renaming=(feed, form))
    before = feed.name
    rename_feed(feed, form.cleaned_data["name"])
    messages.success(request, _("“%(before)s” is called “%(now)s” now.") % {"before": before, "now": feed.name})
    return see_other(reverse("feeds"))


def feeds_page(request, *, creating: NameForm | None = None, renaming: tuple[Feed, NameForm] | None = None):
    """The list with a form to rename each feed; ``creating`` and ``renaming`` are forms with something to correct."""
    rows = []
    for feed in feeds_of(request):
        form = NameForm(initial={"name": feed.name}, auto_id=f"feed-{feed.slug}_%s")
        refused = renaming is not None and renaming[0] == feed
        if refused:
            form = renaming[1]
            form.auto_id = f"feed-{feed.slug}_%s"
        rows.append({"feed": feed, "form": form, "refused": refused})
    return render(request, "newsportal/feeds.html", {"rows": rows, "form": creating or NameForm()})
