"""Nodes that do what Django's do on a shorter way, where a template asks nothing unusual of them.

Folding puts them in (``newsportal.folding``), in production alone: of an error they do not tell in which line it is.
"""

from __future__ import annotations

from html import escape

from django.template import Node, NodeList, Template
from django.template.base import VariableNode, render_value_in_context
from django.template.defaulttags import ForNode
from django.template.loader_tags import IncludeNode
from django.templatetags.i18n import BlockTranslateNode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

# The tags of Django that keep something in ``Context.render_context`` (its ``for`` and ``include`` do not need it).
KEEPING = ("extends", "block ", "cycle", "ifchanged")


class QuickNodeList(NodeList):
    def render(self, context):
        return SafeString("".join([node.render(context) for node in self]))


class QuickVariableNode(VariableNode):
    def render(self, context):
        value = self.filter_expression.resolve(context)
        if type(value) is str:
            return escape(value) if context.autoescape else value
        return value if type(value) is SafeString else render_value_in_context(value, context)


class QuickIncludeNode(IncludeNode):
    """An include that names its template, and shows it nothing but what it is given."""

    _found: Template | None = None
    _keeps_something = True

    def render(self, context):
        if self._found is None:  # not before: a template may include itself
            found = context.template.engine.get_template(self.template.var)
            self._keeps_something = any(tag in found.source for tag in KEEPING)
            self._found = found
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        # The same context with other values for as long as that takes; Django makes a copy of it.
        outside, context.dicts = context.dicts, [context.dicts[0], values]
        try:
            # What a template keeps while it is rendered, it keeps in a place of its own; few keep anything.
            return self._found.render(context) if self._keeps_something else self._found._render(context)
        finally:
            context.dicts = outside


class QuickForNode(ForNode):
    """A loop with one name in which nobody asks how often it has gone round."""

    def render(self, context):
        values = self.sequence.resolve(context, ignore_failures=True)
        if values is not None and not hasattr(values, "__len__"):
            values = list(values)
        if not values:
            return self.nodelist_empty.render(context)
        [name] = self.loopvars
        inside: dict = {}
        context.dicts.append(inside)
        try:
            pieces = []
            for value in values:
                inside[name] = value
                pieces += [node.render(context) for node in self.nodelist_loop]
            return SafeString("".join(pieces))
        finally:
            context.dicts.pop()


class QuickBlockTranslateNode(BlockTranslateNode):
    """A sentence with values in it, of which there is but one form."""

    _parsed: tuple[str, list[str]] | None = None

    def render(self, context, nested=False):
        if self._parsed is None:
            self._parsed = self.render_token_list(self.singular)
        sentence, names = self._parsed
        context.dicts.append({name: value.resolve(context) for name, value in self.extra_context.items()})
        try:
            return gettext(sentence) % {name: render_value_in_context(context[name], context) for name in names}
        except (KeyError, ValueError):
            pass  # a value is missing, or a translation is broken: Django says what is shown
        finally:
            context.dicts.pop()
        return super().render(context, nested)


def quick(node: Node, template: Template) -> Node:
    """``node`` of ``template``, or one that does the same on a shorter way."""
    if type(node) is VariableNode:
        return QuickVariableNode(node.filter_expression)
    if type(node) is IncludeNode and node.isolated_context and _is_name(node.template.var):
        return QuickIncludeNode(node.template, extra_context=node.extra_context, isolated_context=True)
    if type(node) is ForNode and len(node.loopvars) == 1 and not node.is_reversed and not _counts(node, template):
        return QuickForNode(node.loopvars, node.sequence, False, node.nodelist_loop, node.nodelist_empty)
    if type(node) is BlockTranslateNode and not (node.plural or node.countervar or node.message_context or node.asvar):
        return QuickBlockTranslateNode(node.extra_context, node.singular, trimmed=node.trimmed, tag_name=node.tag_name)
    return node


def _counts(loop: ForNode, template: Template) -> bool:
    """Whether something may ask how often the loop has gone round: here, or where all is shown that there is."""
    if "forloop" in template.source or "ifchanged" in template.source:
        return True
    return any(not node.isolated_context for node in loop.nodelist_loop.get_nodes_by_type(IncludeNode))


def _is_name(template) -> bool:
    return isinstance(template, str) and not template.startswith(".")
