"""Where a form leads when it is done: what a page, or somebody else, wrote into ``next``."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_way_back(address: str) -> bool:
    """Whether ``address`` is a path from the root of this site, which may be followed whoever wrote it."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
