"""What the pages of an account share."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from newsportal.accounts.preferences import take_theme_to_store

register = template.Library()


@register.simple_tag
def account_pages(path: str) -> list[dict]:
    """The pages of an account as choices for ``components/segments.html``; ``path`` is that of the page shown."""
    pages = [
        (_("Account"), "account"),
        (_("Address"), "account_email"),
        (_("Password"), "account_change_password"),
        (_("Two steps and passkeys"), "mfa_index"),
        (_("Sessions"), "usersessions_list"),
    ]
    home = reverse("account")
    choices = [{"name": name, "url": reverse(page)} for name, page in pages]
    for choice in choices:
        url = choice["url"]
        choice["is_current"] = path == url or (url != home and path.startswith(url))
    return choices


@register.simple_tag(takes_context=True)
def theme_to_store(context) -> str:
    return take_theme_to_store(context["request"])
