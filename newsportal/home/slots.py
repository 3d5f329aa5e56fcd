"""The slots at the top of the home page: one for the lead, and below it as many as the page has room for."""

from django.utils.translation import gettext as _

LEAD = 0
TOP_STORIES = 4
SLOTS = 1 + TOP_STORIES


def slot_name(slot: int) -> str:
    """What the desk calls the slot."""
    return _("Lead") if slot == LEAD else _("Top %s") % slot
