"""HTML of any origin (the editor, an import, a paste from an office program) in the shape of a body.

The shape: blocks at top level, text only inside blocks, own pictures only in figures, nothing empty, nothing
nested deeper than anyone can see. Text a reader would have seen is never lost; what surrounds it may be.
"""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from articles.attributes import link_target, own_picture, permitted_attributes, permitted_value, web_address
from articles.elements import (
    BLOCKS,
    CAPTIONS,
    EMBEDS,
    HEADINGS,
    INLINE,
    ITEMS,
    PARAGRAPHS,
    PULL_QUOTE,
    RENAMED,
    ROW_PART,
    ROWS,
    TABLE_PARTS,
)
from articles.markup import End, Start, Text, read_markup, start_tag
from articles.sheet import Sheet


def tidy(html: str, media_url: str) -> str:
    """HTML in the shape of an article's body. Linear in time; any text is accepted.

    To be followed by a sanitiser: this decides what an article should look like, not what is safe.
    """
    page = _Page(media_url)
    for token in read_markup(html):
        match token:
            case Text(text):
                page.text(text)
            case Start():
                page.start(token)
            case End(name):
                page.end(RENAMED.get(name, name))
    return page.finish()


class _Page(Sheet):
    """Decides for each tag that arrives what becomes of it."""

    def __init__(self, media_url: str):
        super().__init__()
        self.media_url = media_url

    def start(self, tag: Start) -> None:
        name = RENAMED.get(tag.name, tag.name)
        attributes = tag.attributes
        if name in INLINE:
            self._format(name, attributes)
        elif name == "br":
            self.space("\n" if self.place == "pre" else "<br>")
        elif name == "img":
            self._picture(attributes)
        elif name in EMBEDS:
            self._embed(tag)
        elif self.place in CAPTIONS and not (self.place == "caption" and name in TABLE_PARTS):
            self.space(" ")
        elif name == "hr":
            if "page-break" in attributes.get("class", "").split():
                self.break_page()
            else:
                self.rule()
        elif name == "figcaption" and self.place == "figure" and self.written[-1].startswith("<img "):
            self.open_block(name)
        elif name in ITEMS:
            self.begin_item(name)
        elif name in TABLE_PARTS and (table := self.find({"table"})) is not None:
            if name == "tr" and attributes.get(ROW_PART) in ROWS:
                self.enter_rows(attributes[ROW_PART], table)
            self.begin_table_part(name, permitted_attributes(name, attributes), table)
        elif name == "aside" and PULL_QUOTE in attributes.get("class", "").split():
            self.begin_block(name, {"class": PULL_QUOTE})
        elif name in BLOCKS - {"aside"}:
            self.begin_block(name, permitted_attributes(name, attributes))
        elif name in PARAGRAPHS | BLOCKS | TABLE_PARTS | {"figcaption"}:
            self.break_paragraph(wants_another=True)

    def end(self, name: str) -> None:
        if name in INLINE:
            self.end_formatting(name)
            return
        sought = HEADINGS if name in HEADINGS else {name}
        if name != "p" and (found := self.find(sought)) is not None:
            self.close_down_to(found)
        elif name in PARAGRAPHS | BLOCKS | TABLE_PARTS | EMBEDS | {"figcaption"}:
            self.break_paragraph()

    def _format(self, name: str, attributes: dict[str, str]) -> None:
        kept = permitted_attributes(name, attributes)
        if name == "a":
            self.end_formatting(name)  # Links do not nest.
            target = link_target(attributes.get("href", ""))
            if target is None:
                return
            kept = {"href": target} | kept | ({"rel": "noopener"} if web_address(target) else {})
        elif name == "strong" and "normal" in attributes.get("style", ""):
            return  # Google Docs wraps whatever is copied in <b style="font-weight:normal">.
        self.start_formatting(name, kept)

    def _picture(self, attributes: dict[str, str]) -> None:
        alt = permitted_value("img", "alt", attributes.get("alt", "")) or ""
        address = attributes.get("src", "")
        own = own_picture(address, self.media_url)
        if own and self.place not in CAPTIONS:
            if self.place != "figure" or self.blocks[-1].is_filled:
                self.enter_flow()
                self.open_block("figure")
            self.written.append(start_tag("img", {"src": own, "alt": alt}))
            self.blocks[-1].is_filled = True
        elif target := web_address(address):
            self._link(target, alt or str(_("Picture")))
        else:
            self.text(f" {alt} ")

    def _embed(self, tag: Start) -> None:
        """A frame or film becomes a paragraph with a link to it."""
        address = tag.attributes.get("src") or tag.attributes.get("data") or _first_source(tag.inside)
        if address.startswith("//"):
            address = f"https:{address}"  # as the players of the 2010s are embedded
        if target := web_address(address):
            title = " ".join(tag.attributes.get("title", "").split())
            self.break_paragraph(wants_another=True)
            self._link(target, title or urlsplit(target).hostname or target)
            self.break_paragraph()

    def _link(self, target: str, text: str) -> None:
        is_linked = "a" in self.formatting  # It leads somewhere already.
        if not is_linked:
            self._format("a", {"href": target})
        self.text(f" {text} ")
        if not is_linked:
            self.end_formatting("a")


def _first_source(markup: str) -> str:
    """``src`` of the first ``<source>`` or ``<embed>`` between the tags of a film."""
    for token in read_markup(markup):
        if isinstance(token, Start) and token.name in EMBEDS | {"source"} and token.attributes.get("src"):
            return token.attributes["src"]
    return ""
