"""What editors put on the home page and over every page, as a cached page knows it (``topics.versions``)."""

from articles.models import Article, Status
from newsportal.home.front import BREAKING_FOR
from newsportal.home.models import BreakingBar, Placement
from topics.versions import Moments, register


def breaking_stories():
    return Article.objects.filter(status=Status.PUBLISHED, is_breaking=True)


# For some hours a breaking story goes before others.
lead = Moments(breaking_stories, "published_at", after=BREAKING_FOR)
register("home", moments=[Moments(Placement.objects.all, "until"), lead])
register("breaking", moments=[Moments(BreakingBar.objects.all, "until")])
