"""The production site with no room for whole pages: each request is the first since the last change.

What pages share is kept, as it is after the first page of a process.
"""

from newsportal.wsgi import application


class Everything:
    """Holds every path: nobody waits for another one's page, as there will be none to have."""

    def __contains__(self, path) -> bool:
        return True

    def add(self, path) -> None:
        pass


application._shelf.most_bytes = 0
application._personal = application._shared = Everything()
