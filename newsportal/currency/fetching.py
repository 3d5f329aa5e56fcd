"""Getting the publishers' files. Readers never wait for it: commands and the worker call it.

The door to the outside is handed in as ``fetch`` (``newsportal.http.fetch``).
"""

from __future__ import annotations

import datetime
from calendar import SATURDAY
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from newsportal.currency import cbr
from newsportal.currency.models import Series, Source, source_of
from newsportal.currency.publishers import Publisher
from newsportal.currency.reading import read_rates
from newsportal.currency.receiving import Received, known_keys, receive
from newsportal.currency.records import RateFile, RatesError
from newsportal.http import Conditions, FetchError, Limits, Response

ECB = "https://www.ecb.europa.eu/stats/eurofxref/"
ECB_DAY = ECB + "eurofxref-daily.xml"
ECB_90_DAYS = ECB + "eurofxref-hist-90d.xml"
ECB_HISTORY = ECB + "eurofxref-hist.zip"
CBR_DAY = "https://www.cbr.ru/scripts/XML_daily.asp"
CBR_PERIOD = "https://www.cbr.ru/scripts/XML_dynamic.asp"
CBR_MOST_DAYS = 31  # one file each; more is filled in by the history

HISTORY_LIMITS = Limits(bytes=8_000_000, seconds=120)

Fetch = Callable[..., Response]


@dataclass(frozen=True)
class Outcome:
    """What came of asking a publisher.

    ``received`` is ``None`` when there was nothing new, or a ``problem``; both are there when some of many files were
    refused.
    """

    publisher: Publisher
    received: Received | None = None
    problem: str = ""


def fetch_rates(
    *,
    fetch: Fetch,
    history: bool = False,
    now: datetime.datetime | None = None,
    advance: Callable[[int], None] = lambda steps: None,
) -> list[Outcome]:
    """Ask every publisher that is switched on for what is new, or for everything; one of them failing stops no other.

    A refused or broken file leaves the rates as they are, and is reported on the publisher's ``Source``.
    ``advance`` hears of each file that has been dealt with.
    """
    now = now or timezone.now()
    outcomes = []
    for source in [source_of(publisher) for publisher in Publisher]:
        if not source.is_fetched:
            continue
        asking = Asking(source, fetch, now, advance)
        try:
            received = asking.history() if history else asking.news()
            outcome = Outcome(Publisher(source.publisher), received, " ".join(asking.problems))
        except (RatesError, FetchError) as error:
            outcome = Outcome(Publisher(source.publisher), problem=str(error))
        report(source, outcome.problem, now=now)
        outcomes.append(outcome)
    return outcomes


def report(source: Source, problem: str, *, now: datetime.datetime) -> None:
    """Write down on ``source`` how the attempt at ``now`` went; the moment of a problem is that of its first time."""
    source.asked_at = now
    problem = problem.replace("\0", "")  # it quotes files, and PostgreSQL keeps no text with one
    if problem:
        source.problem_at = source.problem_at if source.problem else now
    else:
        source.answered_at, source.problem_at = now, None
    source.problem = problem[:500]
    source.save(
        update_fields=[
            "asked_at",
            "answered_at",
            "problem",
            "problem_at",
            "asked_url",
            "etag",
            "last_modified",
        ]
    )


@dataclass(frozen=True)
class Asking:
    """Asking one publisher once. What was wrong with some of many files is in ``problems``."""

    source: Source
    fetch: Fetch
    now: datetime.datetime
    advance: Callable[[int], None]
    problems: list[str] = field(default_factory=list)

    @property
    def publisher(self) -> Publisher:
        return Publisher(self.source.publisher)

    @property
    def today(self) -> datetime.date:
        return timezone.localdate(self.now, timezone.get_default_timezone())

    def news(self) -> Received | None:
        """What came since the newest day we have."""
        newest = Series.objects.newest_day(self.publisher)
        if self.publisher is Publisher.CBR:
            return self.latest(CBR_DAY, newest=newest)
        # The file of the day is enough as long as it is the next list; the other one has those in between as well.
        return self.latest(ECB_90_DAYS if newest and working_days(newest, self.today) > 1 else ECB_DAY)

    def days_between(self, newest: datetime.date, found: datetime.date) -> Iterator[str]:
        """The addresses of the days after ``newest`` and before ``found``, oldest first, not more than a month back.

        On a day off, the bank repeats the list before it.
        """
        for number in range(min((found - newest).days - 1, CBR_MOST_DAYS), 0, -1):
            day = found - datetime.timedelta(days=number)
            yield f"{CBR_DAY}?{urlencode({'date_req': f'{day:%d/%m/%Y}'})}"

    def history(self) -> Received | None:
        """Everything the publisher has."""
        if self.publisher is Publisher.ECB:
            return self.file(ECB_HISTORY, limits=HISTORY_LIMITS)
        received = self.file(CBR_DAY)  # names the currencies of the keys by which the bank calls its series
        period = {"date_req1": f"{cbr.NEW_ROUBLE:%d/%m/%Y}", "date_req2": f"{self.today:%d/%m/%Y}"}
        for key in sorted(known_keys(self.publisher)):
            address = f"{CBR_PERIOD}?{urlencode({**period, 'VAL_NM_RQ': key})}"
            try:
                received = added(received, self.file(address, limits=HISTORY_LIMITS))
            except RatesError as error:  # about this currency only
                self.problems.append(f"{key}: {error}")
        return received

    def latest(self, url: str, *, newest: datetime.date | None = None) -> Received | None:
        """The publisher's current file, if it is another one than last time; ``None`` when it is the same.

        The lists between ``newest`` and it come in before it does. When one of them does not, it is asked for again
        next time, and no day is left out for good.
        """
        conditions = None
        if self.source.asked_url == url:
            conditions = Conditions(etag=self.source.etag, last_modified=self.source.last_modified)
        response = self.ask(url, conditions=conditions)
        if response.is_unchanged:
            return None
        file = self.read(response.body)
        missed = [self.file(address) for address in self.days_between(newest, file.newest_day)] if newest else []
        received = added(self.take(file, must_be_newest=True), *missed)
        # Only now: a file that was refused is asked for again, whatever has been done about it since.
        self.source.asked_url = url
        self.source.etag, self.source.last_modified = response.etag, response.last_modified
        return received

    def file(self, url: str, *, limits: Limits | None = None) -> Received:
        return self.take(self.read(self.ask(url, limits=limits).body))

    def ask(self, url: str, *, conditions: Conditions | None = None, limits: Limits | None = None) -> Response:
        response = self.fetch(url, conditions=conditions, limits=limits or Limits())
        if response.status != 200 and not (conditions and response.is_unchanged):
            raise RatesError(_("%(url)s answered with status %(status)s.") % {"url": url, "status": response.status})
        return response

    def read(self, body: bytes) -> RateFile:
        file = read_rates(body, codes=known_keys(self.publisher))
        if file.publisher != self.publisher:
            raise RatesError(_("The file is another publisher's."))
        return file

    def take(self, file: RateFile, *, must_be_newest: bool = False) -> Received:
        received = receive(file, today=self.today, must_be_newest=must_be_newest)
        self.advance(1)
        return received


def added(*counts: Received) -> Received:
    return Received(
        created=sum(one.created for one in counts),
        corrected=sum(one.corrected for one in counts),
        unchanged=sum(one.unchanged for one in counts),
        newest_day=max(one.newest_day for one in counts),
    )


def working_days(newest: datetime.date, today: datetime.date) -> int:
    """How many days from Monday to Friday there are after ``newest``, until ``today``."""
    days = (newest + datetime.timedelta(days=number) for number in range(1, (today - newest).days + 1))
    return sum(day.weekday() < SATURDAY for day in days)
