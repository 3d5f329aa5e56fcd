"""The pages every site starts with, so that no link of the footer stands before its page."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from newsportal.pages.models import Page
from topics.versions import touch


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
            "body": privacy(),
        },
    ]


def privacy() -> str:
    """What the site keeps in a browser, by name, and of an account. True as long as nothing is added to the site."""
    kept = [
        _("“zone”: the time zone you chose, for a year."),
        _("“feed”: the rules of your feed while you have no account, for a year."),
        _("“seen”: when you last looked at that feed, for 90 days, so that it can say what is new."),
        _("“sessionid”: that you are signed in, until you sign out, or for two weeks."),
        _("“csrftoken”: a number at random that tells our own forms from those of other sites, for a year."),
        _("“messages”: a sentence about what you have just done, until the next page has shown it."),
    ]
    stored = [
        _("“theme”: whether you read on a light or a dark page."),
        _("“acts”: what you follow, mute and have saved, so that the buttons can say it; forgotten when you sign out."),
    ]
    parts = [
        paragraph(
            _(
                "This site asks nothing of other sites while you read, and follows nobody. Who only reads the news "
                "gets no cookie. These are all there are, each set by what you ask for yourself:"
            )
        ),
        listed(kept),
        paragraph(_("The storage of your browser, which is sent nowhere, may hold two more things:")),
        listed(stored),
        paragraph(
            _(
                "With an account we also keep your address, your feeds, what you saved and where you are signed in. "
                "You can take all of it along as a file, and delete it, on the page of your account."
            )
        ),
    ]
    return "".join(parts)


def paragraph(text: str) -> str:
    return f"<p>{text}</p>"


def listed(texts: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"


@transaction.atomic
def ensure_standing_pages(**kwargs) -> None:
    """Make the standing pages that are missing; those that are there are left as they are."""
    for page in standing_pages():
        _page, is_new = Page.objects.get_or_create(slug=page.pop("slug"), defaults=page)
        if is_new:
            touch("pages")
