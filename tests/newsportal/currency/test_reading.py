"""Every format of both publishers, whole and broken."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.currency.publishers import Publisher
from newsportal.currency.reading import read_rates
from newsportal.currency.records import RateFile, RatesError
from tests.newsportal.currency.archive import day, sample, zipped

CODES = {"R01235": "USD"}


def read(body: bytes) -> RateFile:
    return read_rates(body, codes=CODES)


def rows(file: RateFile) -> set[tuple]:
    return {(record.currency, record.date.isoformat(), record.units, record.base_units) for record in file.records}


def refusal(body: bytes) -> str:
    with pytest.raises(RatesError) as caught:
        read(body)
    return str(caught.value)


def test_ecb_day_says_what_one_euro_was_worth():
    file = read(sample("ecb-daily.xml"))

    assert (file.publisher, file.is_list, file.newest_day, len(file.records)) == (
        Publisher.ECB,
        True,
        day("2026-10-30"),
        29,
    )
    assert rows(file) >= {
        ("USD", "2026-10-30", Decimal("1.1172"), 1),
        ("JPY", "2026-10-30", Decimal("175.68"), 1),
        ("ISK", "2026-10-30", Decimal("136"), 1),
    }


def test_ecb_90_days_have_a_list_for_each_day():
    file = read(sample("ecb-90-days.xml"))

    days = {record.date.isoformat() for record in file.records}
    assert (days, len(file.records)) == ({"2026-10-30", "2026-10-29", "2026-10-28"}, 3 * 29)


def test_ecb_history_leaves_out_what_was_not_quoted():
    file = read(sample("ecb-history.csv"))

    by_currency = {
        code: sorted(record.date.isoformat() for record in file.records if record.currency == code)
        for code in ("HRK", "TRL", "RUB")
    }
    assert by_currency["HRK"] == [
        "2008-12-09",
        "2008-12-10",
        "2022-02-28",
        "2022-03-01",
        "2022-03-02",
        "2022-04-14",
        "2022-04-19",
        "2022-12-29",
        "2022-12-30",
    ]
    assert by_currency["TRL"] == ["1999-01-04"]
    assert by_currency["RUB"] == ["2008-12-09", "2008-12-10", "2022-02-28", "2022-03-01"]
    assert ("TRL", "1999-01-04", Decimal(372274), 1) in rows(file)


def test_ecb_zip_holds_the_same_as_its_table():
    table = sample("ecb-history.csv")

    assert read(zipped(table)) == read(table)


def test_ecb_table_of_the_day_writes_its_date_in_words():
    table = b"Date, USD, JPY, RUB, \n30 October 2026, 1.1172, 175.68, N/A, \n"

    assert rows(read(zipped(table, "eurofxref.csv"))) == {
        ("USD", "2026-10-30", Decimal("1.1172"), 1),
        ("JPY", "2026-10-30", Decimal("175.68"), 1),
    }


def test_cbr_day_says_what_the_nominal_cost():
    file = read(sample("cbr-daily.xml"))

    assert (file.publisher, file.is_list) == (Publisher.CBR, True)
    assert rows(file) == {
        ("GBP", "2022-03-15", 1, Decimal("151.5177")),
        ("AMD", "2022-03-15", 100, Decimal("22.3221")),
        ("USD", "2022-03-15", 1, Decimal("115.1963")),
        ("EUR", "2022-03-15", 1, Decimal("127.2343")),
        ("UZS", "2022-03-15", 1000, Decimal("10.5423")),
        ("KRW", "2022-03-15", 1000, Decimal("92.7618")),
        ("JPY", "2022-03-15", 100, Decimal("99.4486")),
    }
    assert {record.currency: record.key for record in file.records}["USD"] == "R01235"


def test_cbr_day_with_rates_for_one_unit_says_the_same():
    assert rows(read(sample("cbr-daily-with-units.xml"))) == {
        ("USD", "2023-11-02", 1, Decimal("93.2801")),
        ("VND", "2023-11-02", 10000, Decimal("38.5537")),
        ("UZS", "2023-11-02", 10000, Decimal("76.2131")),
    }


def test_cbr_period_is_of_the_currency_that_daily_files_gave_its_key():
    file = read(sample("cbr-dynamic.xml"))

    assert not file.is_list
    assert rows(file) == {
        ("USD", "2022-03-11", 1, Decimal("120.0847")),
        ("USD", "2022-03-12", 1, Decimal("115.1963")),
        ("USD", "2022-03-15", 1, Decimal("115.1963")),
    }
    with pytest.raises(RatesError, match="R01235"):
        read_rates(sample("cbr-dynamic.xml"), codes={})


def test_cbr_period_leaves_out_the_old_rouble():
    body = sample("cbr-dynamic.xml").replace(b"11.03.2022", b"31.12.1997")

    assert [record.date for record in read(body).records] == [day("2022-03-12"), day("2022-03-15")]


def cbr(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="15.03.2022">{text}</ValCurs>'.encode("cp1251")


def valute(code="USD", nominal="1", value="115,1963", more="") -> str:
    return (
        f'<Valute ID="R1"><CharCode>{code}</CharCode><Nominal>{nominal}</Nominal><Value>{value}</Value>{more}</Valute>'
    )


def ecb(cubes: str, time: str = "2026-10-30") -> bytes:
    return f"<gesmes:Envelope><Cube><Cube time='{time}'>{cubes}</Cube></Cube></gesmes:Envelope>".encode()


BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<html><body>Service unavailable</body></html>", "no file of a publisher"),
        (b"%PDF-1.7", "no file of a publisher"),
        (sample("ecb-daily.xml")[:900], "not whole"),
        (sample("cbr-daily.xml")[:900], "not whole"),
        (sample("ecb-history.csv")[:900], "not whole"),
        (zipped(sample("ecb-history.csv"))[:900], "not whole"),
        (zipped(b"Date,USD,\n", "readme.txt"), "one table"),
        (ecb(""), "no rates"),
        (cbr("\r\nError in parameters\r\n"), "no rates"),
        (b"Date,USD,\n", "no rates"),
        (b"Date,USD,\n2026-10-30,N/A,\n", "no rates"),
        (ecb("<Cube currency='USD' rate='0'/>"), "zero"),
        (ecb("<Cube currency='USD' rate='-1.1'/>"), "no number"),
        (ecb("<Cube currency='USD' rate='1,1'/>"), "no number"),
        (ecb("<Cube currency='USD' rate='NaN'/>"), "no number"),
        (ecb("<Cube currency='USD' rate='1e3'/>"), "no number"),
        (ecb("<Cube currency='USD' rate='1.1234567'/>"), "no number"),
        (ecb("<Cube currency='USD'/>"), "no number"),
        (ecb("<Cube currency='usd' rate='1.1'/>"), "no code"),
        (ecb("<Cube currency='USD' rate='1.1'/>", time="30.10.2026"), "no date"),
        (ecb("<Cube currency='USD' rate='1.1'/><Cube currency='USD' rate='1.2'/>"), "twice"),
        (b"Date,USD,\n30 Oktober 2026,1.1,\n", "no date"),
        (b"Date,USD,\n31 February 2026,1.1,\n", "no date"),
        (b"Date,USD,\n30 October 99999999999999999999,1.1,\n", "no date"),
        (b"Date,USD,\n2026-10-30,1.1,7,8\n", "not whole"),
        (b"Date,USD,\n2026-10-30,\xff,\n", "not whole"),
        (cbr(valute(value="")), "no number"),
        (cbr(valute(nominal="0")), "zero"),
        (cbr(valute(nominal="")), "no number"),
        (cbr(valute(nominal="100", more="<VunitRate>115,1963</VunitRate>")), "do not agree"),
        (cbr(valute(more="<VunitRate>dear</VunitRate>")), "no number"),
        (cbr(valute(more="<VunitRate>NaN</VunitRate>")), "no number"),
        (cbr(valute(code="US")), "no code"),
        (sample("cbr-daily.xml").replace(b"15.03.2022", b"45.03.2022"), "no date"),
        (sample("cbr-daily.xml").replace(b"15.03.2022", b"15.03.99999999999999999999"), "no date"),
        (sample("cbr-daily.xml").replace(b"windows-1251", b"klingon-1"), "not whole"),
        (BOMB + sample("ecb-daily.xml").partition(b"?>")[2], "document type"),
        (BOMB.decode().encode("utf-16"), "document type"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "document type"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(body, said):
    assert said in refusal(body)


def test_table_that_unpacks_to_more_than_any_history_is_refused():
    assert "longer than any history" in refusal(zipped(b"Date,USD,\n" + b"0" * 30_000_001))


def test_more_rates_than_any_history_are_refused(monkeypatch):
    monkeypatch.setattr("newsportal.currency.records.MOST_RECORDS", 28)

    assert "more rates than any history" in refusal(sample("ecb-daily.xml"))  # which has 29


def test_a_rate_that_stands_there_twice_alike_counts_once():
    cube = "<Cube currency='USD' rate='1.1'/>"

    assert len(read(ecb(cube + cube)).records) == 1


def said_or_read(body: bytes):
    """The records, or what is wrong; anything else that is raised fails the test."""
    try:
        return read(body).records
    except RatesError as error:
        return str(error)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(noise):
    for body in (noise, b"PK\x03\x04" + noise, b"<" + noise, b"Date," + noise):
        assert said_or_read(body)


@given(st.integers(0, 5148), st.binary(min_size=1, max_size=8))
def test_any_damage_to_a_file_is_read_or_refused(position, noise):
    for name in ("ecb-daily.xml", "cbr-daily.xml", "cbr-dynamic.xml", "ecb-history.csv"):
        body = sample(name)
        for damaged in (body, zipped(body)):
            at = position % len(damaged)
            assert said_or_read(damaged[:at] + noise + damaged[at + len(noise) :])
