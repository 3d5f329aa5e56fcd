"""How a person reads: their time zone and their theme.

Shared pages know nothing of accounts. The zone reaches them through the cookie that they vary on, the theme through
the storage of the browser; both are written when a preference is saved and when its owner signs in.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.models import Theme, User
from newsportal.zones import keep_zone, zone_choices

THEME_TO_STORE = "theme_to_store"  # in the session, until the next page of the account takes it


class PreferencesForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["zone", "theme"]

    zone = forms.ChoiceField(
        label=_("Time zone"), required=False, help_text=_("In which all times are shown, also in your other browsers.")
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        choices=[("", _("As each browser has it")), *Theme.choices],
        widget=forms.RadioSelect,
        help_text=_("Reaches a browser when you sign in there. Without JavaScript the system decides."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(settings.TIME_ZONE)


def bring_to_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Let the browser that gets ``response`` show pages as ``user`` prefers; what they left open stays as it is."""
    if user.zone:
        keep_zone(response, user.zone)
    if user.theme:
        request.session[THEME_TO_STORE] = user.theme


def take_theme_to_store(request: HttpRequest) -> str:
    """The theme that this browser is still to store, told once; "" when there is none."""
    return request.session.pop(THEME_TO_STORE, "")
