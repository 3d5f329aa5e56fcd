"""Settings of servers that tests start: those of the site, with static files that nobody has collected."""

from newsportal.settings import *  # noqa: F403
from newsportal.settings import STORAGES

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
