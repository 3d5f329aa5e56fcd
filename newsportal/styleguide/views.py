from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.forms import BoundField
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.caching import personal
from newsportal.styleguide.catalogue import components
from newsportal.styleguide.colours import Measure, measure, read_colours
from newsportal.styleguide.samples import REFUSED, SampleForm, prose

TOKENS = settings.BASE_DIR / "static" / "css" / "tokens.css"
SIZES = ("tiny", "small", "text", "headline", "story", "title", "lead")
SPACES = ("gutter", "gap", "measure", "wide")


@personal  # also the way to the login
@staff_member_required
@require_safe
def styleguide(request):
    """Every component in every state it knows, for those who build pages from them."""
    colours = read_colours(TOKENS.read_text(encoding="utf-8"))
    context = {
        "colours": colours,
        "contrast_columns": [_("Pair"), _("Needed"), _("Light"), _("Dark")],
        "contrast_rows": [contrast_row(measured) for measured in measure(colours)],
        "sizes": SIZES,
        "spaces": SPACES,
        "fields": form_fields(),
        "prose": prose(),
        "components": components(),
        "noindex": True,
    }
    return render(request, "styleguide/guide.html", context)


def contrast_row(measured: Measure) -> dict:
    pair = measured.pair
    name = _("%(front)s on %(back)s: %(use)s") % {"front": pair.front, "back": pair.back, "use": pair.use}
    return {"name": name, "cells": [f"{ratio:.2f}" for ratio in (pair.needed, measured.light, measured.dark)]}


def form_fields() -> list[BoundField]:
    """A form before it is sent, and what came back wrong."""
    fresh = SampleForm(auto_id="fresh_%s", initial={"order": "newest"})
    refused = SampleForm(REFUSED, auto_id="refused_%s")
    return [*fresh, refused["mail"], refused["often"], refused["agreed"]]
