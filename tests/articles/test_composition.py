"""What a reader's page prints of a body."""

import pytest

from articles.body import BodyPicture, Heading, clean_body, compose

DIGEST = "0123456789abcdef"
OURS = f"/media/{DIGEST}/full-800.webp"
PICTURE = BodyPicture(
    src=OURS,
    srcset=f"{OURS} 800w",
    sizes="100vw",
    width=800,
    height=600,
    credit="Anna Berg",
    caption="The harbour <today>",
)


def test_compose_splits_pages_and_lists_contents():
    body = clean_body(
        "<h2>Why?</h2><p>One two</p><h3>Who</h3><hr class=page-break><h2>Why</h2><h4>Detail</h4><p>three</p>"
    )

    composition = compose(body)

    assert composition.pages == (
        '<h2 id="s-why">Why?</h2><p>One two</p><h3 id="s-who">Who</h3>',
        '<h2 id="s-why-2">Why</h2><h4>Detail</h4><p>three</p>',
    )
    assert composition.contents == (
        Heading(id="s-why", text="Why?", level=2, page=1),
        Heading(id="s-who", text="Who", level=3, page=1),
        Heading(id="s-why-2", text="Why", level=2, page=2),
    )
    assert composition.words == 7


def test_compose_makes_an_empty_body_one_empty_page():
    composition = compose("")

    assert (composition.pages, composition.contents, composition.words) == (("",), (), 0)


@pytest.mark.parametrize(
    ("headings", "ids"),
    [
        (["Élan vital", "Привет, мир", "日本語", "हिन्दी"], ["s-élan-vital", "s-привет-мир", "s-日本語", "s-हिन्दी"]),
        (["!", "?"], ["s-section-1", "s-section-2"]),
        (["A", "A", "A", "A 2"], ["s-a", "s-a-2", "s-a-3", "s-a-2-2"]),
        (["Section 2", "…"], ["s-section-2", "s-section-2-2"]),
        (['<a href="/x">"Q"</a> &amp; <em>A</em>'], ["s-q-a"]),
    ],
)
def test_compose_gives_each_heading_an_id_of_its_own(headings, ids):
    body = clean_body("".join(f"<h2>{heading}</h2>" for heading in headings))

    assert [heading.id for heading in compose(body).contents] == ids


def test_compose_prints_a_picture_with_its_credit():
    body = clean_body(f'<figure><img src="{OURS}" alt="Boats &amp; sea"></figure>')

    assert compose(body, {DIGEST: PICTURE}).pages == (
        f'<figure class="figure"><img src="{OURS}" srcset="{OURS} 800w" sizes="100vw" width="800" height="600" '
        'alt="Boats &amp; sea" loading="lazy" decoding="async"><figcaption>The harbour &lt;today&gt; '
        '<span class="figure__credit">© Anna Berg</span></figcaption></figure>',
    )


def test_compose_prefers_the_caption_in_the_body():
    body = clean_body(f"<figure><img src={OURS}><figcaption>Our <b>own</b> &lt;words&gt;</figcaption></figure>")

    (page,) = compose(body, {DIGEST: PICTURE}).pages

    assert "<figcaption>Our <strong>own</strong> &lt;words&gt; <span" in page
    assert "harbour" not in page


@pytest.mark.parametrize("pictures", [{}, {DIGEST: BodyPicture(OURS, "", "", 800, 600, credit=" ")}])
def test_compose_leaves_out_pictures_without_credit(pictures):
    body = clean_body(
        f"<p>a</p><hr class=page-break><figure><img src={OURS}><figcaption>Cap</figcaption></figure>"
        f"<hr class=page-break><h2>b</h2><ul><li>c<img src={OURS}></li></ul>"
    )

    composition = compose(body, pictures)

    assert composition.pages == ("<p>a</p>", '<h2 id="s-b">b</h2><ul><li>c</li></ul>')
    assert composition.contents == (Heading(id="s-b", text="b", level=2, page=2),)


def test_compose_frames_tables_once():
    body = clean_body("<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>")

    assert compose(body).pages == (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="Table">{body}</div>',
    )


def test_compose_prints_nothing_dangerous_even_if_the_body_was_never_cleaned():
    composition = compose("<h2 onclick=x>a<script>alert(1)</script></h2><img src=x onerror=alert(1)>")

    assert composition.pages[0].startswith('<h2 id="s-a">a</h2>')
    assert "alert" not in "".join(composition.pages)
