"""Feeds for whoever has the link: in a feed reader, and as a page to read."""

from functools import partial, wraps

from django.conf import settings
from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.filters import PositionFilter
from articles.syndication.responses import FEED_SIZE, feed_response, with_retracted
from newsportal.feeds.addresses import feed_at, shared_feed_at
from newsportal.feeds.cuts import cut_of
from newsportal.feeds.keeping import reader_page
from newsportal.feeds.models import Feed
from newsportal.feeds.portability import PortabilityError, bring_in
from newsportal.feeds.reading import page_of, retracted_from
from newsportal.feeds.summary import in_words
from newsportal.feeds.views.answers import see_other
from newsportal.shared_forms import accepts_shared_form


def keeps_its_address_secret(view):
    """Links on the page tell nobody where they stand, nor do those of its frame; forms say only which site it is."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        request.has_secret_address = True  # base.html puts it into no other address, of a page not found either
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    return wrapped


@require_safe
@keeps_its_address_secret
def token_feed(request, token: str, format: str):
    """A saved feed for feed readers; ``?before=`` leads on to its end."""
    feed = feed_at(token)
    cut, filter = cut_of(feed.rules), PositionFilter(request.GET)
    page = page_of(cut, before=filter.before_cursor, size=FEED_SIZE)
    return feed_response(
        request,
        page.articles if filter.before_cursor else with_retracted(page, partial(retracted_from, cut)),
        format=format,
        title=f"{feed.name} · {settings.SITE_NAME}",
        description=in_words(cut),
        page_url=feed.get_absolute_url(),
        feed_url=request.path,
        next_url=request.path + filter.query(page.next_cursor) if page.next_cursor else "",
        changed_at=feed.changed_at,
        personal=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@accepts_shared_form
@reader_page
@keeps_its_address_secret
def shared_feed(request, token: str):
    """A feed that its owner lets others read; a POST makes its rules a feed of the reader's own."""
    feed = shared_feed_at(token)
    if request.method == "POST":
        return keep_shared(request, feed)
    return render(request, "newsportal/shared_feed.html", stories_of(request, feed))


@require_safe
@reader_page
@keeps_its_address_secret
def shared_part(request, token: str):
    """The stories of a page of it, for "Show more"."""
    return render(request, "newsportal/shared_part.html", stories_of(request, shared_feed_at(token)))


def stories_of(request, feed: Feed) -> dict:
    cut, filter = cut_of(feed.rules), PositionFilter(request.GET)
    return {
        "feed": feed,
        "about": in_words(cut),
        "cut": cut,
        "filter": filter,
        "page": page_of(cut, before=filter.before_cursor),
        "address": reverse("shared_feed", args=[feed.share_token]),
        "part_address": reverse("shared_part", args=[feed.share_token]),
    }


def keep_shared(request, feed: Feed):
    response = see_other(reverse("shared_feed", args=[feed.share_token]))
    try:
        brought = bring_in(request, response, [(feed.name, feed.rules)])
    except PortabilityError as error:
        messages.error(request, str(error))
        return response
    response.headers["Location"] = brought.feed.get_absolute_url()
    if brought.new:
        messages.success(request, _("You have “%(name)s” among your own feeds now.") % {"name": feed.name})
    else:
        messages.info(request, _("You have this feed already."))
    return response
