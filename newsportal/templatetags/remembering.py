from __future__ import annotations

from functools import cache, cached_property

from django import template
from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.base import Variable
from django.template.loader_tags import do_include
from django.urls import reverse
from django.utils import timezone, translation

from newsportal.quick_nodes import QuickIncludeNode
from newsportal.rendered import Unfit, fingerprint, rendered
from topics.models import Topic

register = template.Library()


class RememberNode(QuickIncludeNode):
    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(self.extra_context)

    def render(self, context):
        if settings.DEBUG:  # whoever changes a component wants to see it change
            return super().render(context)
        values = [value.resolve(context) for value in self.extra_context.values()]
        try:
            seen = tuple([value if type(value) is str else fingerprint(value) for value in values])
        except Unfit:
            return super().render(context)
        of_page = context.render_context.dicts[0]
        if (where := of_page.get(RememberNode)) is None:  # the same for all of a page
            where = of_page[RememberNode] = (timezone.get_current_timezone_name(), translation.get_language())
        key = (self.template.var, self.names, where, seen)
        html = rendered.get(key)
        if html is None:
            html = super().render(context)
            rendered.put(key, html)
        return html


@register.simple_tag
def way(path: str, sections: list[Topic]) -> str:
    """``path`` where a link of the navigation leads to it; else nothing, and the navigation looks the same."""
    is_way = path in main_ways() or path.startswith("/topics/") and path in {s.get_absolute_url() for s in sections}
    return path if is_way else ""


@cache
def main_ways() -> frozenset[str]:
    return frozenset(reverse(name) for name in ("home", "news", "topics", "my_feed", "search"))


@register.tag
def remember(parser, token):
    """``{% remember "components/entry.html" with article=article only %}``: an include that is rendered once for all
    pages that give it the same values (``newsportal.rendered``)."""
    node = do_include(parser, token)
    if not node.isolated_context or isinstance(node.template.var, Variable):
        raise TemplateSyntaxError("What is remembered is named, and sees nothing but what it is given: say only.")
    return RememberNode(node.template, extra_context=node.extra_context, isolated_context=True)
