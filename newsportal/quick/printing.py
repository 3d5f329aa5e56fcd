"""How values look on a page."""

from __future__ import annotations

from html import escape

from django.conf import settings
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.safestring import SafeString


def printed(value: object, context: Context) -> str:
    """What Django's ``render_value_in_context`` gives; the usual kinds of values need not go through all of it."""
    if type(value) is str:
        return escape(value) if context.autoescape else value
    if type(value) is int and not settings.USE_THOUSAND_SEPARATOR:
        return str(value)
    return value if type(value) is SafeString else render_value_in_context(value, context)
