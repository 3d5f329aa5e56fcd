"""Names in templates looked up the short way, with what Django would find.

Django tries each name as a key, as an attribute and as a number, by exceptions, and writes a record of what was not
there; a component has many names that it may be given. Here a name is looked for in the page's values and, past a dot,
among attributes; what is not as simple as that is left to Django.
"""

from __future__ import annotations

import datetime
from html import escape

from django.template.base import (
    FilterExpression,
    Lexer,
    NodeList,
    Parser,
    Template,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.defaultfilters import date
from django.template.loader_tags import IncludeNode
from django.utils.safestring import SafeString

FOR_MACHINES = "Y-m-d\\TH:i:sO"


def parse(template: Template) -> NodeList:
    """The nodes of ``template`` once more, with quick lookups."""
    engine = template.engine
    tokens = Lexer(template.source).tokenize()
    return QuickParser(tokens, engine.template_libraries, engine.template_builtins, template.origin).parse()


class QuickParser(Parser):
    def compile_filter(self, token):
        expression = FilterExpression(token, self)
        expression.var = _quick(expression.var)
        for _filter, arguments in expression.filters:
            arguments[:] = [(is_variable, _quick(argument)) for is_variable, argument in arguments]
        expression.filters = [
            (for_machines if function is date and arguments[:1] == [(False, FOR_MACHINES)] else function, arguments)
            for function, arguments in expression.filters
        ]
        return expression


def for_machines(moment, pattern: str) -> str:
    """What Django's filter ``date`` gives for ``FOR_MACHINES``."""
    if type(moment) is datetime.datetime and moment.year > 999 and moment.tzinfo:
        offset = moment.utcoffset()
        if not offset.seconds % 60:
            return f"{moment:%Y-%m-%dT%H:%M:%S%z}"
    return date(moment, pattern)


for_machines.expects_localtime = True


def _quick(value):
    return Name(value.var) if type(value) is Variable and value.lookups and not value.translate else value


class Name(Variable):
    def _resolve_lookup(self, context):
        name, *attributes = self.lookups
        for values in reversed(context.dicts):
            if name in values:
                value = values[name]
                break
        else:
            raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (name, context))
        for attribute in attributes:
            if callable(value):
                return super()._resolve_lookup(context)
            if type(value) is dict and attribute in value:
                value = value[attribute]
            elif hasattr(type(value), "__getitem__"):
                return super()._resolve_lookup(context)
            else:
                try:
                    value = getattr(value, attribute)
                except Exception:  # noqa: BLE001 - Django decides what becomes of it
                    return super()._resolve_lookup(context)
        return super()._resolve_lookup(context) if callable(value) else value


class QuickVariableNode(VariableNode):
    def render(self, context):
        value = self.filter_expression.resolve(context)
        if type(value) is str:
            return escape(value) if context.autoescape else value
        return value if type(value) is SafeString else render_value_in_context(value, context)


class QuickIncludeNode(IncludeNode):
    """An include that names its template, and shows it nothing but what it is given."""

    _found: Template | None = None

    def render(self, context):
        if self._found is None:  # not before: a template may include itself
            self._found = context.template.engine.get_template(self.template.var)
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        # The same context with other values for as long as that takes; Django makes a copy of it.
        outside, context.dicts = context.dicts, [context.dicts[0], values]
        try:
            return self._found.render(context)
        finally:
            context.dicts = outside


def quick(node):
    """``node``, or one that does the same on a shorter way."""
    if type(node) is VariableNode:
        return QuickVariableNode(node.filter_expression)
    if type(node) is IncludeNode and node.isolated_context and _is_name(node.template.var):
        return QuickIncludeNode(node.template, extra_context=node.extra_context, isolated_context=True)
    return node


def _is_name(template) -> bool:
    return isinstance(template, str) and not template.startswith(".")
