"""What readers may say in the query string of a search: words, filters, order and page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from articles.search.query import Field, Query
from topics.models import Topic

MOST_TOPICS = 50
LONGEST_NAME = 160
SHOWN_OF_DAMAGED = 40  # characters of something malformed that a message repeats
RELEVANCE, NEWEST = "relevance", "newest"
ORDERS = [(RELEVANCE, gettext_lazy("What fits best first")), (NEWEST, gettext_lazy("Newest first"))]
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class State:
    """A search as its address says it. ``topics``: any of them; days are of the site's calendar, both included."""

    q: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    tag: str = ""
    author: str = ""
    first_day: datetime.date | None = None
    last_day: datetime.date | None = None
    photo: bool = False
    order: str = ""
    page: int = 1

    @property
    def filters(self) -> list[tuple[str, str]]:
        """The parameters of all filters that are set."""
        said = [
            ("section", self.section),
            *(("topic", slug) for slug in self.topics),
            ("tag", self.tag),
            ("author", self.author),
            ("from", self.first_day and self.first_day.isoformat()),
            ("to", self.last_day and self.last_day.isoformat()),
            ("photo", "1" if self.photo else ""),
        ]
        return [(name, value) for name, value in said if value]

    @property
    def words_and_filters(self) -> list[tuple[str, str]]:
        """What is looked for, in whatever order and on whatever page."""
        return [*([("q", self.q)] if self.q else []), *self.filters]

    @property
    def asks(self) -> bool:
        """There is something to look for."""
        return bool(self.words_and_filters)

    @property
    def groups(self) -> tuple[tuple[Field, ...], ...]:
        """The filters that name a topic, a tag or an author; of each group a story has one."""
        groups = [
            [Field("topic", self.section)],
            [Field("topic", slug) for slug in self.topics],
            [Field("tag", self.tag)],
            [Field("author", self.author)],
        ]
        named = ([field for field in group if field.value] for group in groups)
        return tuple(tuple(group) for group in named if group)

    @property
    def since(self) -> datetime.datetime | None:
        return self.first_day and beginning_of(self.first_day)

    @property
    def until(self) -> datetime.datetime | None:
        return self.last_day and self.last_day < datetime.date.max and beginning_of(self.last_day + DAY) or None

    def address(self, **changes) -> str:
        """The query string of this search with ``changes``; on its first page unless they name another."""
        state = replace(self, **{"page": 1} | changes)
        place = [("order", state.order)] if state.order else []
        place += [("page", str(state.page))] if state.page > 1 else []
        return f"?{urlencode([*state.words_and_filters, *place])}"


def beginning_of(day: datetime.date) -> datetime.datetime | None:
    """When ``day`` begins on the site's calendar; ``None`` where that is before all time."""
    try:
        moment = datetime.datetime.combine(day, datetime.time(), timezone.get_default_timezone())
        return moment.astimezone(datetime.UTC)
    except OverflowError:
        return None


class NamesField(forms.Field):
    """A parameter that may be repeated: each name once, as it was typed."""

    widget = forms.SelectMultiple  # for its reading of repeated parameters

    def clean(self, value) -> tuple[str, ...]:
        names = (name.replace("\x00", "").strip()[:LONGEST_NAME] for name in value or [])
        return tuple(dict.fromkeys(filter(None, names)))


class DayField(forms.DateField):
    """A day as ``2026-11-23``. What is no day of the calendar stays in its field, to be mended."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            self.widget.input_type = "text"  # browsers show nothing in a field for dates when it holds no date
            raise ValidationError(
                _("“%s” is no day of the calendar; write it as 2026-11-23.") % value[:SHOWN_OF_DAMAGED]
            ) from error


class PageField(forms.Field):
    def clean(self, value) -> int:
        if not value:
            return 1
        if not (value.isascii() and value.isdecimal() and value.strip("0")):
            raise ValidationError(_("There is no page “%s”: here is the first.") % value[:SHOWN_OF_DAMAGED])
        return int(value[:9])  # far beyond the last one already


class NamesFilter(django_filters.Filter):
    field_class = NamesField


class NameFilter(django_filters.Filter):
    field_class = forms.CharField


class DayFilter(django_filters.Filter):
    field_class = DayField


class TickFilter(django_filters.Filter):
    field_class = forms.BooleanField


class PageFilter(django_filters.Filter):
    field_class = PageField


class SearchForm(forms.Form):
    use_required_attribute = False

    def clean(self):
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            del self.cleaned_data["from"], self.cleaned_data["to"]
            # On the form: both fields keep what was typed, and either may be the wrong one.
            self.add_error(None, _("The last day lies before the first one: stories of all days were looked through."))
        topics = self.cleaned_data.get("topic", ())
        if len(topics) > MOST_TOPICS:
            self.cleaned_data["topic"] = topics[:MOST_TOPICS]
            self.add_error(None, _("A search holds up to %d topics; the others were left out.") % MOST_TOPICS)


class SearchFilter(django_filters.FilterSet):
    """``?q=WORDS&section=…&topic=…&topic=…&tag=…&author=…&from=DAY&to=DAY&photo=1&order=newest&page=2``.

    Names are slugs, or names as readers write them.
    """

    q = NameFilter(label=gettext_lazy("Words"))
    section = NameFilter(label=gettext_lazy("Section"), widget=forms.Select)
    topic = NamesFilter(label=gettext_lazy("Topics"))
    tag = NameFilter(label=gettext_lazy("Tag"), max_length=LONGEST_NAME)
    author = NameFilter(label=gettext_lazy("Author"), max_length=LONGEST_NAME)
    photo = TickFilter(
        label=gettext_lazy("Only stories with a photograph"), widget=forms.CheckboxInput(attrs={"value": "1"})
    )
    order = django_filters.ChoiceFilter(
        label=gettext_lazy("Order"),
        choices=ORDERS,
        error_messages={"invalid_choice": gettext_lazy("There is no order “%(value).40s”.")},
    )
    page = PageFilter(label=gettext_lazy("Page"))

    class Meta:
        model = Article
        form = SearchForm
        fields = []

    @classmethod
    def get_filters(cls):
        # "from" is a word of Python's own.
        days = {"from": DayFilter(label=gettext_lazy("From day")), "to": DayFilter(label=gettext_lazy("To day"))}
        return super().get_filters() | days

    def __init__(self, data, **kwargs):
        super().__init__(data, queryset=Article.objects.none(), **kwargs)
        self.form.is_valid()  # fills cleaned_data; what is wrong is shown, never raised
        asked = data.get("section", "")[:LONGEST_NAME]
        sections = [(section.slug, section.name) for section in Topic.objects.sections()]
        known = {slug for slug, _name in sections}
        others = [(asked, asked)] if asked and asked not in known else []
        self.form.fields["section"].widget.choices = [("", _("All sections")), *sections, *others]

    @property
    def query(self) -> Query:
        return Query.parse(self.form.cleaned_data.get("q") or "")

    @property
    def state(self) -> State:
        said = self.form.cleaned_data
        return State(
            q=self.query.written,
            section=said.get("section") or "",
            topics=said.get("topic") or (),
            tag=said.get("tag") or "",
            author=said.get("author") or "",
            first_day=said.get("from"),
            last_day=said.get("to"),
            photo=bool(said.get("photo")),
            order=said.get("order") or "",
            page=said.get("page") or 1,
        )
