import json

from newsportal.bench.imports import write_sample


def test_sample_holds_one_item_a_line(tmp_path):
    write_sample(tmp_path / "sample.jsonl", items=3)

    items = [json.loads(line) for line in (tmp_path / "sample.jsonl").read_text().splitlines()]
    assert [item["uri"] for item in items] == [f"urn:example:bench:{n}" for n in (1, 2, 3)]
    assert all(item["headline"] and item["body_html"].count("<p>") == 3 and item["subject"] for item in items)
