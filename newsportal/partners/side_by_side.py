"""Many slow jobs side by side, a few at a time, none of which can hold up the others."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

WORKERS = 8
PATIENCE = 90.0  # seconds for one job
STEP = 0.25  # seconds between two looks at the clock


def side_by_side(
    jobs: Iterable[Job],
    work: Callable[[Job], Result],
    *,
    workers: int = WORKERS,
    patience: float = PATIENCE,
    step: float = STEP,
) -> Iterator[tuple[Job, Result | Exception]]:
    """Each job with what ``work`` made of it, as they come in; ``work`` runs in threads, the caller's loop does not.

    An exception takes the place of a result, and ``TimeoutError`` that of a job that takes longer than ``patience``:
    its thread is left behind (it cannot be stopped, and does not keep the program from ending) and another one takes
    over its place. ``work`` must not touch the database: every thread would open a connection of its own.
    """
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    finished: queue.SimpleQueue = queue.SimpleQueue()
    pending: dict[int, Job] = dict(enumerate(jobs))
    begun: dict[int, float] = {}

    def labour() -> None:
        while True:
            try:
                number, job = waiting.get_nowait()
            except queue.Empty:
                return
            begun[number] = time.monotonic()
            try:
                result = work(job)
            except Exception as error:  # handed to the caller, who knows what may go wrong
                result = error
            finished.put((number, result))
            if number in abandoned:  # somebody else works in this place already
                return

    def engage() -> None:
        threading.Thread(target=labour, name="side-by-side", daemon=True).start()

    abandoned: set[int] = set()
    for entry in pending.items():
        waiting.put(entry)
    for _worker in range(min(workers, len(pending))):
        engage()
    while pending:
        try:
            number, result = finished.get(timeout=step)
        except queue.Empty:
            late = [n for n, since in list(begun.items()) if n in pending and time.monotonic() - since > patience]
            for number in late:
                abandoned.add(number)
                engage()
                yield pending.pop(number), TimeoutError()
            continue
        if number in pending:  # else it comes after it was given up
            yield pending.pop(number), result
