import pytest

from articles.body import BodyPicture, clean_body, compose
from articles.syndication.texts import complete_addresses, figure_of, full_text

STORY = "http://127.0.0.1:8000/news/7/ships/"


def composed(html, **pictures):
    return compose(clean_body(html), pictures).pages[0]


@pytest.mark.parametrize(
    ("href", "complete"),
    [
        ("/topics/world/?before=1", "http://127.0.0.1:8000/topics/world/?before=1"),
        ("#s-storm", f"{STORY}#s-storm"),
        ("https://port.example/a?b=1&amp;c=2", "https://port.example/a?b=1&amp;c=2"),
        ("mailto:desk@port.example", "mailto:desk@port.example"),
    ],
)
def test_links_lead_to_the_same_place_from_anywhere(href, complete):
    page = composed(f'<p>See <a href="{href}">there</a>.</p>')

    assert complete_addresses(page, url=STORY) == page.replace(f'"{href}"', f'"{complete}"')


def test_picture_of_the_text_comes_in_one_size_at_a_complete_address():
    digest = "0123456789abcdef"
    picture = BodyPicture(
        src=f"/media/{digest}/full-800.webp",
        srcset=f"/media/{digest}/full-480.webp 480w, /media/{digest}/full-800.webp 800w",
        sizes="100vw",
        width=800,
        height=533,
        credit="Ada Reed/WIRE",
    )
    page = composed(f'<figure><img src="/media/{digest}/full-800.webp" alt="A quay"></figure>', **{digest: picture})

    assert complete_addresses(page, url=STORY) == (
        f'<figure class="figure"><img src="http://127.0.0.1:8000/media/{digest}/full-800.webp" width="800" height="533"'
        ' alt="A quay" loading="lazy" decoding="async"><figcaption><span class="figure__credit">© Ada Reed/WIRE</span>'
        "</figcaption></figure>"
    )


def test_text_that_looks_like_markup_stays_as_it_is():
    page = composed(
        '<p>Write &lt;a href="/news/"&gt; or href="/news/" srcset="x".</p>'
        '<p><a href="https://port.example/" title="a &quot; href=&quot;/x&quot; &gt; b">there</a></p>'
    )

    assert complete_addresses(page, url=STORY) == page


def test_full_text_runs_from_the_lead_to_the_end_of_the_last_page():
    text = full_text(
        lead="Ships & cranes <moved>",
        figure=figure_of(url="http://x/1.jpg", width=2, height=1, alt='A "quay"', credit="Ada & Co/WIRE"),
        dateline="HAMBURG, July 8. /WIRE/.",
        pages=["<p>One.</p>", "<p>Two.</p>"],
        url=STORY,
    )

    assert text == (
        "<p>Ships &amp; cranes &lt;moved&gt;</p>"
        '<figure><img src="http://x/1.jpg" width="2" height="1" alt="A &quot;quay&quot;">'
        "<figcaption>© Ada &amp; Co/WIRE</figcaption></figure>"
        "<p>HAMBURG, July 8. /WIRE/.</p><p>One.</p><p>Two.</p>"
    )


def test_full_text_of_a_headline_alone_is_empty():
    assert full_text(lead="", figure="", dateline="", pages=[""], url=STORY) == ""
