"""A page and the template it extends as one template: which block stands where does not change from page to page."""

from __future__ import annotations

from collections.abc import Iterator

from django.template import Node, NodeList, Template
from django.template.defaulttags import IfNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode, ExtendsNode

LOOKS_BACK = "block.super"


class Block(Node):
    """What stands in a block; names that are given in it are not known behind it."""

    def __init__(self, nodelist: NodeList):
        self.nodelist = nodelist

    def render(self, context):
        context.dicts.append({})
        try:
            return self.nodelist.render(context)
        finally:
            context.dicts.pop()


class QuickExtendsNode(ExtendsNode):
    """Extends a template by its name. ``whole`` is that template with the blocks of this one in their places."""

    whole: Template | None = None

    def render(self, context):
        # Where this one is extended as well, whose blocks are shown is for Django to find out.
        if self.whole is None or BLOCK_CONTEXT_KEY in context.render_context:
            return super().render(context)
        return self.whole._render(context)


def whole_of(node: QuickExtendsNode, child: Template, parent: Template) -> Template | None:
    """``parent``, whose nodes are nobody else's, with the blocks of ``child`` in their places.

    Nothing where a block shows the parent's own or holds further blocks, or where the parent extends another template.
    """
    has_further = any(block.nodelist.get_nodes_by_type(BlockNode) for block in node.blocks.values())
    if has_further or LOOKS_BACK in child.source or parent.nodelist.get_nodes_by_type(ExtendsNode):
        return None
    _place(node.blocks, parent.nodelist)
    return parent


def _place(blocks: dict[str, BlockNode], nodes: NodeList) -> None:
    for at, node in enumerate(nodes):
        if isinstance(node, BlockNode) and node.name in blocks:
            nodes[at] = Block(blocks[node.name].nodelist)
            continue
        for inner in lists_in(node):
            _place(blocks, inner)
        if isinstance(node, BlockNode):
            nodes[at] = Block(node.nodelist)


def lists_in(node: Node) -> Iterator[NodeList]:
    """The lists of further nodes that a node shows, as they are: to be changed in place."""
    if isinstance(node, IfNode):  # its own list is made anew for whoever asks
        for _condition, inner in node.conditions_nodelists:
            yield inner
        return
    for name in {*node.child_nodelists, "nodelist"}:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner
