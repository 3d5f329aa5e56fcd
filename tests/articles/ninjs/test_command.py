import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from articles.ninjs import reading
from tests.factories import make_section

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent / "samples"


def run(*arguments):
    out = io.StringIO()
    call_command("import_ninjs", *map(str, arguments), stdout=out)
    return [line for line in out.getvalue().splitlines() if not line.startswith("Items:")]


def test_import_ninjs_sums_up():
    assert run(SAMPLES / "harbour.ninjs1.json") == [
        "Items read: 1",
        "  stories created: 1",
        "  new topics: 2",
        "  photographs not at hand: 1",
    ]
    assert run(SAMPLES / "harbour.ninjs3.json") == ["Items read: 1", "  unchanged: 1", "Nothing has changed."]


def test_import_ninjs_brings_drafts_and_does_nothing_in_a_dry_run():
    assert run(SAMPLES / "harbour.ninjs2.json", "--dry-run")[-1] == "This was a dry run: nothing has been written."
    assert not Article.objects.exists()

    run(SAMPLES / "harbour.ninjs2.json", "--draft")
    assert list(Article.objects.values_list("status", flat=True)) == ["draft"]


def test_import_ninjs_goes_on_after_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "broken.json").write_text("[")

    with pytest.raises(CommandError, match="1 file could not be read"):
        run(tmp_path / "broken.json", SAMPLES / "harbour.ninjs2.json")

    assert Article.objects.count() == 1


def test_import_ninjs_lists_bad_items_and_succeeds(tmp_path):
    path = tmp_path / "wire.jsonl"
    path.write_text("\n".join(json.dumps(item) for item in [{"uri": "urn:example:1", "type": "picture"}, {"uri": 7}]))

    assert run(path) == [
        "Problems:",
        "  wire.jsonl:2: “uri” should be a text and is a number.",
        "Skipped: 1, no story, but of type “picture”",
        "Items read: 2",
        "  failed: 1",
        "Nothing has changed.",
    ]


def test_import_ninjs_refuses_an_unknown_section():
    make_section("World")

    with pytest.raises(CommandError, match="no section with the slug “nowhere”"):
        run(SAMPLES / "harbour.ninjs1.json", "--section", "nowhere")


def test_import_ninjs_ends_with_a_summary_when_it_is_interrupted(monkeypatch):
    def interrupted(text):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "_parsed", interrupted)

    with pytest.raises(CommandError, match="Interrupted") as error:
        run(SAMPLES / "harbour.ninjs1.json")

    assert error.value.returncode == 130
