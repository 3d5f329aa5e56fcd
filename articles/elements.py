"""The elements of an article's body, sorted by what they may hold."""

PAGE_BREAK = '<hr class="page-break">'
PULL_QUOTE = "pull-quote"

RENAMED = {
    **{"b": "strong", "i": "em", "del": "s", "strike": "s", "kbd": "code", "samp": "code", "tt": "code"},
    **{"h1": "h2", "h5": "h4", "h6": "h4", "listing": "pre"},
}
# From the outside in, where several begin and end at the same places.
NESTING = ("a", "q", "cite", "time", "abbr", "small", "strong", "em", "s", "sub", "sup", "code")
INLINE = set(NESTING)
HEADINGS = {"h2", "h3", "h4"}
BLOCKS = {"aside", "blockquote", "dl", "figure", "ol", "pre", "table", "ul"} | HEADINGS
ROWS = {"thead", "tbody", "tfoot"}
CELLS = {"td", "th"}
ROW_PART = "data-part"  # says to which of ROWS a row belongs: the editor keeps rows, but not what is around them
TABLE_PARTS = {"caption", "tr"} | ROWS | CELLS
ITEMS = {"li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}}
# Not kept themselves; where they start and end, a paragraph does.
PARAGRAPHS = set(
    "p address article body center details dir div fieldset footer header hgroup html legend main nav "
    "section summary".split()
)
EMBEDS = {"audio", "embed", "iframe", "object", "video"}

CAPTIONS = {"caption", "figcaption"}  # hold text only: blocks in them become spaces
ENTRIES = {"li", "dt", "dd"} | CELLS  # a single paragraph at their beginning is not marked as one
HOLD_PARAGRAPHS = {"aside", "blockquote"} | ENTRIES  # like the top level: no other text outside a paragraph
IMPLIED_CHILD = {"ul": "li", "ol": "li", "dl": "dd", "table": "tbody", "tr": "td"} | dict.fromkeys(ROWS, "tr")
# An end tag inside one of these does not reach what is outside, except for the elements named.
FENCES = dict.fromkeys(CELLS | {"caption"}, TABLE_PARTS | {"table"}) | {"figcaption": {"figure"}}
