"""The editor gives back the body it was given: what somebody did not touch is not changed by opening and saving."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Status
from tests.browser.test_desk import body_of, go_to_the_end, newsroom, sign_in  # noqa: F401  (a fixture)
from tests.factories import make_article, make_photo

PICTURE = "0123456789abcdef"
BODIES = {
    "text": (
        '<p>A <strong>bold</strong> and <em>fine</em> <a href="/news/" hreflang="pt-BR" title="1.50">word</a>, '
        'H<sub>2</sub>O, x<sup>2</sup>, <s>struck</s>, <code>a = b</code>, a&nbsp;space, <a href="#s-why">why</a></p>'
        '<p>On <time datetime="2026-11-23">Monday</time><br>the <abbr title="007">W</abbr> <q>said</q> '
        "<small>this</small> to <cite>Gazette</cite> &lt;now&gt; &amp; then</p>"
        "<h2>A <em>heading</em></h2><h3>Below</h3><h4>Lowest</h4><hr>"
    ),
    "formatting in formatting": (
        '<p><a href="/x">see <em>this <strong>word</strong></em> <code>here</code></a> and '
        "<q>so <strong>said <em>she</em></strong> then</q>, <em>fine <strong>bold</strong><br>fine</em>, "
        "<strong>bold <em>fine</em> bold</strong>, <strong><em><code>all</code></em></strong>, "
        '<abbr title="European Union"><small>EU</small></abbr> <cite><a href="/y">Gazette</a> of <s>today</s></cite> '
        '<small>on <time datetime="12:00">noon</time> sharp</small>H<sub>2</sub>O<sup>+</sup></p>'
    ),
    "lists": (
        '<ul><li>One</li><li>Two <strong>bold</strong><ol start="3"><li>Three</li><li>Four</li></ol></li>'
        "<li><p>Five</p><p>six</p></li><li><h3>Seven</h3><p>eight</p></li><li><ul><li>Nine</li></ul></li>"
        "<li><p>Ten</p><ul><li>eleven</li></ul><p>twelve</p></li></ul>"
        "<dl><dt>Quay</dt><dd>A place for ships</dd><dt><p>Two</p><p>terms</p></dt><dd><p>One</p><p>two</p></dd>"
        "<dd><ul><li>In a list</li></ul></dd></dl>"
    ),
    "quotations": (
        "<blockquote><p>Quoted</p><p>twice</p><ul><li>listed</li></ul></blockquote>"
        '<aside class="pull-quote"><p>Pulled</p></aside><aside class="pull-quote"><ul><li>Listed</li></ul></aside>'
    ),
    "preformatted": (
        '<pre>  one\n\n two <em>fine</em> and <a href="/x">linked</a></pre><pre><code>a\n  <strong>b</strong> c</code>'
        "</pre><pre><em>three\n</em><strong>four</strong></pre>"
    ),
    "pages": '<p>One</p><hr class="page-break"><p>Two</p><hr class="page-break"><p>Three</p>',
    "figures": (
        f'<figure><img src="/media/{PICTURE}/full-800.webp" alt="1.50"><figcaption>The <em>harbour</em><br>'
        f'today</figcaption></figure><figure><img src="/media/{PICTURE}/full-480.webp" alt=""></figure>'
        f'<ul><li>Listed<figure><img src="/media/{PICTURE}/full-800.webp" alt="x"></figure></li></ul>'
    ),
    "tables": (
        '<table><caption>The <em>catch</em> of <a href="/y">today</a></caption>'
        '<thead><tr><th colspan="2" scope="col">Fish</th></tr></thead><tbody><tr><td rowspan="2">Cod</td><td></td></tr>'
        '<tr><th scope="row"><strong>Haddock</strong></th></tr></tbody><tfoot><tr><td>Sum</td><td>2</td></tr></tfoot>'
        "</table><p>Between</p>"
        "<table><thead><tr><td></td><th>One</th></tr></thead><tbody><tr><th>Two</th><td><p>a</p><p>b</p></td></tr>"
        "<tr><th>Three</th><td>four<ul><li>five</li></ul></td></tr></tbody></table>"
        '<table><thead><tr><th>Name</th><th>Goals</th></tr></thead><tbody><tr><th colspan="2">Group 1</th></tr>'
        "<tr><td>Ada</td><td><table><caption>Inner</caption><thead><tr><th>x</th></tr></thead><tbody><tr><td>y</td></tr>"
        "</tbody><tfoot><tr><td>z</td></tr></tfoot></table></td></tr></tbody></table>"
        "<table><caption>Without rows</caption></table>"
    ),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_body_survives_the_editor_unchanged(newsroom, page, watch, body):  # noqa: F811
    watch.expect("404")  # The pictures have no files.
    make_photo(digest=PICTURE)
    then = timezone.now() - timedelta(days=1)
    article = make_article("Wire", status=Status.DRAFT, body=f"<p>Begin</p>{body}<p>End</p>")
    Article.objects.update(saved_at=then)
    before = Article.objects.values().get()
    assert before["body"] == f"<p>Begin</p>{body}<p>End</p>"  # It is in the form that is stored.
    sign_in(page, "anna")
    page.goto(f"/admin/articles/article/{article.pk}/change/")

    go_to_the_end(page)
    page.keyboard.type("x")
    expect(page.locator("#id_body")).to_have_value(re.compile("<p>Endx</p>$"))
    page.keyboard.press("Backspace")
    expect(page.locator("#id_body")).to_have_value(re.compile("<p>End</p>$"))
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/article/")

    # Nothing has changed; the first save only holds what was there in a revision.
    assert Article.objects.values().get() == before | {"revision_number": 1, "newest_revision": 1}


def test_table_gets_head_and_caption(newsroom, page):  # noqa: F811
    article = make_article("Wire", status=Status.DRAFT, body="<p>Begin</p>")
    sign_in(page, "anna")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    go_to_the_end(page)

    page.get_by_role("button", name="Insert table").click()
    page.get_by_label("Columns").fill("2")
    page.get_by_label("Rows").fill("2")
    page.get_by_label("Include header row").select_option("Yes")
    page.get_by_role("dialog").get_by_role("button", name="Insert Table").click()
    page.get_by_role("button", name="Caption of the table").click()
    page.get_by_role("textbox", name="Caption of the table").fill("Catch of <today>")
    page.keyboard.press("Enter")
    page.locator(".ProseMirror caption").wait_for()
    expect(body_of(page)).to_be_focused()  # at the next frame
    page.keyboard.type("Fish")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/article/")

    article.refresh_from_db()
    assert article.body == (
        "<p>Begin</p><table><caption>Catch of &lt;today&gt;</caption><thead><tr><th>Fish</th><th></th></tr></thead>"
        "<tbody><tr><td></td><td></td></tr></tbody></table>"
    )
