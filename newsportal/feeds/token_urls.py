from django.urls import path

import newsportal.feeds.addresses  # noqa: F401 - registers the converter used below
from newsportal.feeds.views import token_feeds, unsubscribe

# Addresses whose token is all that is asked for. Logs hide it (newsportal.logs).
urlpatterns = [
    path("feeds/<token:token>.<feed_format:format>", token_feeds.token_feed, name="token_feed"),
    path("shared/<token:token>/", token_feeds.shared_feed, name="shared_feed"),
    path("shared/<token:token>/part/", token_feeds.shared_part, name="shared_part"),
    path("unsubscribe/<token:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
