"""The converter as readers meet it, with JavaScript and without."""

import datetime
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from newsportal.currency.publishers import Publisher
from newsportal.currency.receiving import receive
from newsportal.currency.records import RateRecord, rate_file
from newsportal.currency.strip import strip
from tests.browser.barriers import SMALL_TARGETS, overflows, problems_of

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = datetime.date.today()
DAYS = 500


def rates():
    """A line that moves, for two currencies and both publishers; the second one has nothing for a month."""
    for number in range(DAYS):
        date = TODAY - datetime.timedelta(days=DAYS - 1 - number)
        wave = Decimal(number % 37) / 1000
        yield Publisher.ECB, RateRecord("USD", date, Decimal("1.1") + wave, Decimal(1))
        yield Publisher.ECB, RateRecord("JPY", date, Decimal(170) + number % 11, Decimal(1))
        if number < DAYS - 30:
            yield Publisher.CBR, RateRecord("USD", date, Decimal(1), Decimal(90) + number % 7)
            yield Publisher.CBR, RateRecord("JPY", date, Decimal(100), Decimal(60) + wave)


@pytest.fixture(autouse=True)
def archive(site):
    found = list(rates())
    for publisher in Publisher:
        receive(rate_file(publisher, (record for name, record in found if name == publisher)), today=TODAY)
    strip.forget()


def figures(page) -> list[str]:
    """The figures of a page that has settled."""
    return page.locator(".converter__figure").all_inner_texts()


def settle(page) -> None:
    """Wait until the converter shows the answer to what its form says; it is busy from the first change on."""
    expect(page.locator("[data-answer]:not([aria-busy=true])")).to_be_attached()


def expect_query(page, query: str) -> None:
    expect(page).to_have_url(re.compile(rf"/currency/{re.escape(query)}(#.*)?$"))


def test_converter_works_without_javascript(plain_page):
    page = plain_page
    page.goto("/")
    page.get_by_role("link", name="Currency converter").first.click()

    page.get_by_label("Amount").fill("200")
    page.get_by_label("From", exact=True).select_option("JPY")
    page.get_by_label("To", exact=True).select_option("EUR")
    page.get_by_role("button", name="Convert").click()
    expect_query(page, "?amount=200&from=JPY&to=EUR&date=")
    expect(page.locator(".converter__figure")).to_have_count(1)
    page.get_by_role("button", name="Swap").click()

    expect_query(page, "?amount=200&to=JPY")
    expect(page.get_by_label("Amount")).to_have_value("200")
    page.get_by_role("link", name="5 years").click()
    expect_query(page, "?amount=200&to=JPY&range=5y")
    page.get_by_text("The figures as a table").click()
    expect(page.get_by_role("region", name="1 EUR in JPY").get_by_role("row")).to_have_count(33)


@pytest.mark.parametrize("has_javascript", [True, False])
def test_enter_key_converts(open_page, has_javascript):
    page = open_page(java_script_enabled=has_javascript)
    page.goto("/currency/?from=JPY&to=EUR")

    page.get_by_label("Amount").fill("7")
    page.get_by_label("Amount").press("Enter")

    expect_query(page, "?amount=7&from=JPY&to=EUR&date=")


def test_skip_link_asks_nothing_again(page):
    page.goto("/currency/")
    page.evaluate("window.stayed = true")

    page.get_by_role("link", name="Skip to the content").press("Enter")
    settle(page)

    assert page.evaluate("[window.stayed, location.hash, document.activeElement.id]") == [True, "#main", "main"]


def test_empty_amount_is_not_taken_for_the_usual_one(page):
    page.goto("/currency/")

    page.get_by_label("Amount").fill("")
    settle(page)

    assert (figures(page), page.locator(".field__error").all_inner_texts()) == ([], ["Enter an amount."])
    page.reload()
    assert page.get_by_label("Amount").input_value() == ""


def test_converter_answers_while_the_reader_types(page):
    page.goto("/currency/?from=USD&to=JPY")
    before = figures(page)

    page.get_by_label("Amount").fill("")
    page.get_by_label("Amount").type("250")
    settle(page)

    after = figures(page)
    factors = [
        Decimal(new.split()[0].replace(",", "")) / Decimal(old.split()[0].replace(",", ""))
        for old, new in zip(before, after, strict=True)
    ]
    assert [round(factor, 2) for factor in factors] == [Decimal("2.50")] * 2
    expect_query(page, "?amount=250&from=USD&to=JPY")
    expect(page.get_by_label("Amount")).to_be_focused()
    spoken = page.locator("currency-converter > [role=status]").inner_text()
    assert all(figure in spoken for figure in after)
    page.reload()
    assert figures(page) == after


def test_swap_and_other_histories_happen_in_place(page):
    page.goto("/currency/?from=USD&to=JPY")
    page.evaluate("window.stayed = true")

    page.get_by_role("button", name="Swap").click()
    settle(page)
    expect(page.get_by_role("heading", name="1 JPY in USD")).to_be_visible()
    page.get_by_role("link", name="All", exact=True).click()
    settle(page)
    page.get_by_role("link", name="Bank of Russia", exact=True).click()
    settle(page)

    assert page.evaluate("[window.stayed, document.activeElement.textContent]") == [True, "Bank of Russia"]
    expect_query(page, "?from=JPY&range=all&by=cbr")
    expect(page.locator("svg title")).to_have_text("1 JPY in USD by the rates of Bank of Russia")
    page.get_by_label("Amount").fill("7")
    settle(page)
    expect_query(page, "?amount=7&from=JPY&to=USD&range=all&by=cbr")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/currency/\?from=JPY&range=all#history$"))
    expect(page.locator(".segments__choice[aria-current]")).to_have_text(["All", "European Central Bank"])


def test_what_is_wrong_is_said_at_its_field_and_goes_again(page):
    page.goto("/currency/")
    amount = page.get_by_label("Amount")

    amount.fill("ten")
    settle(page)
    wrong = (
        page.locator(".field__error").all_inner_texts(),
        amount.get_attribute("aria-invalid"),
        amount.get_attribute("aria-describedby"),
        amount.input_value(),
        figures(page),
    )
    amount.fill("10")
    settle(page)

    assert wrong == (["Enter an amount, such as 1250.50."], "true", "converter-amount_error", "ten", [])
    expect(page.locator(".field__error, [data-wrong], [aria-invalid]")).to_have_count(0)
    assert figures(page) == ["11.18 USD"]


def test_no_figure_stays_that_answers_another_question(page, watch):
    watch.expect("503")
    page.goto("/currency/")
    page.route("**/currency/part/**", lambda route: route.fulfill(status=503, body="busy"))

    page.get_by_label("Amount").fill("11")
    settle(page)
    failed = (figures(page), page.locator(".converter__refusal").inner_text())
    page.get_by_role("button", name="Convert").click()

    assert failed == ([], "The answer could not be fetched. Press “Convert” to ask again.")
    expect(page.locator(".converter__amount").first).to_have_text("11.00 EUR =")


ADDRESSES = [
    "/currency/",
    "/currency/?amount=1234567890.55&from=JPY&to=USD&range=all&by=cbr",
    "/currency/?amount=ten&from=XXX&date=soon&range=2w",
    "/currency/?date=1998-01-01",
]


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_and_the_converter_fits_the_screen(open_page, scheme, width):
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    found = {}

    for path in ADDRESSES:
        page.goto(path)
        page.locator("details summary").evaluate_all("(all) => all.forEach((one) => (one.parentElement.open = true))")
        found[path] = problems_of(page) | ({"overflow"} if overflows(page) else set())
        found[path] |= set(page.evaluate(SMALL_TARGETS))

    assert {path: problems for path, problems in found.items() if problems} == {}


def test_strip_keeps_to_one_line_and_shows_how_old_it_is(open_page):
    heights = {}
    for width in (320, 390, 820, 1440):
        page = open_page(viewport={"width": width, "height": 900})
        page.goto("/zone/")
        heights[width] = page.locator(".rates").bounding_box()["height"]

    assert set(heights.values()) == {32}


def test_strip_is_not_printed(page):
    page.goto("/zone/")
    seen = page.locator(".rates").is_visible()

    page.emulate_media(media="print")

    assert (seen, page.locator(".rates").is_visible()) == (True, False)
