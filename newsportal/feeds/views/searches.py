"""What "Save as feed" on the page of a search leads to."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.search.filters import SearchFilter, State
from articles.search.results import Search
from newsportal.feeds.keeping import change_rules, create_feed, feed_of, reader_page
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Rules, RulesError
from newsportal.feeds.searches import choice_of, name_of
from newsportal.feeds.views.answers import see_other
from newsportal.shared_forms import accepts_shared_form


@require_http_methods(["GET", "HEAD", "POST"])
@accepts_shared_form
@reader_page
def save_search(request):
    """A POST with the parameters of a search makes it a feed of the account, or adds it to the browser's feed."""
    if request.method != "POST":
        return redirect("search")
    search = Search(SearchFilter(request.POST)).state
    response = see_other(reverse("my_feed"))
    try:
        choice = choice_of(search)
        if not len(choice):
            raise RulesError(_("Say what to look for: a feed of nothing would stay empty."))
        if request.user.is_authenticated:
            feed = create_feed(request.user, name=name_of(search), rules=Rules(include=choice))
            response = see_other(feed.get_absolute_url())
        else:
            feed = feed_of(request)
            change_rules(response, feed, lambda rules: rules.including(choice))
    except RulesError as error:
        messages.error(request, str(error))  # there: the page of a search is shared, and shows no messages
        return response
    messages.success(request, said_of(feed, search))
    return response


def said_of(feed: Feed, search: State) -> str:
    """What became of the search, in sentences."""
    said = (
        _("“%s” is a feed of yours now.") % feed.name if feed.pk else _("Your feed shows what you searched for, too.")
    )
    if search.first_day or search.last_day or search.photo:
        said = f"{said} {_('It takes in stories of any day, with and without photographs.')}"
    return said
