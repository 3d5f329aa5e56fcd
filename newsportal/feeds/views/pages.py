"""A reader's feed as a page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from articles.filters import PositionFilter, StreamFilter
from articles.topic_lists import grouped_by_section, topics_with_stories
from newsportal.feeds.cuts import cut_of
from newsportal.feeds.keeping import change_rules, feed_of, feeds_of, reader_page
from newsportal.feeds.reading import page_of
from newsportal.feeds.rules import Choice, RulesError
from newsportal.feeds.visits import News, keep_visit, visit_of
from newsportal.shared_forms import accepts_shared_form


@require_http_methods(["GET", "HEAD", "POST"])
@accepts_shared_form
@reader_page
def my_feed(request):
    """The reader's default feed; a POST adds the topics it names (the filter's "Save to my feed")."""
    if request.method == "POST":
        return follow_filter(request)
    return feed_page(request, feed_of(request))


@require_safe
@reader_page
def named_feed(request, slug: str):
    return feed_page(request, feed_of(request, slug))


@require_safe
@reader_page
def feed_part(request, slug: str | None = None):
    """The same page of a feed without the page around it, for "Show more"."""
    return render(request, "newsportal/feed_part.html", stories_of(request, feed_of(request, slug)))


def feed_page(request, feed):
    feeds, stories = feeds_of(request), stories_of(request, feed)
    context = {
        "tabs": [tab(other, feed) for other in feeds] if len(feeds) > 1 else [],
        "acts": acts_on(request, feed),
        "topics_to_choose": grouped_by_section(topics_with_stories()) if stories["cut"].is_empty else [],
    }
    if stories["cut"].is_empty or stories["filter"].before_cursor:
        return render(request, "newsportal/my_feed.html", context | stories)
    visit = visit_of(request, feed)
    response = render(request, "newsportal/my_feed.html", context | stories | {"news": News.on(stories["page"], visit)})
    keep_visit(request, response, feed, visit)
    return response


def tab(feed, shown) -> dict:
    return {"name": feed.name, "url": feed.get_absolute_url(), "is_current": feed == shown}


def acts_on(request, feed) -> list[dict]:
    acts = [{"name": _("Change the rules"), "url": feed.edit_url}, {"name": _("Your feeds"), "url": reverse("feeds")}]
    if request.user.is_authenticated:
        acts.append({"name": _("Saved stories"), "url": reverse("saved")})
    return acts


def stories_of(request, feed) -> dict:
    """What every rendering of a feed starts from: ``feed``, ``cut``, ``filter`` (position) and ``page``."""
    cut, filter = cut_of(feed.rules), PositionFilter(request.GET)
    return {"feed": feed, "cut": cut, "filter": filter, "page": page_of(cut, before=filter.before_cursor)}


def follow_filter(request):
    sent = StreamFilter(request.POST)
    feed = feed_of(request)
    response = redirect("my_feed")
    response.status_code = 303  # what follows is a GET, whatever the browser's age
    try:
        chosen = Choice.of(topics=[topic.slug for topic in sent.chosen])
        change_rules(response, feed, lambda rules: rules.including(chosen))
    except RulesError as error:
        messages.error(request, str(error))
        return response
    for problem in sent.form.non_field_errors():
        messages.warning(request, problem)
    if sent.chosen:
        said = ngettext("Your feed follows %d more topic.", "Your feed follows %d more topics.", len(sent.chosen))
        messages.success(request, said % len(sent.chosen))
    else:
        messages.info(request, _("No topic was chosen: your feed is as it was."))
    return response
