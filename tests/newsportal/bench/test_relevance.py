import json

import pytest

from articles.search.query import Query
from newsportal.bench.relevance import Answer, Wanted, ask, import_stories, relevance_table, verdict, wanted_stories


def test_queries_are_two_to_four_words_for_forty_different_stories():
    wanted = wanted_stories()

    assert len({one.uri for one in wanted}) == len(wanted) == 40
    assert {len(one.query.split()) for one in wanted} <= {2, 3, 4}
    assert all(len(Query.parse(one.query).groups) == len(one.query.split()) for one in wanted)


@pytest.mark.django_db
def test_rank_is_the_place_of_the_story_that_was_meant(tmp_path):
    file = tmp_path / "wire.ninjs.jsonl"
    headlines = ["Ship leaves harbour", "Harbour budget", "Trains"]
    items = [
        {
            "uri": f"urn:example:{number}",
            "type": "text",
            "pubstatus": "usable",
            "versioncreated": "2026-01-01T12:00:00Z",
            "language": "en",
            "headline": headline,
            "description_text": "What happened.",
            "subject": [{"name": "World"}],
            "body_xhtml": "<p>The harbour, the harbour.</p>" if headline == "Harbour budget" else "<p>No water.</p>",
        }
        for number, headline in enumerate(headlines)
    ]
    file.write_text("\n".join(map(json.dumps, items)), encoding="utf-8")
    import_stories(file)
    wanted = [Wanted(f"urn:example:{number}", "harbour") for number in range(3)]

    answers = ask(wanted)

    assert [answer.rank for answer in answers] == [2, 1, None]
    assert {(answer.matches, answer.first) for answer in answers} == {(2, "Harbour budget")}
    with pytest.raises(ValueError, match="lacks 1 of the stories"):
        ask([Wanted("urn:example:9", "harbour")])


def test_table_and_verdict_tell_the_misses():
    hit = Answer(Wanted("a", "ship harbour"), 3, 9, "Ships")
    low, lost = (Answer(Wanted("b", "grain price"), rank, 12, "Prices") for rank in (4, None))

    assert relevance_table({"SQLite": [hit, low], "PostgreSQL": [hit, lost]}).splitlines()[2:] == [
        "| ship harbour |      3 |          3 |       9 |",
        "| grain price  |      4 |  not found |      12 |",
    ]
    assert verdict("SQLite", [hit, low]) == (
        "SQLite: 1 of 2 among the first 3 (at least 90%).\n- “grain price”: number 4 of 12; first: Prices"
    )
