"""What pages that are none of ours show of partners."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from articles.filing import Label
from newsportal.partners.strip import items_for, newest_items

register = template.Library()


@register.inclusion_tag("components/partners.html")
def partner_strip(*filed: Iterable[Label]) -> dict:
    """Partners' newest headlines; with the labels a story is ``filed`` under, those that fit its topics.

    At most one query, and none while this process remembers them.
    """
    if not filed:
        return {"items": newest_items()}
    return {"items": items_for({label.slug for labels in filed for label in labels if label.kind == "topic"})}
