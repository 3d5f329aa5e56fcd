"""What becomes of HTML on its way into a body."""

import pytest

from articles.body import clean_body, picture_digests
from tests.articles.inspection import inspected

DIGEST = "0123456789abcdef"
OURS = f"/media/{DIGEST}/full-800.webp"


def test_clean_body_keeps_what_the_editor_writes():
    body = (
        '<p>A <strong>bold</strong> and <em>fine</em> <a href="/news/">word</a>, H<sub>2</sub>O</p>'
        "<h2>Heading</h2><h3>Below</h3><h4>Lowest</h4>"
        '<ol start="3"><li>Three</li></ol><ul><li>One<ul><li>Two</li></ul></li></ul>'
        '<blockquote><p>Quoted</p></blockquote><aside class="pull-quote"><p>Pulled</p></aside>'
        '<hr class="page-break">'
        f'<figure><img src="{OURS}" alt="Boats"><figcaption>The <em>harbour</em></figcaption></figure>'
        '<table><caption>Catch</caption><thead><tr><th scope="col" colspan="2">Fish</th></tr></thead>'
        '<tbody><tr><td rowspan="2">Cod</td><td></td></tr></tbody></table>'
        "<pre><code>a\n  b</code></pre><hr><dl><dt>Term</dt><dd>Meaning</dd></dl>"
        '<p>On <time datetime="2026-11-23">Monday</time><br>the <abbr title="World">W</abbr> <q>said</q> '
        "<small>this</small> <s>that</s></p>"
    )

    assert sorted_attributes(inspected(body)) == sorted_attributes(body)


def sorted_attributes(html):
    return html.replace(' scope="col" colspan="2"', ' colspan="2" scope="col"')


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("", ""),
        ("   \n ", ""),
        ("plain text", "<p>plain text</p>"),
        ("5 < 6 & 7 > 3", "<p>5 &lt; 6 &amp; 7 &gt; 3</p>"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<div>one<div>two</div>three</div>", "<p>one</p><p>two</p><p>three</p>"),
        ("<section><h1>Title</h1>text</section>", "<h2>Title</h2><p>text</p>"),
        ("<h5>five</h5><h6>six</h6>", "<h4>five</h4><h4>six</h4>"),
        ("<p><b>b</b><i>i</i><del>d</del></p>", "<p><strong>b</strong><em>i</em><s>d</s></p>"),
        ("<b>one<i>two</b>three</i>", "<p><strong>one<em>two</em></strong><em>three</em></p>"),
        ("<b><p>one</p><p>two</p></b>", "<p><strong>one</strong></p><p><strong>two</strong></p>"),
        ('<b style="font-weight:normal"><p>Copied <b>text</b></p></b>', "<p>Copied <strong>text</strong></p>"),
        ('<p class="x" id="y" style="color:red" data-z="1"><span lang="de">x</span></p>', "<p>x</p>"),
        ("<p></p><p> </p><p>&nbsp;<br></p><h2><b> </b></h2><ul><li></li></ul>", ""),
        ("<p>&nbsp; one <br> two<br><br></p>", "<p>one<br>two</p>"),
        ("<ul><li>one<li>two</ul>after", "<ul><li>one</li><li>two</li></ul><p>after</p>"),
        ("<ul><li>one</li><ul><li>two</li></ul></ul>", "<ul><li>one<ul><li>two</li></ul></li></ul>"),
        ("<li>stray", "<ul><li>stray</li></ul>"),
        ("<td>stray</td>", "<p>stray</p>"),
        ("<table><tr><td>1<td>2</table>", "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        (
            "<table><tr><td><b>1<td>2</table>3",
            "<table><tbody><tr><td><strong>1</strong></td><td>2</td></tr></tbody></table><p>3</p>",
        ),
        ("<table><tr><td></td></tr></table>", ""),
        ("<blockquote>said</blockquote>", "<blockquote><p>said</p></blockquote>"),
        (
            "<aside>note</aside><aside class='pull-quote big'>q</aside>",
            '<p>note</p><aside class="pull-quote"><p>q</p></aside>',
        ),
        ("<pre>\n\n  one\n two\n</pre>", "<pre>  one\n two</pre>"),
        ("a\0b\x08c&#1;d\ufeffe&#x7f;f\ud800g", "<p>abcdefg</p>"),
        ("<p>हिन्दी &zwnj;日本語</p>", "<p>हिन्दी \u200c日本語</p>"),
    ],
)
def test_clean_body_puts_markup_in_order(html, clean):
    assert inspected(html) == clean


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<script>alert(1)</script>text", "<p>text</p>"),
        ("<style>p{}</style><form><p>x</p></form><svg><a>x</a></svg><math><mi>x</mi></math>text", "<p>text</p>"),
        ("<ScRiPt >alert(1)</sCrIpT\n>text", "<p>text</p>"),
        ("text<script>alert(1)", "<p>text</p>"),
        ("<img src=x onerror=alert(1)>", ""),
        ("<p onclick=alert(1)>x<a href=javascript:alert(1)>y</a></p>", "<p>xy</p>"),
        ('<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<p>"&gt;</p>'),
        ("<!--><img src=x onerror=alert(1)>-->", "<p>--&gt;</p>"),
        ("<!-- --!><b>x</b> -->", "<p><strong>x</strong> --&gt;</p>"),
        ("<![CDATA[<b>x</b>]]>", "<p>x]]&gt;</p>"),
        ("<![x[ <?php echo 1 ?> <!doctype html>x", "<p>x</p>"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>", ""),
        ('<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">', ""),
        ("<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", ""),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ('<p title="<script>">x</p>', "<p>x</p>"),
        ("<scr<script>ipt>alert(1)</script>", "<p>ipt&gt;alert(1)</p>"),
        (
            "<a href='/x' title='\"><script>alert(1)</script>'>x</a>",
            '<p><a href="/x" title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">x</a></p>',
        ),
        ("<base href=//evil><meta http-equiv=refresh content=0><link rel=stylesheet href=x>x", "<p>x</p>"),
        ("<input value=x><select><option>x</select><textarea>x</textarea><button>x</button>y", "<p>y</p>"),
    ],
)
def test_clean_body_leaves_nothing_that_acts(html, clean):
    assert inspected(html) == clean


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/?a=1&copy=2", "https://example.org/?a=1&amp;copy=2"),
        ("HTTPS://Example.org/a b", "https://Example.org/a%20b"),
        ("https://пример.example/", "https://пример.example/"),
        ("http://[2001:db8::1]:8000/", "http://[2001:db8::1]:8000/"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("tel:+49301234", "tel:+49301234"),
        ("/news/", "/news/"),
        ("#s-why", "#s-why"),
    ],
)
def test_clean_body_keeps_links_that_lead_somewhere(address, kept):
    rel = ' rel="noopener"' if kept.startswith("http") else ""

    assert inspected(f'<a href="{address}">x</a>') == f'<p><a href="{kept}"{rel}>x</a></p>'


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "&#47;&#47;evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#09;script&colon;alert(1)",
        "&#106avascript:alert(1)",
        " &#1; javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://example.org/x",
        "%22Mobile%22",
        "page.html",
        "../page.html",
        "www.example.org",
        "http:",
        "http://",
        "https:///path",
        "https:example.org",
        "https://bank.example@evil.example/",
        "https://exa mple.org/",
        "http://%22/",
        "http://[::1",
        "http://example.org:99999/",
        "http://1.2.3.4.5/",
        "mailto:",
        "#",
        "",
    ],
)
def test_clean_body_keeps_only_the_text_of_other_links(address):
    assert inspected(f'<p>a <a href="{address}">b</a></p>') == "<p>a b</p>"


def test_clean_body_never_nests_links():
    assert inspected('<a href="/1">one<a href="/2">two</a>three</a>') == (
        '<p><a href="/1">one</a><a href="/2">two</a>three</p>'
    )


# Pictures and films


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        (f"<img src={OURS}>", f'<figure><img src="{OURS}" alt=""></figure>'),
        (f"<p>a <img src={OURS} alt=x> b</p>", f'<p>a</p><figure><img src="{OURS}" alt="x"></figure><p>b</p>'),
        (f"<figure><a href=/x><img src={OURS} alt=x></a></figure>", f'<figure><img src="{OURS}" alt="x"></figure>'),
        (
            f"<figure><img src={OURS} width=1 srcset=x><figcaption><p>One</p><p>two</p></figcaption></figure>",
            f'<figure><img src="{OURS}" alt=""><figcaption>One two</figcaption></figure>',
        ),
        (
            f"<figure><figure><img src={OURS}></figure><figure><img src={OURS}></figure></figure>",
            f'<figure><img src="{OURS}" alt=""></figure>' * 2,
        ),
        ("<figure></figure><figure><figcaption>alone</figcaption></figure>", "<p>alone</p>"),
        (
            "<p>a <img src=https://example.org/x.png alt=Dog> b</p>",
            '<p>a <a href="https://example.org/x.png" rel="noopener">Dog</a> b</p>',
        ),
        (
            "<figure><img src=https://example.org/x.png><figcaption>Cap</figcaption></figure>end",
            '<p><a href="https://example.org/x.png" rel="noopener">Picture</a></p><p>Cap</p><p>end</p>',
        ),
        (
            "<a href=https://example.org/><img src=https://example.org/x.png></a>",
            '<p><a href="https://example.org/" rel="noopener">Picture</a></p>',
        ),
        ("<p>a<img src=data:image/png;base64,AAAA alt=Dog>b</p>", "<p>a Dog b</p>"),
        ("<img src=//evil.example/x.png><img src=x.png>", ""),
        ("<img src=/media/../admin/logout/><img src=/media/x/y.webp><img src=/admin/logout/>", ""),
        (f"<img src='{OURS}?x'><img src='{OURS}/../../..'>", ""),
    ],
)
def test_clean_body_shows_only_our_own_pictures(html, clean):
    assert inspected(html) == clean


def test_clean_body_takes_the_address_of_the_media_folder():
    html = f'<figure><img src="https://cdn.example.org/m/{DIGEST}/full-800.webp" alt="x"></figure>'

    assert clean_body(html, media_url="https://cdn.example.org/m/") == html


@pytest.mark.parametrize(
    ("html", "link"),
    [
        (
            '<iframe src="https://video.example.org/1" title="The film"></iframe>',
            ("https://video.example.org/1", "The film"),
        ),
        ('<iframe src="//video.example.org/1">fallback</iframe>', ("https://video.example.org/1", "video.example.org")),
        ("<embed src=https://example.org/1>", ("https://example.org/1", "example.org")),
        ("<object data=https://example.org/1><p>fallback</p></object>", ("https://example.org/1", "example.org")),
        ("<video controls><source src=https://example.org/1>old</video>", ("https://example.org/1", "example.org")),
    ],
)
def test_clean_body_turns_films_into_links(html, link):
    address, text = link

    assert inspected(f"<p>a{html}b</p>") == f'<p>a</p><p><a href="{address}" rel="noopener">{text}</a></p><p>b</p>'


def test_clean_body_drops_films_without_an_address():
    assert (
        inspected("<iframe srcdoc='<script>x</script>'></iframe><video>x</video><iframe src='javascript:x'>x</iframe>y")
        == "<p>y</p>"
    )


def test_picture_digests_are_those_of_our_pictures():
    other = "f" * 16

    body = clean_body(
        f"<img src={OURS}><img src={OURS}><img src=/media/{other}/full-480.webp><img src=https://e.org/x>"
    )

    assert picture_digests(body) == {DIGEST, other}


# Page breaks


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("|<p>a</p>||<p> </p>|<p>b</p>|", "<p>a</p>|<p>b</p>"),
        ("<p>a|b</p>", "<p>a</p>|<p>b</p>"),
        ("<div>a|b</div>", "<p>a</p>|<p>b</p>"),
        (
            "a<ul><li>b|c</li></ul><blockquote>|d|</blockquote>",
            "<p>a</p><ul><li>b c</li></ul><blockquote><p>d</p></blockquote>",
        ),
        ("a|<ul><li></li></ul>", "<p>a</p>"),
        ("|", ""),
    ],
)
def test_clean_body_keeps_page_breaks_between_pages_only(html, clean):
    page_break = '<hr class="page-break">'

    assert inspected(html.replace("|", page_break)) == clean.replace("|", page_break)
