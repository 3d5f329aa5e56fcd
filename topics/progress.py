"""How far a long command has come: a bar on a terminal, a line now and then everywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from django.utils.translation import gettext as _

SECONDS_BETWEEN_LINES = 5.0
PARTS_BETWEEN_LINES = 10  # with a known total, also one line per tenth


class Progress:
    """Counts steps and shows them; ends with a line that says what was done and in what time.

        with Progress(_("Importing"), total=1809, stream=self.stdout) as progress:
            for item in items:
                progress.advance()

    ``total`` may be ``None`` (not known) and may be set later. ``stream`` defaults to standard error and may be a
    command's ``self.stdout``; ``clock`` counts seconds. Nothing is shown when there was nothing to do.
    """

    def __init__(
        self,
        label: str,
        total: int | None = None,
        stream: TextIO | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.label = label
        self.total = total
        self.done = 0
        # A command's self.stdout wraps the real stream, adds line ends of its own and can not be drawn on.
        stream = sys.stderr if stream is None else stream
        self._stream = getattr(stream, "_out", stream)
        self._clock = clock
        self._bar = None

    def __enter__(self) -> Progress:
        self._began = self._last_line = self._clock()
        self._last_part = 0
        if self._stream.isatty():
            self._bar, self._task = _bar(self._stream, self.label, self.total)
            self._bar.start()
        return self

    def advance(self, steps: int = 1) -> None:
        self.done += steps
        if self._bar:
            self._bar.update(self._task, completed=self.done, total=self.total)
        elif self._is_time_for_a_line():
            self._say(self._count())

    def note(self, message: str) -> None:
        """Print a line without disturbing the bar."""
        if self._bar:
            self._bar.console.print(message, markup=False, highlight=False)
        else:
            self._say(message)

    def __exit__(self, kind, error, traceback) -> None:
        if self._bar:
            self._bar.stop()
        if not self.done:
            return
        seconds = self._clock() - self._began
        words = {"count": self._count(), "seconds": f"{seconds:.1f}", "pace": f"{self.done / max(seconds, 0.001):.0f}"}
        if kind:
            self._say(_("%(count)s, interrupted after %(seconds)s s") % words)
        else:
            self._say(_("%(count)s in %(seconds)s s (%(pace)s a second)") % words)

    def _count(self) -> str:
        if self.total:
            return _("%(label)s: %(done)s of %(total)s") % {
                "label": self.label,
                "done": f"{self.done:,}",
                "total": f"{self.total:,}",
            }
        return _("%(label)s: %(done)s") % {"label": self.label, "done": f"{self.done:,}"}

    def _is_time_for_a_line(self) -> bool:
        now = self._clock()
        part = self.done * PARTS_BETWEEN_LINES // self.total if self.total else 0
        is_last = self.total is not None and self.done >= self.total
        # Quick work passes its tenths faster than anyone reads: a second at least between two lines.
        due = now - self._last_line >= (1.0 if part > self._last_part else SECONDS_BETWEEN_LINES)
        if is_last or not due:  # the last step is told by the closing line
            return False
        self._last_line, self._last_part = now, part
        return True

    def _say(self, line: str) -> None:
        self._stream.write(line + "\n")
        self._stream.flush()


def _bar(stream: TextIO, label: str, total: int | None):
    # Loaded here because rich costs every command a tenth of a second, and only terminals need it.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(file=stream),
        transient=True,  # the closing line takes its place
    )
    return bar, bar.add_task(label, total=total)
