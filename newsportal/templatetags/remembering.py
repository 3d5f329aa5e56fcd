from __future__ import annotations

from functools import cache, cached_property, lru_cache
from html import escape

from django import template
from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.base import Variable
from django.template.loader_tags import do_include
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from newsportal.quick.nodes import QuickIncludeNode
from newsportal.rendered import Unfit, fingerprint, rendered
from topics.models import Topic

register = template.Library()

MARK = "\ue000"  # a character for private use, which no text of ours has
MOST_FILLED = 300  # of each stencil; they are about things that many stories share


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
            where = of_page[RememberNode] = timezone.get_current_timezone_name()
        key = (self.template.var, self.names, where, seen)
        html = rendered.get(key)
        if html is None:
            html = super().render(context)
            rendered.put(key, html)
        return html


class StencilNode(QuickIncludeNode):
    _pattern: str | None = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._filled = lru_cache(maxsize=MOST_FILLED, typed=True)(self._fill)  # a safe text is another type

    def render(self, context):
        if settings.DEBUG:
            return super().render(context)
        if self._pattern is None:
            marks = {name: f"{MARK}({name})s" for name in self.extra_context}
            html = self._inner.render(context, [context.dicts[0], marks])
            self._pattern = html.replace("%", "%%").replace(MARK, "%")
        return self._filled(*[value.resolve(context) for value in self.extra_context.values()])

    def _fill(self, *values) -> str:
        escaped = (value if type(value) is SafeString else escape(str(value)) for value in values)
        return self._pattern % dict(zip(self.extra_context, escaped, strict=True))


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
    return _isolated(RememberNode, parser, token)


@register.tag
def stencil(parser, token):
    """``{% stencil "components/notes.html" with slug=label.slug only %}``: an include that is rendered once, and then
    filled in with what it is given.

    Its values are texts, which the template prints as they are: it neither decides anything by them nor filters them.
    """
    return _isolated(StencilNode, parser, token)


def _isolated(kind: type[QuickIncludeNode], parser, token) -> QuickIncludeNode:
    node = do_include(parser, token)
    if not node.isolated_context or isinstance(node.template.var, Variable):
        raise TemplateSyntaxError("What is remembered is named, and sees nothing but what it is given: say only.")
    return kind(node.template, extra_context=node.extra_context, isolated_context=True)
