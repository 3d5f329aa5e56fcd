"""Bodies of any kind: hostile, broken, deep and long."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.body import clean_body
from tests.articles.inspection import ALLOWED, Inspection, inspected

DIGEST = "0123456789abcdef"
OURS = f"/media/{DIGEST}/full-800.webp"

FRAGMENTS = [
    *(f"<{name}>" for name in [*ALLOWED, "div", "span", "b", "i", "h1", "h6", "svg", "math", "form", "noscript"]),
    *(f"</{name}>" for name in [*ALLOWED, "div", "span", "b", "i", "h1", "svg", "math", "form", "noscript"]),
    *(
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<template>",
        "<title>",
        "<textarea>",
        "<plaintext>",
        "<!--",
        "-->",
    ),
    *('<tr data-part="thead">', '<tr data-part="tfoot">', '<th scope="row">', '<th rowspan="2">'),
    *('<hr class="page-break">', '<aside class="pull-quote">', f'<img src="{OURS}">', f"<img src={OURS} alt='a\"<b'>"),
    *(
        "<a href=/x>",
        '<a href="https://example.org/">',
        "<a href=//evil>",
        "<a href='javascript:x'>",
        "<a href=http://1.2.3.4.5>",
    ),
    *(
        "<img src=x onerror=alert(1)>",
        "<img src=https://example.org/x alt=x>",
        "<iframe src=https://example.org/>",
        "</iframe>",
    ),
    *(
        '<p title="',
        "<p title='",
        '"',
        "'",
        ">",
        "<",
        "</",
        "<!",
        "<?",
        "<![CDATA[",
        "]]>",
        "=",
        "/",
        "&",
        "&lt;",
        "&#0;",
        "&nbsp;",
    ),
    *(" ", "\n", "\0", "\r\n", "\u2028", "\u200b", "\ufeff", "text", "a b", "日本"),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=30).map("".join))
def test_clean_body_of_anything_is_clean(html):
    inspected(html)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 10_000 + "x",
        "<div>" * 10_000 + "x" + "</div>" * 10_000,
        "<ul><li>" * 10_000 + "x",
        "<blockquote>" * 10_000 + "x",
        "<table><tr><td>" * 5_000 + "x",
        "<dl><dt>x" * 5_000,
        "<b><i>" * 10_000 + "<p>x" * 5_000,
        "".join(f"<font f{n}><b f{n}>" for n in range(2_000)) + "<p>x" * 5_000,
        "<a href=/x>" * 10_000 + "x",
        "<svg>" * 10_000 + "x",
        "<!--" * 20_000,
        "<![x" * 20_000,
        "<a " * 20_000,
        '<a b="' * 20_001,
        "<p " + "x" * 100_000,
        "&" * 50_000,
        "<" * 50_000,
        "x<br>" * 20_000,
    ],
    ids=lambda html: html[:20],
)
def test_clean_body_is_not_upset_by_depth_or_length(html):
    # A tenth of a second each; what grows with the square of the length would take minutes here.
    Inspection(clean_body(html))
