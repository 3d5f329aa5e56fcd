import itertools

import pytest
import time_machine

from newsportal.remembered import Remembered


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel("2026-11-24T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def remembered():
    """Reads 1 the first time, 2 the second time …"""
    return Remembered(itertools.count(1).__next__, seconds=60)


def test_answer_is_read_once_until_it_is_old(remembered, clock):
    said = [remembered(), remembered()]
    clock.shift(59)
    said.append(remembered())
    clock.shift(1)
    said += [remembered(), remembered()]

    assert said == [1, 1, 1, 2, 2]


def test_answer_that_is_empty_is_remembered_too():
    answers = iter([None, 1])
    remembered = Remembered(lambda: next(answers), seconds=60)

    assert [remembered(), remembered()] == [None, None]


def test_every_caller_gets_the_same_object():
    remembered = Remembered(lambda: ("a", "b"), seconds=60)

    assert remembered() is remembered()


def test_forgotten_answer_is_read_anew(remembered):
    said = [remembered()]
    remembered.forget()

    assert [*said, remembered()] == [1, 2]


def test_answer_that_was_given_holds_for_as_long_as_was_said(remembered, clock):
    remembered.remember(10, seconds=5)
    said = [remembered()]
    clock.shift(5)
    said.append(remembered())
    remembered.remember(20, seconds=None)
    clock.shift(10**9)
    said.append(remembered())

    assert said == [10, 1, 20]


def test_clock_that_is_set_back_does_not_make_an_answer_last(remembered, clock):
    said = [remembered()]
    clock.shift(-3600)

    assert [*said, remembered()] == [1, 2]


def test_answer_that_was_forgotten_while_it_was_read_is_not_remembered():
    answers = iter(["old", "new"])

    def read():
        answer = next(answers)
        if answer == "old":
            remembered.forget()  # another thread stored something new meanwhile
        return answer

    remembered = Remembered(read, seconds=60)

    assert [remembered(), remembered(), remembered()] == ["old", "new", "new"]


def test_question_that_fails_is_asked_again():
    answers = iter([0, 1])
    remembered = Remembered(lambda: 1 / next(answers), seconds=60)

    with pytest.raises(ZeroDivisionError):
        remembered()
    assert remembered() == 1
