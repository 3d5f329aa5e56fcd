"""Sources at their worst: each ends in a ``FetchError``, and none costs more time, bytes or memory than allowed."""

import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsportal.http import (
    BadResponse,
    FetchError,
    Limits,
    TooLarge,
    TooSlow,
    Unreachable,
)
from tests.newsportal import hostile
from tests.newsportal.hostile import (
    BROKEN,
    CHUNKED,
    FEED,
    LARGE,
    PATIENCE,
    SHORT,
    SLOW,
    SMALL,
    Outside,
    answer,
    head,
    loopback_door,
    raw,
    redirect,
)


@pytest.mark.parametrize("kind", SLOW)
def test_slow_source_costs_its_seconds_and_no_more(outside, door, kind):
    outside.routes["/"] = SLOW[kind]
    began = time.monotonic()

    with pytest.raises(TooSlow):
        door.fetch(outside.url(), limits=SHORT)

    assert 0.25 < time.monotonic() - began < SHORT.seconds + PATIENCE


def test_all_redirects_share_one_time_limit(outside, door):
    def hesitate(visit):
        visit.stopping.wait(0.2)
        redirect(visit.path + "x")(visit)

    outside.routes |= {"/" + "x" * step: hesitate for step in range(50)}
    began = time.monotonic()

    with pytest.raises(TooSlow):
        door.fetch(outside.url(), limits=Limits(seconds=0.6, redirects=50))

    assert 0.5 < time.monotonic() - began < 0.6 + PATIENCE


@pytest.mark.parametrize("kind", LARGE)
def test_large_source_costs_its_bytes_and_no_more(outside, door, kind):
    outside.routes["/"] = LARGE[kind]
    door.fetch(outside.url("/warm-up"))
    tracemalloc.start()

    try:
        with pytest.raises(TooLarge, match="more than 100000 bytes|without end"):
            door.fetch(outside.url(), limits=SMALL)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 3_000_000  # with what the server needs, in the same process
    assert outside.visits[-1].sent < 12_000_000  # what the buffers between them hold


def test_body_that_says_it_is_too_large_is_not_waited_for(outside, door):
    outside.routes["/"] = lambda visit: (visit.send(head(Content_Length="100001")), visit.keep_silent())

    with pytest.raises(TooLarge, match="more than 100000 bytes"):
        door.fetch(outside.url(), limits=SMALL)


def test_connection_that_is_reset_is_said_to_have_broken(outside, door):
    outside.routes["/"] = hostile.hang_up

    with pytest.raises(Unreachable, match=r"The connection to good\.example broke"):
        door.fetch(outside.url(), limits=SMALL)


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_source_is_said_to_be_broken(outside, door, kind):
    outside.routes["/"] = BROKEN[kind]

    with pytest.raises((BadResponse, TooLarge)) as error:
        door.fetch(outside.url(), limits=SMALL)
    assert isinstance(error.value, BadResponse) or "endless" in kind
    assert str(error.value).endswith(".")


def test_good_source_does_not_wait_for_the_bad_ones(outside, door):
    outside.routes |= {f"/{kind.replace(' ', '-')}": route for kind, route in (SLOW | LARGE | BROKEN).items()}
    bad = sorted(outside.routes)
    outside.routes["/good"] = answer(FEED)

    def attempt(path):
        began = time.monotonic()
        try:
            result = door.fetch(outside.url(path), limits=Limits(bytes=100_000, seconds=4, read=4)).body
        except FetchError as error:
            result = type(error)
        return result, time.monotonic() - began

    with ThreadPoolExecutor(len(bad) + 1) as pool:
        *others, good = pool.map(attempt, [*bad, "/good"])

    assert good[0] == FEED
    assert {result for result, _seconds in others} == {TooSlow, TooLarge, BadResponse}
    assert max(seconds for _result, seconds in others) < 4 + PATIENCE
    assert good[1] < 4


with_http = st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", head(), CHUNKED, head(Content_Encoding="gzip")])
pieces = st.sampled_from(
    b"Content-Length: 5\r\n|Content-Length: x\r\n|Transfer-Encoding: chunked\r\n|Transfer-Encoding: x\r\n|: \r\n|\r\n|"
    b"Location: http://[\r\n|HTTP/1.1 301 x\r\n|Content-Encoding: gzip\r\n| folded\r\n|\x00: \xff\r\n|5\r\nhello\r\n|"
    b"0\r\n|HTTP/1.1 304 \r\n|HTTP/1.1 103 \r\n|Retry-After: -1\r\n|\x1f\x8b\x08|\xff".split(b"|")
)


@pytest.fixture(scope="module")
def lasting_outside():
    with Outside() as server:
        yield server


@settings(max_examples=300, deadline=None)
@given(beginning=with_http, rest=st.lists(pieces | st.binary(max_size=40), max_size=12))
def test_any_bytes_end_in_an_answer_or_a_fetch_error(lasting_outside, beginning, rest):
    lasting_outside.routes["/"] = raw(beginning + b"".join(rest))

    try:
        outcome = loopback_door().fetch(lasting_outside.url(), limits=SMALL).body
    except FetchError as error:
        outcome = str(error)

    assert len(outcome) <= SMALL.bytes
    assert isinstance(outcome, bytes) or outcome.endswith(".")
