import gzip
import json
from hashlib import sha256

import pytest

from articles.ninjs import reading
from articles.ninjs.reading import read_entries


def read(path):
    return [(entry.place, entry.problem or entry.value) for entry in read_entries(path)]


ONE, TWO = {"uri": "urn:example:1"}, {"uri": "urn:example:2"}


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ('{\n "uri": "urn:example:1"\n}', [("wire", ONE)]),
        ('[{"uri": "urn:example:1"},\n{"uri": "urn:example:2"}]', [("wire, item 1", ONE), ("wire, item 2", TWO)]),
        ('\n{"uri": "urn:example:1"}\n\n{"uri": "urn:example:2"}', [("wire:2", ONE), ("wire:4", TWO)]),
        ('\ufeff{"uri": "urn:example:1"}', [("wire:1", ONE)]),
    ],
)
def test_read_entries_finds_items_by_content(tmp_path, pack, text, entries):
    path = tmp_path / "wire"
    path.write_bytes(pack(text.encode()))

    assert read(path) == entries


@pytest.mark.parametrize("broken", ['{"uri": ', "nonsense", '{"uri": NaN}'])
@pytest.mark.parametrize("position", [0, 1])
def test_read_entries_goes_on_after_a_broken_line(tmp_path, broken, position):
    lines = [json.dumps(ONE), json.dumps(TWO)]
    lines.insert(position, broken)
    path = tmp_path / "wire"
    path.write_text("\n".join(lines))

    entries = list(read_entries(path))

    assert [entry.value for entry in entries if not entry.problem] == [ONE, TWO]
    assert [entry.place for entry in entries if entry.problem] == [f"wire:{position + 1}"]
    assert not any(entry.is_file for entry in entries)


def test_read_entries_goes_on_after_a_line_that_is_too_long(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_LINE", 64)
    path = tmp_path / "wire"
    path.write_text("\n".join([json.dumps(ONE), json.dumps({"uri": "x" * 500}), json.dumps(TWO)]))

    assert read(path) == [("wire:1", ONE), ("wire:2", "The line is too long for an item."), ("wire:3", TWO)]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "The file is empty."),
        (b'[{"uri": "a"}, ', "The JSON is broken in line 1, column 16 (Expecting value)."),
        (b"\xff\xfe\xfa", "The text is not UTF-8."),
        (b"[" * 100_000, "The JSON is nested too deeply."),
        (b"\x1f\x8bnonsense", "The file cannot be read (Unknown compression method)."),
    ],
)
def test_read_entries_reports_a_file_that_cannot_be_read(tmp_path, data, problem):
    path = tmp_path / "wire"
    path.write_bytes(data)

    assert [(entry.place, entry.problem, entry.is_file) for entry in read_entries(path)] == [("wire", problem, True)]


def test_read_entries_reports_a_missing_file_and_a_folder(tmp_path):
    entries = [*read_entries(tmp_path / "missing"), *read_entries(tmp_path)]

    assert [(entry.problem, entry.is_file) for entry in entries] == [
        ("The file cannot be read (No such file or directory).", True),
        ("The file cannot be read (Is a directory).", True),
    ]


def test_read_entries_gives_what_comes_before_the_end_of_a_cut_archive(tmp_path):
    path = tmp_path / "wire.gz"
    names = [sha256(str(number).encode()).hexdigest() for number in range(9999)]  # hard to pack
    lines = "\n".join(json.dumps({"uri": name}) for name in names).encode()
    path.write_bytes(gzip.compress(lines)[:-20_000])

    *entries, last = read_entries(path)

    read_whole = [entry.value["uri"] for entry in entries if not entry.problem]
    assert 0 < len(read_whole) < 9999
    assert read_whole == names[: len(read_whole)]
    assert last.is_file
