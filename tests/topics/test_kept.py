import datetime
import itertools

import pytest
import time_machine

from topics.kept import Kept, forget_everything
from topics.versions import held, touch

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def kept():
    """Reads 1 the first time, 2 the second time …"""
    return Kept(itertools.count(1).__next__, of=["topics"])


def test_answer_is_read_once_until_its_version_is_another(kept):
    said = [kept(), kept()]
    touch("articles")
    said.append(kept())
    touch("topics")

    assert [*said, kept(), kept()] == [1, 1, 1, 2, 2]


def test_answer_goes_by_the_versions_that_are_held(kept):
    with held():
        said = [kept()]
        touch("topics")  # within what is held, it is heard of at once
        said.append(kept())

    assert said == [1, 2]


def test_answer_ends_at_its_moment(clock):
    kept = Kept(itertools.count(1).__next__, of=["topics"], until=lambda now: NOON + datetime.timedelta(seconds=60))
    said = [kept()]
    clock.shift(59)
    said.append(kept())
    clock.shift(1)

    assert [*said, kept()] == [1, 1, 2]


def test_clock_that_is_set_back_does_not_make_an_answer_last(kept, clock):
    said = [kept()]
    clock.shift(-3600)

    assert [*said, kept()] == [1, 2]


def test_what_is_written_while_an_answer_is_read_is_read_the_next_time():
    answers = iter(["old", "new"])

    def read():
        answer = next(answers)
        if answer == "old":
            touch("topics")  # another thread commits meanwhile
        return answer

    kept = Kept(read, of=["topics"])

    assert [kept(), kept(), kept()] == ["old", "new", "new"]


def test_answer_that_is_empty_is_kept_too():
    answers = iter([None, 1])
    kept = Kept(lambda: next(answers), of=["topics"])

    assert [kept(), kept()] == [None, None]


def test_every_caller_gets_the_same_object():
    kept = Kept(lambda: ("a", "b"), of=["topics"])

    assert kept() is kept()


def test_question_that_fails_is_asked_again():
    answers = iter([0, 1])
    kept = Kept(lambda: 1 / next(answers), of=["topics"])

    with pytest.raises(ZeroDivisionError):
        kept()
    assert kept() == 1


def test_answer_that_was_given_holds_until_it_is_forgotten(kept):
    kept.remember(10)
    touch("topics")
    said = [kept()]
    forget_everything()

    assert [*said, kept()] == [10, 1]
