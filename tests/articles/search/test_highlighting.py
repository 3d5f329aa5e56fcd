import html
import re
from html.parser import HTMLParser

import pytest
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from articles.plaintext import plain_text
from articles.search.highlighting import SNIPPET, Highlighter
from articles.search.query import Query
from articles.search.stems import stem
from articles.search.tokens import word_tokens
from tests.articles.search.worlds import WORDS, queries, texts, unhurried

ALGORITHMS = ["", "english", "german", "russian", "turkish", "hindi"]
MARK = re.compile("<mark>(.*?)</mark>", re.DOTALL)
ELLIPSES = len("… ") + len(" …")


def highlighter(text: str) -> Highlighter:
    return Highlighter(Query.parse(text).looked_for, ALGORITHMS)


class Marks(HTMLParser):
    """Reads highlighted HTML: its text, and that its marks are opened and closed in turn, and nothing else is."""

    def __init__(self, source: str):
        super().__init__(convert_charrefs=True)
        self.text, self.is_open, self.marked = "", False, []
        self.feed(source)
        self.close()
        assert not self.is_open

    def handle_starttag(self, tag, attrs):
        assert (tag, attrs, self.is_open) == ("mark", [], False)
        self.is_open = True
        self.marked.append("")

    def handle_endtag(self, tag):
        assert (tag, self.is_open) == ("mark", True)
        self.is_open = False

    def handle_data(self, data):
        self.text += data
        if self.is_open:
            self.marked[-1] += data

    handle_comment = handle_decl = unknown_decl = handle_pi = None  # none of these may come


def was_looked_for(text: str, marker: Highlighter) -> bool:
    """Something in ``text`` is a word, the form of a word, the beginning of a word, or a phrase that is looked for."""
    tokens = word_tokens(text)
    return (
        any(token in marker.words or token.startswith(tuple(marker.prefixes)) for token in tokens)
        or any(stem(token, algorithm) in marker.stems for token in tokens for algorithm in ALGORITHMS)
        or any(tuple(tokens[at : at + len(phrase)]) == phrase for phrase in marker.phrases for at in range(len(tokens)))
    )


many_texts = st.one_of(st.text(max_size=60), st.sampled_from(list(WORDS)).flatmap(lambda name: texts(name, 12)))


@unhurried
@given(text=many_texts, query=queries())
def test_headline_is_its_text_with_marks_around_what_was_looked_for(text, query):
    marker = highlighter(query)

    source = str(marker.headline(text))

    assert source.replace("<mark>", "").replace("</mark>", "") == escape(text)
    assert [mark for mark in map(html.unescape, MARK.findall(source)) if not was_looked_for(mark, marker)] == []


@unhurried
@given(text=many_texts, query=queries())
def test_headline_shows_every_word_that_was_looked_for(text, query):
    """What the index finds in a text, marks show: the words of both are the same."""
    marker = highlighter(query)
    document = f" {' '.join(word_tokens(text))} "

    is_marked = bool(marker.spans(text))

    assert is_marked == any(
        term.expression(ALGORITHMS).holds(f"{document}{_stems(text)} ") for term in Query.parse(query).looked_for
    )


def _stems(text: str) -> str:
    return " ".join(f"={stem(word, algorithm)}" for word in word_tokens(text) for algorithm in ALGORITHMS)


html_bodies = st.lists(many_texts, max_size=6).map(lambda parts: "".join(f"<p>{escape(part)}</p>" for part in parts))


@unhurried
@given(body=st.one_of(html_bodies, st.text(max_size=80)), query=queries())
def test_snippet_is_a_piece_of_the_body_with_balanced_marks(body, query):
    marker = highlighter(query)
    text = plain_text(body)

    snippet = marker.snippet(body)

    assert (snippet is None) == (marker.spans(text) == [])
    if snippet is not None:
        read = Marks(str(snippet))
        assert read.marked
        assert len(read.text) <= SNIPPET + ELLIPSES
        piece = read.text.removeprefix("… ").removesuffix(" …")
        assert html.unescape(piece) in html.unescape(text.replace("\n", " ")) or piece in text.replace("\n", " ")


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("ship", "The SHIPS and shipping, not a shipment", ["SHIPS", "shipping"]),
        ('"ship"', "Ships and a Ship", ["Ship"]),
        ("harb*", "Harbours and hares", ["Harbours"]),
        ('"new port"', "A new, Port of new ports", ["new, Port"]),
        ("e-mail", "E-mail and mail", ["E-mail"]),
        ("etude", "Une étude, une e\u0301tude", ["étude", "e\u0301tude"]),
        ("strasse", "In der Straße", ["Straße"]),
        ("istanbul", "İstanbul’da", ["İstanbul"]),
        ("final", "The ﬁnal", ["ﬁnal"]),
        ("хабар", "Хабар, хабара", ["Хабар", "хабара"]),
        ("ख़बर", "एक ख़बर", ["ख़बर"]),
        ("日本", "新日本報日", ["日本"]),
        ("2026年", "在2026年港口", ["2026年"]),
        ("港口", "在2026年港口ABC", ["港口"]),
        ("น้ำ", "ท่าเรือน้ำลึก", ["น้ำ"]),
        ("case", "snake_case", ["case"]),
        ("a OR b", "a b c", ["a", "b"]),
        ("-a b topic:a", "a b", ["b"]),
        ('"new port" ship', "Ship in the new port", ["Ship", "new port"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ("5", "3.5%", ["5"]),
        ("<b>", "a <b> & b", ["b", "b"]),
    ],
)
def test_what_was_looked_for_is_marked_as_it_stands_in_the_text(query, text, marked):
    assert Marks(str(highlighter(query).headline(text))).marked == marked


def test_snippet_shows_the_place_with_most_of_what_was_looked_for():
    filler = "Nothing to see here. " * 40
    body = f"<p>One ship. {filler}</p><p>A ship &amp; its harbour, a ship's budget. {filler}</p>"

    snippet = highlighter("ship harbour budget").snippet(body)

    assert snippet.startswith("… ")
    marked = "A <mark>ship</mark> &amp; its <mark>harbour</mark>, a <mark>ship</mark>&#x27;s <mark>budget</mark>."
    assert marked in snippet
    assert snippet.endswith(" …")


def test_snippet_of_a_body_without_the_words_is_none():
    assert highlighter("ship").snippet("<p>A train.</p>") is None
    assert highlighter("topic:ship -ship").snippet("<p>A ship.</p>") is None


def test_phrase_is_not_marked_across_paragraphs():
    assert highlighter('"new port"').snippet("<p>Something new</p><p>port of call</p>") is None


def test_nothing_of_the_body_gets_out_as_html():
    body = "<p>A ship &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; <b>bold</b></p><script>ship()</script>"

    assert highlighter("ship").snippet(body) == (
        "A <mark>ship</mark> &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; bold"
    )


def test_snippet_of_a_text_without_spaces_is_no_longer_than_others():
    body = f"<p>{'港' * 1000}船{'口' * 1000}</p>"

    read = Marks(str(highlighter("船").snippet(body)))

    assert read.marked == ["船"]
    assert len(read.text) <= SNIPPET + ELLIPSES
