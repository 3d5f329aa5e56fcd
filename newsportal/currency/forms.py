"""What a reader may ask of the converter, as it stands in the address."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.currency.conversion import RateList, known_currencies
from newsportal.currency.history import Period
from newsportal.currency.names import MAIN, name_of
from newsportal.currency.publishers import Publisher

LARGEST_AMOUNT = Decimal(10) ** 12
MOST_DECIMALS = 6
MOST_CHARACTERS = 60
SPACES = re.compile(r"[\s'’]")
WIDE = str.maketrans("，．", ",.")  # as they come from keyboards for Chinese and Japanese
PLAIN = re.compile(r"[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40}")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DEFAULTS = {"amount": "100", "from": "EUR", "to": "USD", "date": "", "range": Period.YEAR.value, "by": ""}


class AmountField(forms.Field):
    """An amount as people write it: "1,234.56", "1 234,56" and "1234.5" are all understood."""

    def to_python(self, value):
        return read_amount(value) if value else None


def read_amount(text: str) -> Decimal:
    """Raises ``ValidationError`` for what is no amount, and for one that is too large or too fine.

    Digits may be those of any script; what only looks like one, as in 10², is none.
    """
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in SPACES.sub("", text).translate(WIDE))
    point, comma = plain.rfind("."), plain.rfind(",")
    if point >= 0 and comma >= 0:  # the last one is the decimal sign
        plain = plain.replace(",", "") if point > comma else plain.replace(".", "").replace(",", ".")
    elif comma >= 0:
        is_grouping = re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+", plain) and get_format("DECIMAL_SEPARATOR") != ","
        plain = plain.replace(",", "" if is_grouping else ".")
    elif re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+", plain) and (plain.count(".") > 1 or points_group()):
        plain = plain.replace(".", "")
    if len(text) > MOST_CHARACTERS or not PLAIN.fullmatch(plain):
        raise forms.ValidationError(_("Enter an amount, such as %(example)s.") % {"example": "1250.50"})
    amount = Decimal(plain)
    if amount > LARGEST_AMOUNT:
        raise forms.ValidationError(_("This is more than the converter counts to."))
    if -amount.normalize().as_tuple().exponent > MOST_DECIMALS:
        raise forms.ValidationError(_("Enter at most %s digits after the decimal sign.") % MOST_DECIMALS)
    return amount


def written_amount(amount: Decimal) -> str:
    """``amount`` for an address, so that ``read_amount`` finds it again."""
    text = f"{amount.normalize():f}"
    return f"{text}0" if points_group() and re.fullmatch(r"[0-9]+\.[0-9]{3}", text) else text


def points_group() -> bool:
    """In the language of the edition, 1.250 is more than a thousand."""
    return get_format("THOUSAND_SEPARATOR") == "."


class ConverterForm(forms.Form):
    """``?amount=&from=&to=&date=&range=&by=``: what is not in the address is taken from ``DEFAULTS``.

    ``date``: ISO, empty for today. ``range``: of ``Period``. ``by``: the publisher whose history is shown; empty for
    the first that has one.
    """

    # `from` is a word of Python's own, so the fields of a form cannot be called so.
    NAMES = {"source": "from", "target": "to", "day": "date", "period": "range", "publisher": "by"}
    OF_HISTORY = {"period", "publisher"}

    amount = AmountField(
        label=gettext_lazy("Amount"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": MOST_CHARACTERS}),
        error_messages={"required": gettext_lazy("Enter an amount.")},
    )
    source = forms.ChoiceField(label=gettext_lazy("From"))
    target = forms.ChoiceField(label=gettext_lazy("To"))
    day = forms.DateField(
        label=gettext_lazy("Day (empty: today)"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Enter a day, such as 2026-10-30.")},
    )
    period = forms.ChoiceField(
        choices=Period,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": gettext_lazy("There is no history of the length “%(value)s”.")},
    )
    publisher = forms.ChoiceField(
        choices=[("", ""), *Publisher.choices],
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": gettext_lazy("Nobody called “%(value)s” publishes rates here.")},
    )

    def __init__(self, query: Mapping[str, str], *, lists: Mapping[Publisher, RateList], today: datetime.date):
        """``lists`` says which currencies there are; their day does not matter."""
        # A page is no place for NUL, not even where it shows what was typed.
        asked = {name: query.get(name, default).replace("\0", "") for name, default in DEFAULTS.items()}
        super().__init__(asked, auto_id="converter-%s")
        self.today = today
        choices = currency_choices(lists)
        for field in (self.fields["source"], self.fields["target"]):
            field.choices = choices
            field.error_messages["invalid_choice"] = gettext_lazy("No publisher here quotes “%(value)s”.")

    def add_prefix(self, field_name):
        return self.NAMES.get(field_name, field_name)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and day > self.today:
            raise forms.ValidationError(_("The rates of days to come are not known."))
        return day

    def clean(self):
        # What is wrong with the history that is asked for shall not keep anybody from converting.
        for name in self.OF_HISTORY:
            self.cleaned_data.setdefault(name, DEFAULTS[self.add_prefix(name)])
        if self.data["date"] and not ISO_DAY.fullmatch(self.data["date"]) or self.has_error("day", "invalid"):
            self.fields["day"].widget.input_type = "text"  # a field for dates shows nothing of what is none

    @property
    def has_question(self) -> bool:
        """Amount, currencies and day are clear."""
        return not set(self.errors) - self.OF_HISTORY

    @property
    def history_errors(self) -> str:
        """What is wrong with what has no field on the page."""
        return " ".join(error for field in self.hidden_fields() for error in field.errors)

    @property
    def held_on(self) -> datetime.date:
        """The day asked for; today when none is, or when it cannot be read."""
        return self.cleaned_data.get("day") or self.today

    def query(self, **changes) -> str:
        """The address of this state, with ``changes`` by the names of the address: what is usual is left out."""
        state = {**self.state, **changes}
        pairs = [(name, state[name]) for name in DEFAULTS if state[name] != DEFAULTS[name]]
        return f"?{urlencode(pairs)}" if pairs else "?"

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the next question keeps of this one without showing it, where it is not what is usual."""
        state = self.state
        names = (self.add_prefix(field.name) for field in self.hidden_fields())
        return [(name, state[name]) for name in names if state[name] != DEFAULTS[name]]

    @property
    def state(self) -> dict[str, str]:
        """What has been asked for, by the names of the address; what cannot be understood is what is usual."""
        cleaned = {self.add_prefix(name): value for name, value in self.cleaned_data.items()}
        state = {**DEFAULTS, **{name: str(value or "") for name, value in cleaned.items()}}
        if (amount := cleaned.get("amount")) is not None:
            state["amount"] = written_amount(amount)
        return state


def currency_choices(lists: Mapping[Publisher, RateList]) -> list[tuple[str, list[tuple[str, str]]]]:
    """All currencies in groups: those most asked for, the others, and those that are not quoted any more."""
    known = known_currencies(lists.values())
    current = {rates.publisher.base for rates in lists.values()}
    for rates in lists.values():
        newest = max(last for _first, last in rates.spans.values())
        current |= {
            currency
            for currency, (_first, last) in rates.spans.items()
            if (newest - last).days <= rates.publisher.longest_pause
        }
    main = [currency for currency in MAIN if currency in known & current]
    groups = [
        (_("Most asked for"), main),
        (_("Others"), sorted(current - set(main))),
        (_("No longer quoted"), sorted(known - current)),
    ]
    return [(str(title), [choice(currency) for currency in group]) for title, group in groups if group]


def choice(currency: str) -> tuple[str, str]:
    name = name_of(currency)
    return currency, currency if name == currency else f"{currency}: {name}"
