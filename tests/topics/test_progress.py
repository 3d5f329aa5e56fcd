import io

import pytest
from django.core.management.base import OutputWrapper

from topics.progress import Progress


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock():
    return Clock()


def test_progress_ends_with_what_was_done_and_in_what_time(clock):
    out = io.StringIO()

    with Progress("Importing", total=1200, stream=out, clock=clock) as progress:
        progress.advance(1200)
        clock.now += 4

    assert out.getvalue() == "Importing: 1,200 of 1,200 in 4.0 s (300 a second)\n"


def test_progress_without_steps_says_nothing(clock):
    out = io.StringIO()

    with Progress("Importing", stream=out, clock=clock):
        pass

    assert out.getvalue() == ""


def test_progress_speaks_at_most_every_five_seconds_when_the_total_is_unknown(clock):
    out = io.StringIO()

    with Progress("Importing", stream=out, clock=clock) as progress:
        for _step in range(12):
            clock.now += 1
            progress.advance()

    assert out.getvalue().splitlines() == [
        "Importing: 5",
        "Importing: 10",
        "Importing: 12 in 12.0 s (1 a second)",
    ]


def test_progress_speaks_at_each_tenth_of_slow_work(clock):
    out = io.StringIO()

    with Progress("Moving", total=20, stream=out, clock=clock) as progress:
        for _step in range(6):
            clock.now += 1
            progress.advance()

    assert out.getvalue().splitlines()[:3] == ["Moving: 2 of 20", "Moving: 4 of 20", "Moving: 6 of 20"]


def test_progress_of_quick_work_does_not_speak_at_each_tenth(clock):
    out = io.StringIO()

    with Progress("Moving", total=100, stream=out, clock=clock) as progress:
        for _step in range(100):
            clock.now += 0.001
            progress.advance()

    assert len(out.getvalue().splitlines()) == 1


def test_progress_that_is_interrupted_says_how_far_it_came(clock):
    out = io.StringIO()

    def work():
        with Progress("Importing", total=9, stream=out, clock=clock) as progress:
            progress.advance(3)
            clock.now += 2
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()

    assert out.getvalue() == "Importing: 3 of 9, interrupted after 2.0 s\n"


def test_progress_writes_single_lines_to_the_output_of_a_command(clock):
    out = io.StringIO()

    with Progress("Importing", stream=OutputWrapper(out), clock=clock) as progress:
        progress.advance()
        progress.note("One item has no headline.")
        clock.now += 1

    assert out.getvalue() == "One item has no headline.\nImporting: 1 in 1.0 s (1 a second)\n"


def test_progress_draws_a_bar_on_a_terminal(clock, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    out = Terminal()

    with Progress("Import [1]", total=2, stream=out, clock=clock) as progress:
        progress.advance(2)
        progress.note("A note with [brackets].")
        clock.now += 1

    drawn = out.getvalue()
    assert "━" in drawn
    assert "A note with [brackets]." in drawn
    assert drawn.endswith("Import [1]: 2 of 2 in 1.0 s (2 a second)\n")
