"""Names in templates looked up the short way, with what Django would find.

Django tries each name as a key, as an attribute and as a number, by exceptions, and writes a record of what was not
there; a component has many names that it may be given. Here a name is looked for in the page's values and, past a dot,
among attributes; what is not as simple as that is left to Django.
"""

from __future__ import annotations

from django.template.base import (
    FilterExpression,
    Lexer,
    NodeList,
    Parser,
    Template,
    Variable,
    VariableDoesNotExist,
)
from django.template.defaultfilters import date
from django.utils.safestring import SafeData, mark_safe
from django.utils.timezone import template_localtime

from newsportal.quick.dates import quick_date

TRAITS = ("expects_localtime", "needs_autoescape", "is_safe")  # of a filter


def parse(template: Template) -> NodeList:
    """The nodes of ``template`` once more, with quick lookups."""
    engine = template.engine
    tokens = Lexer(template.source).tokenize()
    return QuickParser(tokens, engine.template_libraries, engine.template_builtins, template.origin).parse()


class QuickParser(Parser):
    def compile_filter(self, token):
        return QuickExpression(token, self)


class QuickExpression(FilterExpression):
    """A value and its filters, of which is known what Django asks each of them each time."""

    def __init__(self, token, parser):
        super().__init__(token, parser)
        self.var = _quick(self.var)
        self._steps = []
        for function, arguments in self.filters:
            ready = [(is_variable, _ready(is_variable, value)) for is_variable, value in arguments]
            traits = [getattr(function, trait, False) for trait in TRAITS]
            self._steps.append((quick_date if function is date else function, ready, *traits))

    def resolve(self, context, ignore_failures=False):
        if self.is_var:
            try:
                value = self.var.resolve(context)
            except VariableDoesNotExist:  # Django says what stands for it
                return super().resolve(context, ignore_failures)
        else:
            value = self.var
        for function, arguments, is_of_reader, sees_escaping, is_safe in self._steps:
            given = [argument.resolve(context) if is_variable else argument for is_variable, argument in arguments]
            if is_of_reader:
                value = template_localtime(value, context.use_tz)
            shown = function(value, *given, autoescape=context.autoescape) if sees_escaping else function(value, *given)
            value = mark_safe(shown) if is_safe and isinstance(value, SafeData) else shown  # noqa: S308 - as Django
        return value


def _ready(is_variable: bool, argument):
    return _quick(argument) if is_variable else mark_safe(argument)  # noqa: S308 - it stands in a template


def _quick(value):
    if type(value) is not Variable or not value.lookups or value.translate:
        return value
    return Name(value.var) if len(value.lookups) == 1 else Path(value.var)


class Name(Variable):
    def __init__(self, var: str):
        super().__init__(var)
        [self._name] = self.lookups

    def resolve(self, context):
        name = self._name
        for values in reversed(context.dicts):
            if name in values:
                value = values[name]
                return self._resolve_lookup(context) if callable(value) else value
        raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (name, context))

    def find(self, context):
        """The value, or ``None`` where there is none."""
        name = self._name
        for values in reversed(context.dicts):
            if name in values:
                value = values[name]
                if not callable(value):
                    return value
                try:
                    return self._resolve_lookup(context)
                except VariableDoesNotExist:
                    return None
        return None


class Path(Variable):
    """A name and what stands behind its dots."""

    def __init__(self, var: str):
        super().__init__(var)
        self._name, *self._attributes = self.lookups

    def resolve(self, context):
        name = self._name
        for values in reversed(context.dicts):
            if name in values:
                value = values[name]
                break
        else:
            raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (name, context))
        for attribute in self._attributes:
            if callable(value):
                return self._resolve_lookup(context)
            if type(value) is dict and attribute in value:
                value = value[attribute]
            elif hasattr(type(value), "__getitem__"):
                return self._resolve_lookup(context)
            else:
                try:
                    value = getattr(value, attribute)
                except Exception:  # noqa: BLE001 - Django decides what becomes of it
                    return self._resolve_lookup(context)
        return self._resolve_lookup(context) if callable(value) else value

    def find(self, context):
        """The value, or ``None`` where there is none."""
        try:
            return self.resolve(context)
        except VariableDoesNotExist:
            return None
