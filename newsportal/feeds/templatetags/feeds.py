"""What pages of other apps show of a reader's feeds."""

from django import template

from newsportal.feeds.forms import DefaultForm
from newsportal.feeds.keeping import feeds_of

register = template.Library()


@register.inclusion_tag("newsportal/default_feed.html", takes_context=True)
def default_feed(context) -> dict:
    """A choice of the feed that is shown first, for readers who have several; for others the way to theirs."""
    request = context["request"]
    feeds = feeds_of(request)
    return {"form": DefaultForm(feeds) if len(feeds) > 1 else None, "next": request.path}
