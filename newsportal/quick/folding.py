"""Templates with everything worked out that is the same each time: half of what rendering a page did.

A site has one language, and addresses and static files keep their names while a process lives. So translations of
constant texts, addresses of constant routes, names of static files and includes of nothing else are text. In
production templates are folded when they are loaded (``TEMPLATES`` in the settings); they give the same bytes.
"""

from __future__ import annotations

import copy

from django.template import Context, Engine, Node, NodeList, Template
from django.template.base import FilterExpression, TextNode, TokenType
from django.template.defaulttags import CommentNode, LoadNode, URLNode
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader_tags import IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import (
    BlockTranslateNode,
    GetCurrentLanguageBidiNode,
    GetCurrentLanguageNode,
    TranslateNode,
)
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch

from newsportal.quick.inheritance import QuickExtendsNode, lists_in, whole_of
from newsportal.quick.lookups import parse
from newsportal.quick.nodes import QuickNodeList, quick


class Loader(cached.Loader):
    """Loads templates folded, and keeps them."""

    def get_template(self, template_name: str, skip=None) -> Template:
        known = self.cache_key(template_name, skip) in self.get_template_cache
        template = super().get_template(template_name, skip)
        if not known:
            template.nodelist = parse(template)
            fold(template.nodelist, template)
            for node in template.nodelist.get_nodes_by_type(QuickExtendsNode):
                node.whole = self._whole(node, template)
        return template

    def _whole(self, node: QuickExtendsNode, template: Template) -> Template | None:
        """``template`` with what it extends; nothing where that is left to Django."""
        name = node.parent_name.var
        if name == template.name:  # another template of this name is meant
            return None
        try:
            parent = copy.copy(self.get_template(name))
        except TemplateDoesNotExist:
            return None
        parent.nodelist = parse(parent)
        fold(parent.nodelist, parent)
        return whole_of(node, template, parent)


class Assigned(Node):
    """A name for a text that is always the same."""

    def __init__(self, name: str, text: str):
        self.name, self.text = name, text

    def render(self, context):
        context[self.name] = self.text
        return ""


def fold(nodes: NodeList, template: Template) -> None:
    """Fold ``nodes`` of ``template`` in place, and all lists of nodes inside them."""
    folded: list[Node] = []
    for node in nodes:
        for inner in lists_in(node):
            fold(inner, template)
        node = _folded(node, template)
        if isinstance(node, TextNode) and folded and isinstance(folded[-1], TextNode):
            folded[-1] = _text(folded[-1].s + node.s, folded[-1])
        elif not (isinstance(node, TextNode) and not node.s):
            folded.append(node)
    nodes[:] = folded
    nodes.__class__ = QuickNodeList  # others hold on to the list


def _folded(node: Node, template: Template) -> Node:
    if isinstance(node, CommentNode | LoadNode):
        return _text("", node)
    if _is_constant(node):
        try:
            text = node.render(_nothing(template))
        except (NoReverseMatch, ValueError):  # no such address, or file: it may stand where nobody comes
            return node
        return _text(text, node)
    if getattr(node, "asvar", None) and _names_a_constant(node):
        try:
            found = _nothing(template)
            node.render(found)
        except NoReverseMatch:
            return node
        return _like(Assigned(node.asvar, found[node.asvar]), node) if found[node.asvar] else node
    if isinstance(node, GetCurrentLanguageNode | GetCurrentLanguageBidiNode):
        found = _nothing(template)
        node.render(found)
        return _like(Assigned(node.variable, found[node.variable]), node)
    if isinstance(node, IncludeNode) and type(node) is IncludeNode and _includes_text(node, template.engine):
        return _text(template.engine.get_template(node.template.var).nodelist[0].s, node)
    quicker = quick(node, template)
    return node if quicker is node else _like(quicker, node)


def _nothing(template: Template) -> Context:
    """What a page gives to a template of which it asks nothing."""
    context = Context()
    context.template = template
    return context


def _is_constant(node: Node) -> bool:
    """What the node renders depends on nothing that a page is given."""
    if isinstance(node, TranslateNode):
        return not node.asvar and _is_constant_translation(node)
    if isinstance(node, BlockTranslateNode):
        texts = all(token.token_type == TokenType.TEXT for token in node.singular)
        return texts and not (
            node.asvar or node.plural or node.countervar or node.extra_context or node.message_context
        )
    if isinstance(node, URLNode):
        return not node.asvar and _has_constant_arguments(node)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_text(node.path)
    return False


def _names_a_constant(node: Node) -> bool:
    """The node names a text, which depends on nothing that a page is given."""
    return (isinstance(node, URLNode) and _has_constant_arguments(node)) or (
        isinstance(node, TranslateNode) and _is_constant_translation(node)
    )


def _is_constant_translation(node: TranslateNode) -> bool:
    about = node.message_context
    return not node.noop and _is_text(node.filter_expression) and (about is None or _is_text(about))


def _has_constant_arguments(node: URLNode) -> bool:
    return not node.kwargs and all(map(_is_text, [node.view_name, *node.args]))


def _is_text(expression: FilterExpression) -> bool:
    if expression.filters:
        return False
    variable = expression.var
    # A translated constant is a variable whose literal is lazy text.
    return isinstance(variable, str) or (getattr(variable, "literal", None) is not None and not variable.lookups)


def _includes_text(node: IncludeNode, engine: Engine) -> bool:
    """The include takes nothing from the page, and the template it names is a single text."""
    if node.extra_context or not node.isolated_context or not isinstance(node.template.var, str):
        return False
    try:
        nodes = engine.get_template(node.template.var).nodelist
    except TemplateDoesNotExist:
        return False
    return len(nodes) == 1 and isinstance(nodes[0], TextNode)


def _text(text: str, place: Node) -> TextNode:
    return _like(TextNode(str(text)), place)


def _like(node: Node, place: Node) -> Node:
    node.token, node.origin = getattr(place, "token", None), getattr(place, "origin", None)
    return node
