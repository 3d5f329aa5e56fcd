"""What all pages show of what editors put on them."""

from __future__ import annotations

from django import template

from newsportal.home.breaking import current_bar

register = template.Library()


@register.inclusion_tag("components/breaking.html")
def breaking_bar() -> dict:
    """The breaking bar; nothing while there is none."""
    bar = current_bar()
    return {"text": bar.text, "url": bar.url} if bar else {}
