from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles.caching import personal
from articles.filters import ChosenTopics, PositionFilter, StreamFilter
from articles.models import ArticleTopic
from articles.topic_lists import grouped_by_section, topics_with_stories
from newsportal.feeds.cookie import FeedTooLarge, feed_of, keep_feed
from newsportal.shared_forms import accepts_shared_form


@require_http_methods(["GET", "HEAD", "POST"])
@accepts_shared_form
@personal
def my_feed(request):
    """The reader's own cut of the stream; a POST keeps the topics it names (``add``: besides those kept so far)."""
    if request.method == "POST":
        return save_feed(request)
    chosen = feed_of(request)
    filter = PositionFilter(request.GET)
    context = {
        "chosen": chosen.topics,
        "filter": filter,
        "page": filter.page({ArticleTopic: [topic.pk for topic in chosen.topics]}) if chosen.topics else None,
        "topics_to_choose": grouped_by_section(topics_with_stories()),
    }
    return render(request, "newsportal/my_feed.html", context)


def save_feed(request):
    sent = StreamFilter(request.POST)
    topics = sent.chosen
    if "add" in request.POST:
        kept = feed_of(request).topics
        topics = ChosenTopics.of([topic.slug for topic in (*topics, *kept)]).topics
    response = redirect("my_feed")
    response.status_code = 303  # what follows is a GET, whatever the browser's age
    try:
        keep_feed(response, topics)
    except FeedTooLarge:
        messages.error(request, _("These are more topics than this browser can remember: choose fewer."))
        return response
    for problem in sent.form.non_field_errors():
        messages.warning(request, problem)
    if topics:
        said = ngettext("Your feed now follows %d topic.", "Your feed now follows %d topics.", len(topics))
        messages.success(request, said % len(topics))
    else:
        messages.success(request, _("Your feed is empty again."))
    return response
