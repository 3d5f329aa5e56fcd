import pytest

from articles.plaintext import excerpt, plain_text, word_count


def test_plain_text_has_a_line_for_each_block():
    html = (
        "<h2>A  title</h2>\n<p>One <b>bo</b>ld&nbsp;&amp;\nlong<br>line</p>"
        "<ul><li>x</li><li>y</li></ul><script>z</script>"
    )

    assert plain_text(html) == "A title\nOne bold & long line\nx\ny"


@pytest.mark.parametrize(
    ("html", "limit", "text"),
    [
        ("<p>Short</p><p>text</p>", 10, "Short text"),
        ("<p>One two, three</p>", 13, "One two…"),
        ("<p>One two three</p>", 9, "One two…"),
        ("<p>Unbreakable</p>", 5, "Unbr…"),
        ("<p>日本語の長い文章</p>", 4, "日本語…"),
        ("", 10, ""),
    ],
)
def test_excerpt_ends_after_a_word(html, limit, text):
    assert excerpt(html, limit) == text
    assert len(text) <= limit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two – three, don't e-mail 4!", 6),
        ("हिन्दी भाषा", 2),
        ("Привет мир", 2),
        ("日本語の文章", 3),
        ("ภาษาไทย and English", 6),
    ],
)
def test_word_count_reads_many_scripts(text, words):
    assert word_count(text) == words
