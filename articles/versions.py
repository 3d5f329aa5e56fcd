"""What readers see of articles, as a cached page knows it (``topics.versions``)."""

from articles.models import Article, Status
from topics.versions import Moments, register


def published():
    return Article.objects.filter(status=Status.PUBLISHED)


# Articles with all that stands on their pages: photographs, authors, tags, links in other media.
register("articles", moments=[Moments(published, "published_at"), Moments(published, "withdraw_at")])
