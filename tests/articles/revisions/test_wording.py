import random
import time

from articles.revisions.wording import compare_blocks, compare_words


def inline(before, after) -> str:
    marks = {"": "{}", "del": "[-{}-]", "ins": "[+{}+]"}
    return "".join(marks[kind].format(text) for kind, text in compare_words(before, after).inline)


def sides(before, after) -> list[tuple[str, str]]:
    def side(pieces):
        return "".join(f"*{text}*" if kind else text for kind, text in pieces)

    return [(side(pair.before), side(pair.after)) for pair in compare_blocks(before, after)]


def test_words_that_changed_are_marked():
    assert inline("The ship came at noon.", "The big ship came at two.") == "The [+big +]ship came at [-noon-][+two+]."


def test_changes_with_only_a_space_between_them_are_one():
    assert inline("It came at half past two.", "It came in the evening.") == (
        "It came [-at half past two-][+in the evening+]."
    )


def test_scripts_without_spaces_are_compared_sign_by_sign():
    assert inline("港は正午に開いた", "港は夜に開いた") == "港は[-正午-][+夜+]に開いた"


def test_both_sides_hold_all_of_their_text():
    random.seed(7)
    for _round in range(200):
        before, after = (" ".join(random.choices("a b c d, e. f\n".split(" "), k=12)) for _side in range(2))
        pair = compare_words(before, after)

        assert "".join(text for _kind, text in pair.before) == before
        assert "".join(text for _kind, text in pair.after) == after


def test_blocks_are_paired_with_what_became_of_them():
    before = ["One stays.", "The old second block says this.", "Gone."]
    after = ["One stays.", "All new here?", "The new second block says this."]

    assert sides(before, after) == [
        ("One stays.", "One stays."),
        ("", "*All new here?*"),
        ("The *old* second block says this.", "The *new* second block says this."),
        ("*Gone.*", ""),
    ]


def test_any_two_texts_are_compared_in_bounded_time():
    random.seed(3)
    words = [f"w{number}" for number in range(3000)] + ["the"] * 400
    story = [" ".join(random.choices(words, k=60)) for _ in range(330)]
    edited = [block.replace("the", "a", 1) for block in story]
    few = [" ".join(random.choices("ab", k=2000)) for _ in range(2)]
    pairs = [(story, edited), (story, story[::-1]), ([few[0]], [few[1]]), (few[0].split(), few[1].split())]

    for before, after in pairs:
        start = time.perf_counter()
        compare_blocks(before, after)
        assert time.perf_counter() - start < 10  # minutes, without the bounds
