"""Whether a body is clean, judged without the module that cleaned it."""

from html.parser import HTMLParser

from articles.body import clean_body

# Written out once more, independently of the module: what may be in a body, and nothing else.
ALLOWED = {
    **dict.fromkeys("p h2 h3 h4 ul li blockquote cite strong em s sub sup code pre br figure figcaption".split(), ()),
    **dict.fromkeys("table caption thead tbody tfoot tr dl dt dd q small".split(), ()),
    "a": ("href", "title", "hreflang", "rel"),
    "abbr": ("title",),
    "aside": ("class",),
    "hr": ("class",),
    "img": ("src", "alt"),
    "ol": ("start",),
    "td": ("colspan", "rowspan"),
    "th": ("scope", "colspan", "rowspan"),
    "time": ("datetime",),
}
VOID = {"br", "hr", "img"}


class Inspection(HTMLParser):
    """Fails on whatever is not allowed or not well-formed."""

    def __init__(self, html):
        super().__init__()
        self.open = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED
        for name, value in attrs:
            assert name in ALLOWED[tag]
            if name == "href":
                assert value.startswith(("http://", "https://", "mailto:", "tel:", "/", "#"))
                assert not value.startswith(("//", "/\\"))
            if name == "src":
                assert value.startswith("/media/")
            if name == "class":
                assert (tag, value) in {("hr", "page-break"), ("aside", "pull-quote")}
        if tag == "hr" and attrs:
            assert self.open == []
        if tag == "img":
            assert self.open[-1] == "figure"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        assert self.open, "text outside a block"
        assert not set(data) & set("\0\x01\x08\x0b\x1f\x7f\ufeff\ufffe")

    def handle_comment(self, data):
        raise AssertionError("a comment")

    handle_decl = unknown_decl = handle_pi = handle_comment


def inspected(html: str) -> str:
    """``html`` cleaned; fails unless that is clean, and stays as it is when it is cleaned again."""
    clean = clean_body(html)
    Inspection(clean)
    assert clean_body(clean) == clean
    return clean
