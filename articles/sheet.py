"""A sheet on which the body of an article is written, so that its markup is in order at any time."""

import re
from dataclasses import dataclass

from articles.elements import (
    CAPTIONS,
    CELLS,
    FENCES,
    HEADINGS,
    HOLD_PARAGRAPHS,
    HOLD_TEXT_OR_PARAGRAPHS,
    IMPLIED_CHILD,
    ITEMS,
    PAGE_BREAK,
    ROWS,
)
from articles.markup import escape_text, start_tag

MAX_DEPTH = 24  # Deeper blocks become paragraphs; it also keeps the sanitiser from quadratic time.

# Spaces of every width, and two signs without any.
INVISIBLE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060"
SPACES = re.compile(r"[ \t\n]+")


@dataclass(slots=True)
class _Block:
    name: str
    begin: int  # where in ``written`` it begins, to take it back if nothing comes of it
    is_filled: bool
    outer_formatting: dict[str, list]


class Sheet:
    """What has been written, and what is open at this point.

    Formatting is written when the text arrives that it applies to: so it is closed before a block ends,
    opened again in the next one, and never empty. Blocks that stay empty are taken back.
    """

    def __init__(self):
        self.finished: list[str] = []  # blocks of the top level
        self.written: list[str] = []  # pieces of the block of the top level that is open
        self.blocks: list[_Block] = []  # those that are open, outermost first
        self.formatting: dict[str, list] = {}  # element name -> [start tag, how often it was started]
        self.open_formatting: list[str] = []  # the first so many of these that are written
        self.gap: list[str] = []  # spaces and <br> that count once more text follows
        self.has_text = False  # on this line, so that a gap would be one
        self.wants_paragraph = False
        self.wants_page_break = False

    @property
    def place(self) -> str:
        return self.blocks[-1].name if self.blocks else ""

    def finish(self) -> str:
        self.close_down_to(0)
        self._finish_top_level()
        return "".join(self.finished)

    # Blocks

    def open_block(self, name: str, attributes: dict[str, str] | None = None) -> None:
        self._close_formatting()
        self._end_line()
        self.blocks.append(_Block(name, len(self.written), False, self.formatting))
        if name in CELLS:
            self.formatting = {}  # Formatting left open in one cell does not reach the next.
        self.written.append(start_tag(name, attributes))

    def close_block(self) -> None:
        self._close_formatting()
        self._end_line()
        block = self.blocks.pop()
        if block.name in CELLS:
            self.formatting = block.outer_formatting
            is_kept = True  # An empty cell holds its column.
        elif block.name == "tr" or block.name in ROWS:
            is_kept = len(self.written) > block.begin + 1
        else:
            is_kept = block.is_filled
        if is_kept:
            self.written.append(f"</{block.name}>")
        else:
            del self.written[block.begin :]
        if self.blocks:
            self.blocks[-1].is_filled |= block.is_filled
        else:
            self._finish_top_level()

    def close_down_to(self, depth: int) -> None:
        while len(self.blocks) > depth:
            self.close_block()

    def _finish_top_level(self) -> None:
        if self.written:
            if self.wants_page_break:
                self.finished.append(PAGE_BREAK)
                self.wants_page_break = False
            self.finished.append("".join(self.written))
            self.written.clear()

    def find(self, names: set[str]) -> int | None:
        """Depth of the innermost open block with one of these names, if a tag at this place can reach it."""
        for depth in range(len(self.blocks) - 1, -1, -1):
            if self.blocks[depth].name in names:
                return depth
            if not names <= FENCES.get(self.blocks[depth].name, names):
                return None
        return None

    def begin_block(self, name: str, attributes: dict[str, str] | None = None) -> bool:
        """Open a block where one can be; say whether there was room, or the place is too deep already."""
        if name == "figure" and (outer := self.find({"figure"})) is not None:
            self.close_down_to(outer)  # A gallery is a row of figures.
        self.enter_flow(adopting_list=name in ITEMS["li"])
        has_room = len(self.blocks) < MAX_DEPTH
        if has_room:
            self.open_block(name, attributes)
        self.wants_paragraph = not has_room
        return has_room

    def enter_flow(self, *, adopting_list: bool = False) -> None:
        """Close what cannot contain another block, and open what a block here needs around it."""
        self._close_formatting()
        self._end_line()
        while self.place in {"p", "pre", "figure"} | HEADINGS:
            self.close_block()
        if adopting_list and self.place in ITEMS["li"] and self.written[-1] == "</li>":
            self.written.pop()  # <ul><li>…</li><ul>…</ul></ul>, as old programs write: a list in that item.
            self.blocks.append(_Block("li", len(self.written), True, self.formatting))
        while child := IMPLIED_CHILD.get(self.place):
            self.open_block(child)

    def break_paragraph(self, *, wants_another: bool = False) -> None:
        """End a paragraph; with ``wants_another``, text in a list item or cell begins one."""
        if self.place in CAPTIONS:
            self.gap.append(" ")
        elif self.place == "pre":
            self.gap.append("\n")
        elif self.place in HEADINGS and not (wants_another and self.blocks[-1].is_filled):
            self.gap.append(" ")
        else:
            self._close_formatting()
            self._end_line()
            if self.place in {"p"} | HEADINGS:
                self.close_block()
            self.wants_paragraph = wants_another

    def begin_item(self, name: str) -> None:
        """Open an item of the list here, or of a new one."""
        if (parent := self.find(ITEMS[name])) is not None:
            self.close_down_to(parent + 1)
            self.open_block(name)
        elif self.begin_block("ul" if name == "li" else "dl"):
            self.open_block(name)

    def begin_table_part(self, name: str, attributes: dict[str, str], table: int) -> None:
        """Open a part of the table at depth ``table``, with the row or section that it needs around it."""
        parents = {"tr"} if name in CELLS else ROWS if name == "tr" else {"table"}
        while len(self.blocks) > table + 1 and self.place not in parents:
            if name in CELLS and self.place in ROWS:
                break
            self.close_block()
        while self.place not in parents:
            self.open_block(IMPLIED_CHILD[self.place])
        self.open_block(name, attributes)

    def rule(self) -> None:
        self.enter_flow()
        self.written.append("<hr>")
        if not self.blocks:
            self._finish_top_level()

    def break_page(self) -> None:
        """Between two blocks of the top level; elsewhere it is only a space."""
        while self.place in {"p", "pre", "figure"} | HEADINGS:
            self.close_block()
        self.gap.append(" ")
        self.wants_page_break |= not self.blocks and bool(self.finished)

    # Text and its formatting

    def text(self, text: str) -> None:
        if self.place == "pre":
            core = text.rstrip(INVISIBLE)
            core = core if self.has_text else core.lstrip("\n")
            trail = text[len(text.rstrip(INVISIBLE)) :]
            if not self.has_text and not core.strip(INVISIBLE):
                return
        else:
            text = SPACES.sub(" ", text)
            core = text.strip(INVISIBLE)
            lead = text[: len(text) - len(text.lstrip(INVISIBLE))]
            trail = text[len(lead) + len(core) :]
            self.gap.append(lead)
        if core:
            self._begin_text()
            self.written.append(escape_text(core))
        self.gap.append(trail)

    def _begin_text(self) -> None:
        if self.place == "figure":
            self.close_block()
        if self.place in IMPLIED_CHILD:
            self.enter_flow()
        wants_paragraph = self.wants_paragraph and self.place in HOLD_TEXT_OR_PARAGRAPHS
        if not self.blocks or self.place in HOLD_PARAGRAPHS or wants_paragraph:
            self.open_block("p")
        if self.has_text:
            gap = "".join(self.gap)
            gap = gap if self.place == "pre" else SPACES.sub(" ", gap)
            self.written.append(gap.replace("\xa0", "&nbsp;"))
        self.gap.clear()
        for name in list(self.formatting)[len(self.open_formatting) :]:
            self.written.append(self.formatting[name][0])
            self.open_formatting.append(name)
        self.has_text = True
        self.blocks[-1].is_filled = True

    def _end_line(self) -> None:
        self.gap.clear()
        self.has_text = False
        self.wants_paragraph = False

    def start_formatting(self, name: str, attributes: dict[str, str]) -> None:
        self.formatting.setdefault(name, [start_tag(name, attributes), 0])[1] += 1

    def end_formatting(self, name: str) -> None:
        if name not in self.formatting:
            return
        self.formatting[name][1] -= 1
        if self.formatting[name][1] == 0:
            del self.formatting[name]
            while name in self.open_formatting:
                self.written.append(f"</{self.open_formatting.pop()}>")

    def _close_formatting(self) -> None:
        while self.open_formatting:
            self.written.append(f"</{self.open_formatting.pop()}>")
