from django.urls import path

import articles.paths  # noqa: F401 - registers the converter used below
from newsportal.feeds.views import delivery, editing, following, managing, news, pages, portability, saved, searches

# Below /my/. newsportal.feeds.keeping.RESERVED lists what no feed may be called.
urlpatterns = [
    # The default feed
    path("", pages.my_feed, name="my_feed"),
    path("part/", pages.feed_part, name="my_feed_part"),
    path("new/", news.feed_new, name="feed_new"),
    path("follow/", following.follow, name="follow"),
    path("saved/", saved.saved, name="saved"),
    path("search/", searches.save_search, name="feed_from_search"),
    path("edit/", editing.edit_feed, name="edit_feed"),
    # The rule editor, and the reader's feeds
    path("preview/", editing.feed_preview, name="feed_preview"),
    path("names/", editing.feed_names, name="feed_names"),
    path("feeds/", managing.feeds, name="feeds"),
    path("feeds/default/", managing.default_feed, name="default_feed"),
    path("feeds/export/", portability.export_feeds, name="export_feeds"),
    path("feeds/import/", portability.import_feeds, name="import_feeds"),
    path("feeds/feeds.opml", portability.feeds_opml, name="feeds_opml"),
    # A feed by its name
    path("<uslug:slug>/", pages.named_feed, name="named_feed"),
    path("<uslug:slug>/part/", pages.feed_part, name="named_feed_part"),
    path("<uslug:slug>/new/", news.feed_new, name="feed_new"),
    path("<uslug:slug>/edit/", editing.edit_feed, name="edit_named_feed"),
    path("<uslug:slug>/arrange/", managing.arrange_feed, name="arrange_feed"),
    path("<uslug:slug>/delivery/", delivery.delivery, name="delivery"),
]
