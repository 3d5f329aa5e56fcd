"""The converter's page, its part and its table, as readers get them."""

import html
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsportal.currency.forms import read_amount, written_amount
from newsportal.currency.views import safe_cell
from tests.newsportal.currency.archive import TODAY, euro_rates, rouble_rates, store, store_sample

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel("2026-10-30T17:00:00Z", tick=False):
        yield


@pytest.fixture
def rates():
    """Both publishers as the samples have them: the second one's only list is four years old."""
    store_sample("ecb-history.csv")
    store_sample("cbr-daily.xml")


def text_of(fragment: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", fragment))).strip()


def parts(response, start: str, end: str = "</section>") -> list[str]:
    """The texts of all pieces of the page that begin with ``start``."""
    return [text_of(piece.partition(end)[0]) for piece in response.content.decode().split(start)[1:]]


def answers(response) -> list[str]:
    return [piece.partition(">")[2].strip() for piece in parts(response, 'aria-labelledby="answer-')]


def errors(response) -> list[str]:
    return parts(response, 'class="field__error"', "</p>")


def test_both_publishers_answer_by_name_and_date(client, rates):
    response = client.get("/currency/?amount=100&from=USD&to=JPY")

    assert (response.status_code, response["Cache-Control"].partition(",")[0]) == (200, "public")
    assert answers(response) == [
        "European Central Bank 100.00 USD = 15,725 JPY 1 USD = 157.2503 JPY 1 JPY = 0.00635929 USD "
        "Rates of Oct. 30, 2026",
        "Bank of Russia 100.00 USD = 11,584 JPY 1 USD = 115.835 JPY 1 JPY = 0.00863297 USD Old rates: March 15, 2022",
    ]


def test_page_without_a_question_answers_the_usual_one(client, rates):
    response = client.get("/currency/")

    assert answers(response)[0].startswith("European Central Bank 100.00 EUR = 111.72 USD")
    assert '<meta name="robots" content="noindex">' not in response.content.decode()
    assert '<meta name="robots" content="noindex">' in client.get("/currency/?from=GBP").content.decode()


def test_past_day_is_answered_by_the_rates_that_held_on_it(client, rates):
    easter_monday = client.get("/currency/?from=EUR&to=USD&amount=1&date=2022-04-18")

    assert answers(easter_monday) == [
        "European Central Bank 1.00 EUR = 1.09 USD 1 EUR = 1.0878 USD 1 USD = 0.919287 EUR Rates of April 14, 2022",
        "Bank of Russia 1.00 EUR = 1.10 USD 1 EUR = 1.1045 USD 1 USD = 0.905387 EUR Old rates: March 15, 2022",
    ]


def test_day_before_the_first_list_of_a_publisher_is_not_guessed(client, rates):
    response = client.get("/currency/?from=EUR&to=USD&date=2022-03-02")

    [ecb, cbr] = answers(response)
    assert ecb.endswith("Rates of March 2, 2022")
    assert cbr == (
        "Bank of Russia Bank of Russia set no rate that held on March 2, 2022 for this currency: Euro. The only one we "
        "have is of March 15, 2022. Ask for a day that has a rate"
    )


@pytest.mark.parametrize(
    ("query", "said", "link"),
    [
        (
            "from=HRK&to=EUR",
            "European Central Bank set no rate that held on Oct. 30, 2026 for this currency: Croatian kuna. Its rates "
            "run from Dec. 9, 2008 to Dec. 30, 2022.",
            "?from=HRK&to=EUR&date=2022-12-30",
        ),
        (
            "from=RUB&to=EUR&date=2022-04-19",
            "European Central Bank set no rate that held on April 19, 2022 for this currency: Russian rouble. Its "
            "rates run from Dec. 9, 2008 to March 1, 2022.",
            "?from=RUB&to=EUR&date=2022-03-01",
        ),
    ],
)
def test_currency_that_ended_is_said_to_have_ended(client, rates, query, said, link):
    response = client.get(f"/currency/?{query}")

    assert said in answers(response)[0]
    assert html.escape(link) in response.content.decode()
    followed = client.get(f"/currency/{link}")
    assert "=" in answers(followed)[0]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        # Quoted again later.
        (
            "from=RUB&to=USD&date=2015-01-05",
            "European Central Bank set no rate that held on Jan. 5, 2015 for this currency: Russian rouble. The one "
            "before is of Dec. 10, 2008. Ask for a day that has a rate",
        ),
        # The other one was not quoted yet when this one paused.
        (
            "from=RUB&to=ILS&date=2015-01-05",
            "European Central Bank set no rate that held on Jan. 5, 2015 for this currency: Russian rouble. The one "
            "before is of Dec. 10, 2008.",
        ),
        # Never quoted on the same day.
        (
            "from=TRL&to=ILS",
            "European Central Bank set no rate that held on Oct. 30, 2026 for this currency: Turkish lira (until "
            "2004). The only one we have is of Jan. 4, 1999.",
        ),
    ],
)
def test_other_day_is_offered_when_there_is_one(client, rates, query, said):
    store(euro_rates(("USD", "2015-01-05", "1.19"), ("ILS", "2014-12-30", "4.7"), ("ILS", "2015-01-05", "4.7")))

    assert answers(client.get(f"/currency/?{query}"))[0] == f"European Central Bank {said}"


def test_amount_is_repeated_as_it_was_asked(client, rates):
    response = client.get("/currency/?amount=1.255&from=USD&to=EUR")

    assert answers(response)[0].startswith("European Central Bank 1.255 USD = 1.12 EUR")


def test_russian_rouble_is_answered_by_the_bank_that_quotes_it_now(client, rates):
    [ecb, cbr] = answers(client.get("/currency/?amount=1000&from=RUB&to=AMD"))

    assert "European Central Bank set no rate that held on Oct. 30, 2026 for this currency: Russian rouble." in ecb
    assert "1,000.00 RUB = 4,479.87 AMD" in cbr  # 1000 × 100 / 22.3221 = 4,479.865…


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("amount=", "Enter an amount."),
        ("amount=ten", "Enter an amount, such as 1250.50."),
        ("amount=-5", "Enter an amount, such as 1250.50."),
        ("amount=1e99", "Enter an amount, such as 1250.50."),
        ("amount=NaN", "Enter an amount, such as 1250.50."),
        ("amount=%00", "Enter an amount."),
        ("amount=1000000000001", "This is more than the converter counts to."),
        ("amount=0.0000001", "Enter at most 6 digits after the decimal sign."),
        ("from=XXX", "No publisher here quotes “XXX”."),
        ("to=%3Cb%3E", "No publisher here quotes “<b>”."),
        ("amount=10%C2%B2", "Enter an amount, such as 1250.50."),
        (f"amount=100{'+' * 60}5", "Enter an amount, such as 1250.50."),
        ("date=30.10.2026", "Enter a day, such as 2026-10-30."),
        ("date=2026-02-30", "Enter a day, such as 2026-10-30."),
        ("date=2026-10-31", "The rates of days to come are not known."),
    ],
)
def test_what_cannot_be_understood_gets_a_message_at_its_field(client, rates, query, said):
    response = client.get(f"/currency/?{query}")

    field = query.partition("=")[0]
    assert (response.status_code, errors(response), answers(response)) == (
        200,
        [f'id="converter-{field}_error">{said}'],
        [],
    )


def test_what_was_typed_is_kept(client, rates):
    page = client.get("/currency/?amount=ten+%22&from=GBP&to=JPY&date=2022-03-02").content.decode()

    assert 'value="ten &quot;"' in page
    assert re.findall(r'<option value="(\w+)" selected', page) == ["GBP", "JPY"]
    assert '<input type="date" name="date" value="2022-03-02"' in page
    for text in ("soon", "2026-02-30", "2026-1-5"):
        page = client.get(f"/currency/?date={text}").content.decode()
        assert f'<input type="text" name="date" value="{text}"' in page


def test_wrong_history_keeps_nobody_from_converting(client, rates):
    response = client.get("/currency/?range=2w&by=fed")

    page = response.content.decode()
    assert answers(response)[0].startswith("European Central Bank 100.00 EUR = 111.72 USD")
    assert "There is no history of the length “2w”. Nobody called “fed” publishes rates here." in html.unescape(page)


def test_swap_leads_to_the_address_of_the_other_direction(client, rates):
    response = client.get("/currency/?amount=5&from=GBP&to=JPY&date=2022-03-02&range=5y&swap=1")

    assert (response.status_code, response["Location"]) == (
        302,
        "/currency/?amount=5&from=JPY&to=GBP&date=2022-03-02&range=5y",
    )


def test_unknown_parameters_reach_no_link_of_the_page(client, rates):
    page = client.get("/currency/?from=GBP&utm_source=elsewhere&page=7").content.decode()

    assert "elsewhere" not in page.partition("<main")[2]


def test_table_shows_what_was_published_and_how_it_changed(client, rates):
    [ecb, cbr] = parts(client.get("/currency/"), 'aria-labelledby="list-')

    assert "US dollar (USD) 1.1172 +0.0042 +0.38%" in ecb
    assert "Pound sterling (GBP) 0.8338 −0.00198 −0.24%" in ecb
    assert "Japanese yen (100 JPY) 99.4486" in cbr
    assert "Old rates: March 15, 2022" in cbr
    assert "Change" not in cbr  # there is no list before it


def test_history_has_a_line_its_words_and_its_figures(client, rates):
    page = client.get("/currency/?from=EUR&to=USD&range=1m").content.decode()

    assert '<title id="chart-title">1 EUR in USD by the rates of European Central Bank</title>' in page
    said = "From 1.113 on Oct. 29, 2026 to 1.1172 on Oct. 30, 2026. Lowest: 1.113 on Oct. 29, 2026; highest: 1.1172 on"
    assert f'<desc id="chart-description">{said}' in page
    figures = re.findall(r'<th scope="row">(\w+\. \d+, \d+)</th>\s*<td>([\d.]+)</td>', page)
    assert figures == [("Oct. 30, 2026", "1.1172"), ("Oct. 29, 2026", "1.113")]
    assert " style=" not in page


def test_history_is_of_one_publisher_at_a_time(client, rates):
    page = client.get("/currency/?from=EUR&to=USD&range=all&by=cbr").content.decode()

    assert "Bank of Russia set too few rates in this period for a line." in page
    current = re.findall(r'<a class="segments__choice" href="([^"]+)" aria-current="true">([^<]+)</a>', page)
    assert [(html.unescape(url), name) for url, name in current] == [
        ("?range=all&by=cbr#history", "All"),
        ("?range=all&by=cbr#history", "Bank of Russia"),
    ]


def test_site_without_rates_says_so(client):
    response = client.get("/currency/")

    assert response.status_code == 200
    assert "No rates have come in yet" in response.content.decode()
    assert client.get("/currency/part/").status_code == 200
    assert client.get("/currency/series.csv").status_code == 400


def test_part_is_the_converter_of_the_page(client, rates):
    query = "?from=USD&to=JPY&range=all"
    page, part = client.get(f"/currency/{query}"), client.get(f"/currency/part/{query}")

    assert part["X-Robots-Tag"] == "noindex"
    assert part.content.decode().strip() in page.content.decode()


def test_csv_has_every_day_of_the_period(client, rates):
    response = client.get("/currency/series.csv?from=EUR&to=HRK&range=5y&date=2023-01-02")

    assert (response["Content-Type"], response["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="ecb-EUR-HRK-5y.csv"',
    )
    assert response.content.decode().splitlines() == [
        "date,from,to,rate,publisher",
        "2022-02-28,EUR,HRK,7.5655,European Central Bank",
        "2022-03-01,EUR,HRK,7.567,European Central Bank",
        "2022-03-02,EUR,HRK,7.574,European Central Bank",
        "2022-04-14,EUR,HRK,7.5587,European Central Bank",
        "2022-04-19,EUR,HRK,7.562,European Central Bank",
        "2022-12-29,EUR,HRK,7.5365,European Central Bank",
        "2022-12-30,EUR,HRK,7.5365,European Central Bank",
    ]


def test_csv_loses_no_digit_of_what_was_published(client):
    store(rouble_rates(("JPY", "2026-10-29", "100", "103.1234"), ("JPY", "2026-10-30", "100", "99.4486")))

    table = client.get("/currency/series.csv?from=JPY&to=RUB&range=1m").content.decode()

    assert [line.split(",")[3] for line in table.splitlines()] == ["rate", "1.031234", "0.994486"]


def test_csv_is_of_the_publisher_that_quotes_both(client, rates):
    def answer(query):
        response = client.get(f"/currency/series.csv?{query}&range=all")
        return response.status_code, response.headers.get("Content-Disposition", "").partition("=")[2]

    assert [answer(query) for query in ("from=USD&to=AMD", "from=USD&to=JPY&by=cbr", "by=ecb&from=USD&to=AMD")] == [
        (200, '"cbr-USD-AMD-all.csv"'),
        (200, '"cbr-USD-JPY-all.csv"'),
        (200, '"cbr-USD-AMD-all.csv"'),
    ]
    assert [answer(query)[0] for query in ("from=HRK&to=AMD", "from=USD&to=USD")] == [404, 404]


def test_csv_for_nonsense_says_what_is_wrong(client, rates):
    response = client.get("/currency/series.csv?from=XXX&date=x")

    assert (response.status_code, response.content.decode()) == (
        400,
        "from: No publisher here quotes “XXX”.\ndate: Enter a day, such as 2026-10-30.\n",
    )


def test_cells_are_no_formulas():
    cells = ["=1+1", "+1", "-1", "@sum", "\t=1", "USD", ""]

    assert [safe_cell(text) for text in cells] == ["'=1+1", "'+1", "'-1", "'@sum", "'\t=1", "USD", ""]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1250.50", "1250.5"),
        ("1,250.50", "1250.5"),
        ("1.250,50", "1250.5"),
        ("1 250,50", "1250.5"),
        ("1'250.50", "1250.5"),
        ("1\u202f250,5", "1250.5"),
        ("1,250", "1250"),
        ("1,25", "1.25"),
        ("0,125", "0.125"),
        ("1.250.000", "1250000"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0", "0"),
        ("１２，５", "12.5"),
        ("١٢", "12"),
        ("1000000000000", "1000000000000"),
    ],
)
def test_amounts_are_read_as_people_write_them(text, amount):
    assert str(read_amount(text).normalize().__format__("f")) == amount


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("de", "1.250", "1250"),
        ("de", "1,250", "1.25"),
        ("de", "12.50", "12.5"),
        ("fr", "1.250", "1.25"),
        ("fr", "1,250", "1.25"),
        ("en", "1.250", "1.25"),
    ],
)
def test_what_groups_digits_is_what_does_in_the_language(language, text, amount):
    with translation.override(language):
        assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("language", ["en", "de", "ru"])
@given(amount=st.decimals(min_value=0, max_value=10**12, places=6))
def test_amount_of_an_address_is_read_as_it_was_meant(language, amount):
    with translation.override(language):
        assert read_amount(written_amount(amount)) == amount


def test_page_costs_the_same_for_few_and_many_rates(client):
    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/currency/?{query}").status_code == 200
        return len(captured)

    store(euro_rates(("USD", "2026-10-29", "1.1"), ("USD", "2026-10-30", "1.1")))
    store(rouble_rates(("USD", "2026-10-30", "1", "93")))
    queries("range=all")  # what all pages share is kept from here on
    few = [queries("range=all"), queries("range=all&date=2026-10-29")]
    store_sample("ecb-history.csv", TODAY)
    store_sample("cbr-daily.xml", TODAY)
    many = [queries("range=all"), queries("range=all&date=2026-10-29")]

    frame = queries("amount=x") - 1  # what every page asks
    assert few == many == [frame + 2, frame + 3]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["amount", "from", "to", "date", "range", "by", "swap", "x"]),
        st.text(max_size=30) | st.sampled_from(["EUR", "USD", "HRK", "all", "cbr", "1998-01-01", "0001-01-01", "12"]),
    )
)
def test_nothing_in_the_address_breaks_a_page(client, rates, query):
    statuses = {
        client.get(path, query).status_code for path in ("/currency/", "/currency/part/", "/currency/series.csv")
    }

    assert statuses <= {200, 302, 400, 404}


def test_only_reading_is_allowed(client):
    assert [client.post(path).status_code for path in ("/currency/", "/currency/part/", "/currency/series.csv")] == [
        405,
        405,
        405,
    ]
