"""The command that takes the IPTC Media Topics over."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_topic
from topics.models import Topic

SAMPLE = Path(__file__).parent.parent / "topics" / "samples" / "vocabulary.json"


@pytest.mark.django_db
def test_import_mediatopics_sums_up_and_says_when_nothing_has_changed():
    def run():
        out = io.StringIO()
        call_command("import_mediatopics", str(SAMPLE), stdout=out)
        return out.getvalue().splitlines()[1:]

    make_topic("Water")
    topics = [
        "Topics that stand elsewhere than in the vocabulary: 1. They were not moved.",
        "  Water (medtop:20000001)",
    ]
    assert run() == ["  created: 3", "  given their code: 1", *topics]
    assert run() == ["  unchanged: 4", "Nothing has changed.", *topics]


@pytest.mark.django_db
def test_import_mediatopics_refuses_a_malformed_file_and_changes_nothing(tmp_path):
    path = tmp_path / "vocabulary.json"
    path.write_text(SAMPLE.read_text().replace('"qcode": "medtop:01000000"', '"qcode": 7'))

    with pytest.raises(CommandError, match="Concept 4 is not readable: “qcode” is no text"):
        call_command("import_mediatopics", str(path))
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("import_mediatopics", str(tmp_path / "missing.json"))

    assert not Topic.objects.exists()
