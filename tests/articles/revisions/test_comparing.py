from articles.revisions.comparing import Skipped, body_blocks, compare
from articles.revisions.content import blank_content


def said(differences) -> list[tuple[str, list[str]]]:
    return [
        (
            difference.label,
            [
                f"… {row.count}"
                if isinstance(row, Skipped)
                else "".join(f"{kind}:{text} " for kind, text in row.inline)
                for row in difference.rows
            ],
        )
        for difference in differences
    ]


def test_every_kind_of_field_is_named_and_compared():
    before = blank_content() | {
        "headline": "Old",
        "is_breaking": False,
        "published_at": None,
        "section": {"id": 1, "name": "World"},
        "topics": [{"id": 2, "name": "Ports"}],
        "tags": ["quay"],
        "outside_links": [],
    }
    link = {"outlet": "Gazette", "title": "Ships", "url": "https://gazette.example/", "language": ""}
    after = before | {
        "headline": "New",
        "is_breaking": True,
        "published_at": "2026-11-23T08:00:00+00:00",
        "section": {"id": 3, "name": "Sport"},
        "topics": [],
        "tags": ["quay", "ship"],
        "outside_links": [link],
    }

    assert said(compare(before, after)) == [
        ("Headline", ["del:Old ins:New "]),
        ("Breaking", ["del:no ", "ins:yes "]),
        ("Published at", ["ins:Nov. 23, 2026 09:00:00 CET "]),
        ("Section", ["del:World ", "ins:Sport "]),
        ("Further topics", ["del:Ports "]),
        ("Tags", [":quay ", "ins:ship "]),
        ("In other media", ["ins:Gazette: Ships (https://gazette.example/) "]),
    ]
    assert compare(before, before) == []


def test_long_stretches_that_are_the_same_are_left_out():
    blocks = [f"<p>Block {number} of the text.</p>" for number in range(9)]
    changed = [*blocks[:4], "<p>Block four of the text.</p>", *blocks[5:]]

    differences = compare(blank_content() | {"body": "".join(blocks)}, blank_content() | {"body": "".join(changed)})

    assert said(differences) == [
        (
            "Body",
            [
                "… 3",
                ":Block 3 of the text. ",
                ":Block  del:4 ins:four : of the text. ",
                ":Block 5 of the text. ",
                "… 3",
            ],
        )
    ]


def test_a_change_of_formatting_alone_is_said():
    before, after = (
        blank_content() | {"body": body} for body in ("<p>One word.</p>", "<p>One <strong>word</strong>.</p>")
    )

    (difference,) = compare(before, after)

    assert (difference.field, difference.only_formatting, difference.rows) == ("body", True, [])


def test_headings_items_links_pictures_and_page_breaks_are_told_apart():
    body = (
        '<h2>Quay</h2><p>See <a href="https://x.example/">this</a>.</p><ul><li>One</li><li>Two</li></ul>'
        '<figure><img src="/media/abc/full-800.webp" alt="A ship"><figcaption>At noon</figcaption></figure>'
        '<hr class="page-break"><p>End</p>'
    )

    assert body_blocks(body) == [
        "## Quay",
        "See this ‹https://x.example/›.",
        "• One",
        "• Two",
        "[Photograph abc: A ship]",
        "At noon",
        "———",
        "End",
    ]
