"""A sheet on which the body of an article is written, so that its markup is in order at any time."""

from dataclasses import dataclass, field

from articles.elements import (
    CAPTIONS,
    CELLS,
    ENTRIES,
    FENCES,
    HEADINGS,
    HOLD_PARAGRAPHS,
    IMPLIED_CHILD,
    ITEMS,
    PAGE_BREAK,
    ROWS,
    TABLE_PARTS,
)
from articles.lines import SPACES, Line
from articles.markup import escape_text, start_tag

MAX_DEPTH = 24  # Deeper blocks become paragraphs; it also keeps the sanitiser from quadratic time.

# Spaces of every width, and two signs without any.
INVISIBLE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\u2060"


@dataclass(slots=True)
class _Block:
    name: str
    attributes: dict[str, str]
    begin: int  # where in ``written`` it begins, to take it back if nothing comes of it
    outer_formatting: dict[str, list]
    is_filled: bool = False
    end: int = 0  # where in ``written`` its end tag is
    paragraphs: list["_Block"] = field(default_factory=list)  # those directly in it
    inside: list["_Block"] = field(default_factory=list)  # the other blocks directly in it


class Sheet:
    """What has been written, and what is open at this point.

    Text is written when its line ends, with the formatting that was open when it arrived: so formatting is closed
    before a block ends, opened again in the next one, and never empty. Blocks that stay empty are taken back.
    """

    def __init__(self):
        self.finished: list[str] = []  # blocks of the top level
        self.written: list[str] = []  # pieces of the block of the top level that is open
        self.blocks: list[_Block] = []  # those that are open, outermost first
        self.formatting: dict[str, list] = {}  # element name -> [start tag, how often it was started]
        self.line = Line()
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
        self._end_line()
        self.blocks.append(_Block(name, attributes or {}, len(self.written), self.formatting))
        if name in CELLS:
            self.formatting = {}  # Formatting left open in one cell does not reach the next.
        self.written.append(start_tag(name, attributes))

    def close_block(self) -> None:
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
            self._settle(block)
        else:
            del self.written[block.begin :]
        if self.blocks:
            self.blocks[-1].is_filled |= block.is_filled
        else:
            self._finish_top_level()

    def _settle(self, block: _Block) -> None:
        block.end = len(self.written)
        self.written.append(f"</{block.name}>")
        if self.blocks:
            outer = self.blocks[-1]
            (outer.paragraphs if block.name == "p" else outer.inside).append(block)
        if block.name in ENTRIES:
            self._mark_paragraph(block, is_marked=False)
        elif block.name == "table":
            self._set_head(block)

    def _mark_paragraph(self, entry: _Block, *, is_marked: bool) -> None:
        """The tags of the only paragraph in an entry, if it stands at the beginning: editors differ about them."""
        if len(entry.paragraphs) == 1 and (paragraph := entry.paragraphs[0]).begin == entry.begin + 1:
            self.written[paragraph.begin] = "<p>" if is_marked else ""
            self.written[paragraph.end] = "</p>" if is_marked else ""

    def _set_head(self, table: _Block) -> None:
        """The first rows of a table without a head become its head if they hold nothing but headings."""
        body = next((part for part in table.inside if part.name in ROWS), None)
        if body is None or body.name != "tbody" or not (length := _length_of_head(body.inside)):
            return
        self.written[body.begin] = "<thead>"
        if length == len(body.inside):
            self.written[body.end] = "</thead>"
        else:
            self.written[body.inside[length - 1].end] = "</tr></thead><tbody>"

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
            if self.blocks[depth].name == "table" and names <= TABLE_PARTS:
                return None  # What is in a table does not reach the rows of another one around it.
        return None

    def begin_block(self, name: str, attributes: dict[str, str] | None = None) -> bool:
        """Open a block where one can be; say whether there was room, or the place is too deep already."""
        if name == "figure" and (outer := self.find({"figure"})) is not None:
            self.close_down_to(outer)  # A gallery is a row of figures.
        self.enter_flow(adopting_list=name in ITEMS["li"])
        has_room = len(self.blocks) < MAX_DEPTH
        if has_room:
            self.open_block(name, attributes)
        return has_room

    def enter_flow(self, *, adopting_list: bool = False) -> None:
        """Close what cannot contain another block, and open what a block here needs around it."""
        self._end_line()
        while self.place in {"p", "pre", "figure"} | HEADINGS:
            self.close_block()
        if adopting_list and self.place in ITEMS["li"] and self.written[-1] == "</li>":
            self.written.pop()  # <ul><li>…</li><ul>…</ul></ul>, as old programs write: a list in that item.
            self.blocks.append(self.blocks[-1].inside.pop())
            self._mark_paragraph(self.blocks[-1], is_marked=True)
        while child := IMPLIED_CHILD.get(self.place):
            self.open_block(child)

    def break_paragraph(self, *, wants_another: bool = False) -> None:
        """End a paragraph; with ``wants_another``, a heading too."""
        if self.place in CAPTIONS:
            self.space(" ")
        elif self.place == "pre":
            self.space("\n")
        elif self.place in HEADINGS and not (wants_another and self.blocks[-1].is_filled):
            self.space(" ")
        elif self.place in {"p"} | HEADINGS:
            self.close_block()

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

    def enter_rows(self, part: str, table: int) -> None:
        """Open ``part`` of the table at depth ``table``, unless that is where the last row was."""
        if len(self.blocks) == table + 1 or self.blocks[table + 1].name != part:
            self.begin_table_part(part, {}, table)

    def rule(self) -> None:
        self.enter_flow()
        self.written.append("<hr>")
        if not self.blocks:
            self._finish_top_level()

    def break_page(self) -> None:
        """Between two blocks of the top level; elsewhere it is only a space."""
        if len(self.blocks) == 1 and self.place in {"p", "pre", "figure"} | HEADINGS:
            self.close_block()
        self.space(" ")
        self.wants_page_break |= not self.blocks and bool(self.finished)

    # Text and its formatting

    def space(self, space: str) -> None:
        """Spaces or ``<br>``, which count only between text and more text."""
        if space:
            self.line.add_space(space, self._formats())

    def text(self, text: str) -> None:
        is_preformatted = self.place == "pre"
        if is_preformatted:
            core = text.rstrip(INVISIBLE)
            if not self.line.has_text:
                core = core.lstrip("\n") if core.strip(INVISIBLE) else ""
            trail = text[len(text.rstrip(INVISIBLE)) :]
        else:
            text = SPACES.sub(" ", text)
            core = text.strip(INVISIBLE)
            lead = text[: len(text) - len(text.lstrip(INVISIBLE))]
            trail = text[len(lead) + len(core) :]
            self.space(lead)
        if core:
            self._begin_text()
            self.line.add_text(escape_text(core), self._formats(), is_preformatted=is_preformatted)
        self.space(trail)

    def _begin_text(self) -> None:
        if self.place == "figure":
            self.close_block()
        if self.place in IMPLIED_CHILD:
            self.enter_flow()
        if not self.blocks or self.place in HOLD_PARAGRAPHS:
            self.open_block("p")
        self.blocks[-1].is_filled = True

    def _end_line(self) -> None:
        self.written.extend(self.line.finish())

    def start_formatting(self, name: str, attributes: dict[str, str]) -> None:
        self.formatting.setdefault(name, [start_tag(name, attributes), 0])[1] += 1

    def end_formatting(self, name: str) -> None:
        if name in self.formatting:
            self.formatting[name][1] -= 1
            if self.formatting[name][1] == 0:
                del self.formatting[name]

    def _formats(self) -> dict[str, str]:
        return {name: tag for name, (tag, _times) in self.formatting.items()}


def _length_of_head(rows: list[_Block]) -> int:
    """How many of the first rows hold headings of columns only, none of which reaches into the rows below."""
    length = reached = 0
    for number, row in enumerate(rows, 1):
        cells = row.inside
        if not all(cell.name == "th" and not cell.attributes.get("scope", "").startswith("row") for cell in cells):
            break
        reached = max(reached, *(number - 1 + int(cell.attributes.get("rowspan", 1)) for cell in cells))
        if reached <= number:
            length = number
    return length
