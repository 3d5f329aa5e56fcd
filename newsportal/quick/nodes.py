"""Nodes that do what Django's do on a shorter way, where a template asks nothing unusual of them.

Folding puts them in (``newsportal.quick.folding``), in production alone: of an error they do not tell in which line it
is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template import Context, Node, NodeList, Template, VariableDoesNotExist
from django.template.base import FilterExpression, VariableNode
from django.template.defaulttags import ForNode, IfNode, TemplateLiteral
from django.template.library import InclusionNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode
from django.utils.safestring import SafeString

from newsportal.quick.inheritance import QuickExtendsNode
from newsportal.quick.lookups import Name, Path
from newsportal.quick.printing import printed
from newsportal.quick.sentences import OF_SENTENCE, QuickBlockTranslateNode

# The tags of Django that keep something in ``Context.render_context`` (its ``for`` and ``include`` do not need it).
KEEPING = ("extends", "block ", "cycle", "ifchanged")

Find = Callable[[Context], Any]  # gives None for what is not there


class QuickNodeList(NodeList):
    def render(self, context):
        return SafeString("".join([node.render(context) for node in self]))


class QuickVariableNode(VariableNode):
    def __init__(self, filter_expression):
        super().__init__(filter_expression)
        self._find = _finding(filter_expression)

    def render(self, context):
        value = self._find(context) if self._find else None
        if value is None:  # or it is not there, which pages may say in some way
            value = self.filter_expression.resolve(context)
        return printed(value, context)


class Found(TokenBase):
    """A name in the condition of an ``if``."""

    def __init__(self, find: Find):
        self.eval = find


class QuickIfNode(IfNode):
    def __init__(self, conditions_nodelists):
        super().__init__(conditions_nodelists)
        self._cases = [(asked and _asked(asked).eval, nodes) for asked, nodes in conditions_nodelists]

    def render(self, context):
        for holds, nodes in self._cases:
            try:
                is_shown = holds is None or holds(context)
            except VariableDoesNotExist:
                is_shown = False
            if is_shown:
                return nodes.render(context)
        return ""


class Inner:
    """A template by its name that is shown inside another one."""

    def __init__(self, name: str):
        self._name = name
        self._found: Template | None = None
        self._keeps_something = True

    def render(self, context: Context, dicts: list[dict]) -> str:
        """The template with the values of ``dicts``."""
        if self._found is None:  # not before: a template may include itself
            found = context.template.engine.get_template(self._name)
            self._keeps_something = any(tag in found.source for tag in KEEPING)
            self._found = found
        # The same context with other values for as long as that takes; Django makes a copy of it.
        outside, context.dicts = context.dicts, dicts
        try:
            # What a template keeps while it is rendered, it keeps in a place of its own; few keep anything.
            return self._found.render(context) if self._keeps_something else self._found._render(context)
        finally:
            context.dicts = outside


class QuickIncludeNode(IncludeNode):
    """An include that names its template."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._inner = Inner(self.template.var)

    def render(self, context):
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        outside = context.dicts
        return self._inner.render(context, [outside[0], values] if self.isolated_context else [*outside, values])


class QuickInclusionNode(InclusionNode):
    """A tag that shows a template with values of its own."""

    def __init__(self, *args):
        super().__init__(*args)
        self._inner = Inner(self.filename)

    def render(self, context):
        args, kwargs = self.get_resolved_arguments(context)
        values = dict(self.func(*args, **kwargs))
        if (token := context.get("csrf_token")) is not None:
            values["csrf_token"] = token
        return self._inner.render(context, [context.dicts[0], values])


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


def quick(node: Node, template: Template) -> Node:
    """``node`` of ``template``, or one that does the same on a shorter way."""
    if type(node) is VariableNode:
        return QuickVariableNode(node.filter_expression)
    if type(node) is IfNode:
        return QuickIfNode(node.conditions_nodelists)
    if type(node) is IncludeNode and _is_name(node.template.var):
        return QuickIncludeNode(node.template, extra_context=node.extra_context, isolated_context=node.isolated_context)
    if type(node) is InclusionNode and isinstance(node.filename, str):
        return QuickInclusionNode(node.func, node.takes_context, node.args, node.kwargs, node.filename)
    if type(node) is ExtendsNode and _is_name(node.parent_name.var) and not node.parent_name.filters:
        return QuickExtendsNode(node.nodelist, node.parent_name)
    if type(node) is ForNode and len(node.loopvars) == 1 and not node.is_reversed and not _counts(node, template):
        return QuickForNode(node.loopvars, node.sequence, False, node.nodelist_loop, node.nodelist_empty)
    if type(node) is BlockTranslateNode and not (node.message_context or node.asvar):
        return QuickBlockTranslateNode(**{name: getattr(node, name) for name in OF_SENTENCE})
    return node


def _finding(expression: FilterExpression) -> Find | None:
    """What looks up ``{{ a.b }}``; ``None`` for anything else than names."""
    return expression.var.find if isinstance(expression.var, Name | Path) and not expression.filters else None


def _asked(condition: TokenBase) -> TokenBase:
    """The condition of an ``if`` with quick lookups of the names in it."""
    if isinstance(condition, TemplateLiteral):
        find = _finding(condition.value)
        return Found(find) if find else condition
    condition.first, condition.second = (side and _asked(side) for side in (condition.first, condition.second))
    return condition


def _counts(loop: ForNode, template: Template) -> bool:
    """Whether something may ask how often the loop has gone round: here, or where all is shown that there is."""
    if "forloop" in template.source or "ifchanged" in template.source:
        return True
    return any(not node.isolated_context for node in loop.nodelist_loop.get_nodes_by_type(IncludeNode))


def _is_name(template) -> bool:
    return isinstance(template, str) and not template.startswith(".")
