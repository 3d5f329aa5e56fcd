"""Many jobs at once, none of which holds up the others."""

import threading

from newsportal.partners.side_by_side import side_by_side


def test_every_job_comes_back_with_its_result():
    assert sorted(side_by_side([1, 2, 3], lambda job: job * 10, workers=2)) == [(1, 10), (2, 20), (3, 30)]


def test_no_jobs_are_no_work():
    assert list(side_by_side([], lambda job: job)) == []


def test_exception_comes_back_in_the_place_of_a_result():
    mistake = ZeroDivisionError()

    def work(job):
        if job == 1:
            raise mistake
        return job

    assert dict(side_by_side([1, 2], work)) == {1: mistake, 2: 2}


def test_no_more_jobs_run_at_once_than_there_are_workers():
    running, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(3, timeout=5)

    def work(job):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        together.wait()  # all three at once, or this breaks
        with lock:
            running -= 1

    results = list(side_by_side(range(9), work, workers=3))

    assert (most, [result for _, result in results]) == (3, [None] * 9)


def test_jobs_that_never_end_are_given_up_and_the_others_go_on():
    never = threading.Event()

    def work(job):
        if job < 3:
            never.wait(20)
        return job

    results = dict(side_by_side(range(6), work, workers=2, patience=0.05, step=0.01))
    never.set()

    assert {job for job, result in results.items() if isinstance(result, TimeoutError)} == {0, 1, 2}
    assert {job: result for job, result in results.items() if job > 2} == {3: 3, 4: 4, 5: 5}
