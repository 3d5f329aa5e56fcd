import csv
import io

from articles.csv_files import csv_lines


def test_cells_come_back_as_they_were_but_for_formulas():
    rows = [["at", "what"], ["a,b", 'He said "no".\nAnd left.'], ["=1+1", "+1"], ["-1", "@x"], ["\t=1", "ü"]]

    text = "".join(csv_lines(rows))

    assert text.startswith("\ufeff")
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["at", "what"],
        ["a,b", 'He said "no".\nAnd left.'],
        ["'=1+1", "'+1"],
        ["'-1", "'@x"],
        ["'\t=1", "ü"],
    ]


def test_lines_are_made_one_by_one():
    lines = csv_lines(iter([["a"], ["b"]]))

    assert [next(lines), next(lines)] == ["\ufeff", "a\r\n"]
