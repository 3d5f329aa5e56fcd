"""What servers that tests start run: the site, and each answer says which process gave it.

With ``IGNORE_VERSIONS=1`` it never looks whether anything has changed, with ``TRUST_REPLICAS=1`` not whether a replica
is behind: to show that tests would notice.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.newsportal.fresh.served_settings"

from newsportal.wsgi import application as site  # noqa: I001, E402 - needs the line above
from newsportal.fresh.watching import Watch  # noqa: E402 - needs what that loads
from newsportal.replicas import Replicas  # noqa: E402 - the same

if os.environ.get("IGNORE_VERSIONS"):
    look, seen = Watch.versions, []

    def look_once(watch):
        if not seen:
            seen.append(look(watch))
        return seen[0]

    Watch.versions = look_once

if os.environ.get("TRUST_REPLICAS"):
    Replicas._shows = lambda replicas, alias, versions: True


def application(environ, start_response):
    def start(status, headers, exc_info=None):
        return start_response(status, [*headers, ("X-Process", str(os.getpid()))])

    return site(environ, start)
