"""The form of a body that does not depend on which program wrote it: the editor's way comes out like the import's."""

import pytest

from articles.body import clean_body


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<ul><li><p>one</p></li></ul>", "<ul><li>one</li></ul>"),
        ("<ul><li><p>one</p><ul><li><p>two</p></li></ul></li></ul>", "<ul><li>one<ul><li>two</li></ul></li></ul>"),
        ("<ul><li>one<p>two</p></li></ul>", "<ul><li><p>one</p><p>two</p></li></ul>"),
        (
            "<ul><li>one<ul><li>two</li></ul>three</li></ul>",
            "<ul><li><p>one</p><ul><li>two</li></ul><p>three</p></li></ul>",
        ),
        (
            "<ul><li>one</li><ul><li>two</li></ul>three</ul>",
            "<ul><li><p>one</p><ul><li>two</li></ul><p>three</p></li></ul>",
        ),
        ("<ul><li>one<br><br>two</div>three</li></ul>", "<ul><li><p>one<br><br>two</p><p>three</p></li></ul>"),
        ("<ul><li><h3>one</h3>two</li></ul>", "<ul><li><h3>one</h3><p>two</p></li></ul>"),
        ("<ul><li><hr>one</li></ul>", "<ul><li><hr><p>one</p></li></ul>"),
        ("<ul><li><blockquote>one</blockquote></li></ul>", "<ul><li><blockquote><p>one</p></blockquote></li></ul>"),
        ("<dl><dt><p>one</p></dt><dd><div>two</div></dd></dl>", "<dl><dt>one</dt><dd>two</dd></dl>"),
        (
            "<table><tbody><tr><td><p>one</p></td><td><p></p></td></tr></tbody></table>",
            "<table><tbody><tr><td>one</td><td></td></tr></tbody></table>",
        ),
    ],
)
def test_single_paragraph_of_an_entry_is_not_marked(html, clean):
    assert (clean_body(html), clean_body(clean)) == (clean, clean)


HEADINGS = "<tr><th>Fish</th><th>kg</th></tr>"
ROW = "<tr><th>Cod</th><td>4</td></tr>"


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        (HEADINGS + ROW, f"<thead>{HEADINGS}</thead><tbody>{ROW}</tbody>"),
        (HEADINGS * 2 + ROW + HEADINGS, f"<thead>{HEADINGS * 2}</thead><tbody>{ROW}{HEADINGS}</tbody>"),
        (HEADINGS, f"<thead>{HEADINGS}</thead>"),
        (
            f"<caption>Catch</caption>{HEADINGS}{ROW}",
            f"<caption>Catch</caption><thead>{HEADINGS}</thead><tbody>{ROW}</tbody>",
        ),
        (ROW + HEADINGS, f"<tbody>{ROW}{HEADINGS}</tbody>"),
        (f"<thead>{ROW}</thead>{HEADINGS}", f"<thead>{ROW}</thead><tbody>{HEADINGS}</tbody>"),
        ('<tr><th scope="row">Cod</th></tr>' + ROW, f'<tbody><tr><th scope="row">Cod</th></tr>{ROW}</tbody>'),
        (
            '<tr><th rowspan="2">Fish</th><th>Catch</th></tr><tr><th>kg</th></tr>' + ROW,
            f'<thead><tr><th rowspan="2">Fish</th><th>Catch</th></tr><tr><th>kg</th></tr></thead><tbody>{ROW}</tbody>',
        ),
        (
            '<tr><th rowspan="2">Fish</th><th>Cod</th></tr><tr><td>4</td></tr>',
            '<tbody><tr><th rowspan="2">Fish</th><th>Cod</th></tr><tr><td>4</td></tr></tbody>',
        ),
    ],
)
def test_first_rows_of_headings_are_the_head_of_a_table_without_one(html, clean):
    html, clean = f"<table>{html}</table>", f"<table>{clean}</table>"

    assert (clean_body(html), clean_body(clean)) == (clean, clean)


def test_rows_go_to_the_part_of_the_table_that_they_name():
    inner = '<table><tbody><tr data-part="tbody"><td>x</td></tr><tr data-part="tfoot"><td>y</td></tr></tbody></table>'
    html = (
        '<table><caption>Catch</caption><tbody><tr data-part="thead"><td></td><th>kg</th></tr>'
        f'<tr data-part="tbody"><th>Cod</th><td>{inner}</td></tr><tr data-part="tbody"><th>Eel</th><td>2</td></tr>'
        '<tr data-part="tfoot"><th>Sum</th><td>6</td></tr></tbody></table>'
    )

    assert clean_body(html) == (
        "<table><caption>Catch</caption><thead><tr><td></td><th>kg</th></tr></thead>"
        "<tbody><tr><th>Cod</th><td><table><tbody><tr><td>x</td></tr></tbody><tfoot><tr><td>y</td></tr></tfoot></table>"
        "</td></tr><tr><th>Eel</th><td>2</td></tr></tbody><tfoot><tr><th>Sum</th><td>6</td></tr></tfoot></table>"
    )


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<em><a href='/x'>all</a></em>", '<a href="/x"><em>all</em></a>'),
        ("<code><em><strong>all</strong></em></code>", "<strong><em><code>all</code></em></strong>"),
        ("<em>a</em><strong><em>b</em></strong><em>c</em>", "<em>a<strong>b</strong>c</em>"),
        ("<q>a </q><strong><q>b</q></strong><q> c</q>", "<q>a <strong>b</strong> c</q>"),
        ("<strong>a</strong><strong>b</strong>", "<strong>ab</strong>"),
        ("<strong>a</strong> <strong>b</strong>", "<strong>a</strong> <strong>b</strong>"),
        ("<a href=/x>a</a><a href=/x>b</a><a href=/y>c</a>", '<a href="/x">ab</a><a href="/y">c</a>'),
        ("<strong>a <em>b</strong> c</em>", "<strong>a <em>b</em></strong><em> c</em>"),
        ("<em>a<br></em>\n b <br><br> c", "<em>a</em><br>b<br><br>c"),
    ],
)
def test_formatting_is_nested_in_one_way(html, clean):
    html, clean = f"<p>{html}</p>", f"<p>{clean}</p>"

    assert (clean_body(html), clean_body(clean)) == (clean, clean)


def test_lines_of_preformatted_text_end_inside_its_formatting():
    assert clean_body("<pre><em>a</em>\n\n<b>b</b><br>c  <i>d</i>\n</pre>") == (
        "<pre><em>a\n\n</em><strong>b\n</strong>c  <em>d</em></pre>"
    )


def test_attributes_that_say_nothing_are_left_out():
    html = (
        '<ol start="1"><li>a</li></ol><table><tr><td colspan="1" rowspan="2">b</td><th rowspan="1">c</th></tr></table>'
    )

    assert clean_body(html) == (
        '<ol><li>a</li></ol><table><tbody><tr><td rowspan="2">b</td><th>c</th></tr></tbody></table>'
    )
