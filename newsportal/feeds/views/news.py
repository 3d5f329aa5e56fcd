"""How many stories came to a feed since its page was opened."""

from functools import wraps

from django.views.decorators.http import require_safe

from articles.newer import after_cursor, newer_answer
from newsportal.feeds.cuts import cut_of
from newsportal.feeds.keeping import feed_of, reader_page
from newsportal.feeds.visits import count_newer


def asked_again(view):
    """The reader's own browser may keep the answer, to ask whether it still holds (``If-None-Match``)."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Cookie"
        return response

    return wrapped


@require_safe
@asked_again
@reader_page
def feed_new(request, slug: str | None = None):
    """As ``articles.views.lists.news_new``, for the reader's feed."""
    after = after_cursor(request)
    return newer_answer(after and count_newer(cut_of(feed_of(request, slug).rules), after))
