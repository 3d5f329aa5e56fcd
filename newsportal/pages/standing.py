"""The pages every site starts with, so that no link of the footer stands before its page."""

from django.conf import settings
from django.utils.translation import gettext as _

from newsportal.pages.models import Page


def standing_pages() -> list[dict]:
    """The first text of each standing page: true of any site as installed, and meant to be rewritten."""
    return [
        {
            "slug": "about",
            "title": _("About us"),
            "order": 10,
            "body": "<p>"
            + _("%(site)s is a news site. Its editors can tell its readers here who they are and how they work.")
            % {"site": settings.SITE_NAME}
            + "</p>",
        },
        {
            "slug": "contact",
            "title": _("Contact"),
            "order": 20,
            "body": "<p>" + _("The newsroom has not yet written down how it can be reached.") + "</p>",
        },
        {
            "slug": "privacy",
            "title": _("Privacy"),
            "order": 30,
            "body": "<p>"
            + _(
                "This site asks nothing of other sites while you read, and follows nobody. It sets a cookie only when "
                "you ask it to remember something: the topics of your feed, or your time zone. Signing in sets a "
                "cookie that ends the session when you sign out."
            )
            + "</p>",
        },
    ]


def ensure_standing_pages(**kwargs) -> None:
    """Make the standing pages that are missing; those that are there are left as they are."""
    for page in standing_pages():
        Page.objects.get_or_create(slug=page.pop("slug"), defaults=page)
