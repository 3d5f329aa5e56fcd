"""Asking the publishers, with a door that leads nowhere."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from newsportal.currency import fetching
from newsportal.currency.fetching import CBR_DAY, ECB_90_DAYS, ECB_DAY, ECB_HISTORY, Outcome, fetch_rates
from newsportal.currency.models import Rate, Series, Source, source_of
from newsportal.currency.publishers import Publisher
from newsportal.currency.receiving import Received
from newsportal.http import Conditions, Response, Unreachable
from tests.newsportal.currency.archive import day, euro_rates, rouble_rates, sample, store, zipped

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 30, 17, tzinfo=datetime.UTC)
FRIDAY = day("2026-10-30")
CBR_DYNAMIC = fetching.CBR_PERIOD


class Door:
    """Answers with what it was given for an address (its part before ``?``), and remembers what was asked."""

    def __init__(self, answers):
        self.answers = answers
        self.asked: list[str] = []
        self.conditions: list[Conditions | None] = []

    def __call__(self, url, *, conditions=None, limits=None):
        self.asked.append(url)
        self.conditions.append(conditions)
        answer = self.answers.get(url, self.answers.get(url.partition("?")[0], 404))
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return Response(status=answer, url=url)
        return Response(status=200, url=url, body=answer, etag='"v1"', last_modified="Fri, 30 Oct 2026 15:00:00 GMT")


def run(answers, **options) -> tuple[list[Outcome], Door]:
    door = Door(answers)
    return fetch_rates(fetch=door, **{"now": NOW} | options), door


def cbr_day(date: str) -> bytes:
    return sample("cbr-daily.xml").replace(b"15.03.2022", date.encode())


def test_new_rates_of_both_publishers_come_in():
    outcomes, door = run({ECB_DAY: sample("ecb-daily.xml"), CBR_DAY: cbr_day("31.10.2026")})

    assert outcomes == [
        Outcome(Publisher.ECB, Received(29, 0, 0, FRIDAY)),
        Outcome(Publisher.CBR, Received(7, 0, 0, day("2026-10-31"))),
    ]
    assert door.asked == [ECB_DAY, CBR_DAY]
    assert set(Source.objects.values_list("asked_at", "answered_at", "problem")) == {(NOW, NOW, "")}


def test_second_time_asks_for_changes_only():
    answers = {ECB_DAY: sample("ecb-daily.xml"), CBR_DAY: cbr_day("30.10.2026")}
    run(answers)

    outcomes, door = run({ECB_DAY: 304, CBR_DAY: 304})

    said = Conditions(etag='"v1"', last_modified="Fri, 30 Oct 2026 15:00:00 GMT")
    assert door.conditions == [said, said]
    assert [(outcome.received, outcome.problem) for outcome in outcomes] == [(None, ""), (None, "")]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Unreachable("The host cannot be reached."), "The host cannot be reached."),
        (503, f"{ECB_DAY} answered with status 503."),
        (304, f"{ECB_DAY} answered with status 304."),  # nobody asked for changes only
        (b"", "The file is empty."),
        (b"<html>Busy</html>", "This is no file of a publisher of rates that we know."),
        (sample("cbr-daily.xml"), "The file is another publisher's."),
    ],
)
def test_a_publisher_that_fails_is_reported_and_stops_no_other(answer, said):
    store(euro_rates(("USD", "2026-10-29", "1.113")))

    outcomes, _door = run({ECB_DAY: answer, CBR_DAY: cbr_day("30.10.2026")})

    ecb, cbr = source_of(Publisher.ECB), source_of(Publisher.CBR)
    assert [outcome.problem for outcome in outcomes] == [said, ""]
    assert (ecb.problem, ecb.problem_at, ecb.answered_at) == (said, NOW, None)
    assert (cbr.problem, cbr.problem_at, cbr.answered_at) == ("", None, NOW)
    assert Rate.objects.filter(series__publisher="ecb").count() == 1


def test_absurd_file_is_refused_reported_and_asked_for_again():
    store(euro_rates(("USD", "2026-10-29", "1.113")))
    absurd = sample("ecb-daily.xml").replace(b"'1.1172'", b"'11.172'")

    [outcome, _other], _door = run({ECB_DAY: absurd, CBR_DAY: 304})
    _outcomes, again = run({ECB_DAY: absurd, CBR_DAY: 304})

    assert "USD moved by 903.8 %" in outcome.problem
    assert Series.objects.newest_day(Publisher.ECB) == day("2026-10-29")
    assert again.conditions[0] is None


def test_problem_keeps_its_first_moment_and_goes_when_rates_come():
    later = NOW + datetime.timedelta(hours=1)
    run({})
    run({}, now=later)
    broken = source_of(Publisher.ECB)

    run({ECB_DAY: sample("ecb-daily.xml")}, now=later)

    assert (broken.problem_at, broken.asked_at) == (NOW, later)
    healed = source_of(Publisher.ECB)
    assert (healed.problem, healed.problem_at, healed.answered_at) == ("", None, later)


@pytest.mark.parametrize(
    ("newest", "today", "asked"),
    [
        ("2026-10-29", FRIDAY, ECB_DAY),
        ("2026-10-28", FRIDAY, ECB_90_DAYS),  # Thursday's list is not in the file of the day any more
        ("2026-10-30", day("2026-11-01"), ECB_DAY),
        ("2026-10-30", day("2026-11-02"), ECB_DAY),
        ("2026-10-30", day("2026-11-03"), ECB_90_DAYS),
        ("2026-10-31", FRIDAY, ECB_DAY),
    ],
)
def test_missed_days_are_filled_from_the_90_days(newest, today, asked):
    store(euro_rates(("USD", newest, "1.1188")))

    _outcomes, door = run({}, now=NOW + (today - FRIDAY))

    assert door.asked[0] == asked


def test_missed_days_of_the_bank_of_russia_are_asked_one_by_one():
    store(rouble_rates(("USD", "2026-10-27", "1", "115"), ("EUR", "2026-10-27", "1", "127")))
    dates = [f"{CBR_DAY}?date_req={number}%2F10%2F2026" for number in (28, 29)]

    outcomes, door = run(
        {CBR_DAY: cbr_day("30.10.2026"), dates[0]: cbr_day("28.10.2026"), dates[1]: cbr_day("29.10.2026")}
    )

    assert door.asked[1:] == [CBR_DAY, *dates]
    assert outcomes[1].received == Received(created=21, corrected=0, unchanged=0, newest_day=FRIDAY)


def test_missed_day_that_does_not_come_is_asked_for_again():
    store(rouble_rates(("USD", "2026-10-27", "1", "115"), ("EUR", "2026-10-27", "1", "127")))
    answers = {CBR_DAY: cbr_day("30.10.2026"), f"{CBR_DAY}?date_req=28%2F10%2F2026": cbr_day("28.10.2026")}
    thursday = f"{CBR_DAY}?date_req=29%2F10%2F2026"

    [_ecb, failed], _door = run({**answers, thursday: 503})
    have = Series.objects.newest_day(Publisher.CBR)
    [_ecb, came], door = run({**answers, thursday: cbr_day("29.10.2026")})

    assert (failed.problem, have) == (f"{thursday} answered with status 503.", day("2026-10-28"))
    assert (came.received, door.asked[1:]) == (Received(14, 0, 0, FRIDAY), [CBR_DAY, thursday])


def test_missed_day_is_compared_with_the_day_before_it():
    store(rouble_rates(("USD", "2026-10-28", "1", "115"), ("EUR", "2026-10-28", "1", "127")))
    absurd = cbr_day("29.10.2026").replace(b"115,1963", b"1151,963")

    [_ecb, refused], _door = run({CBR_DAY: cbr_day("30.10.2026"), f"{CBR_DAY}?date_req=29%2F10%2F2026": absurd})

    assert "USD moved by" in refused.problem
    assert Series.objects.newest_day(Publisher.CBR) == day("2026-10-28")


def test_problem_that_quotes_a_broken_file_can_be_kept():
    run({ECB_DAY: b"Date,U\0D,\n"})

    assert source_of(Publisher.ECB).problem == "“UD” is no code of a currency."


def test_switched_off_publisher_is_not_asked():
    Source.objects.filter(publisher=Publisher.ECB).update(is_fetched=False)

    outcomes, door = run({CBR_DAY: cbr_day("30.10.2026")})

    assert ([outcome.publisher for outcome in outcomes], door.asked) == ([Publisher.CBR], [CBR_DAY])


def test_history_gets_everything_and_reports_what_was_refused():
    answers = {ECB_HISTORY: zipped(sample("ecb-history.csv")), CBR_DAY: sample("cbr-daily.xml")}
    period = "date_req1=01%2F01%2F1998&date_req2=30%2F10%2F2026"

    outcomes, door = run(
        {**answers, CBR_DYNAMIC: 404, f"{CBR_DYNAMIC}?{period}&VAL_NM_RQ=R01235": sample("cbr-dynamic.xml")},
        history=True,
    )

    asked = [url for url in door.asked if url.startswith(CBR_DYNAMIC)]
    assert {url.rpartition("=")[2] for url in asked} == {
        "R01035",
        "R01060",
        "R01235",
        "R01239",
        "R01717",
        "R01815",
        "R01820",
    }
    assert outcomes[0].received.newest_day == FRIDAY
    assert outcomes[1].received == Received(created=9, corrected=0, unchanged=1, newest_day=day("2022-03-15"))
    assert outcomes[1].problem.count("answered with status 404") == 6
    assert source_of(Publisher.CBR).problem.startswith("R01035: ")


def test_command_says_what_came_and_fails_when_a_publisher_did(monkeypatch, capsys):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(
        "newsportal.currency.management.commands.fetch_rates.fetch", Door({ECB_DAY: sample("ecb-daily.xml")})
    )

    with pytest.raises(CommandError, match="Some rates could not be fetched"):
        call_command("fetch_rates")

    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("Files")]
    assert lines == [
        "European Central Bank: 29 new rates, 0 corrected, 0 known; newest day 2026-10-30",
        f"Bank of Russia: {CBR_DAY} answered with status 404.",
    ]
