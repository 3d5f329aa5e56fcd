"""The choice of when a digest comes."""

from __future__ import annotations

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from newsportal.feeds.models import Digest
from newsportal.zones import zone_names


class DigestForm(forms.ModelForm):
    class Meta:
        model = Digest
        fields = ["frequency", "weekday", "hour", "zone"]
        widgets = {"frequency": forms.RadioSelect}

    weekday = forms.TypedChoiceField(
        label=_("Day of the week"), coerce=int, choices=list(WEEKDAYS.items()), help_text=_("For the weekly digest.")
    )
    hour = forms.TypedChoiceField(label=_("Hour"), coerce=int)
    zone = forms.ChoiceField(label=_("Time zone"), help_text=_("The hour is one of this zone, in summer and winter."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["frequency"].choices = Digest.Frequency.choices
        self.fields["hour"].choices = [(hour, f"{hour:02}:00") for hour in range(24)]
        names = sorted(zone_names() | {self.instance.zone})  # a site may be run in a zone that readers are not offered
        self.fields["zone"].choices = [(name, name.replace("_", " ")) for name in names]
