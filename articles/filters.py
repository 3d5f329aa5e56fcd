"""What readers may say in the query string of a stream: which topics, and from which position on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import Article, ArticleTopic
from articles.stream import Cursor, StreamPage, Timelines
from articles.surrogate_keys import note_list
from articles.topic_lists import topics_at_slugs
from topics.models import Topic

MOST_TOPICS = 50


@dataclass(frozen=True)
class ChosenTopics:
    """Topics found for the slugs of a query string, each once and by name; and the slugs that no topic has."""

    topics: tuple[Topic, ...] = ()
    unknown: tuple[str, ...] = ()
    too_many: bool = False

    @classmethod
    def of(cls, slugs: list[str]) -> ChosenTopics:
        """Look up ``slugs``; former slugs count, and more than ``MOST_TOPICS`` are cut off.

        At most two queries; none when all of the topics have stories.
        """
        wanted = list(dict.fromkeys(slug for slug in slugs if slug and "\x00" not in slug))
        kept = wanted[:MOST_TOPICS]
        found = topics_at_slugs(kept)
        topics = {topic.pk: topic for topic in found.values()}
        return cls(
            topics=tuple(sorted(topics.values(), key=lambda topic: (topic.name.casefold(), topic.pk))),
            unknown=tuple(slug for slug in kept if slug not in found),
            too_many=len(wanted) > MOST_TOPICS,
        )


class TopicsField(forms.Field):
    widget = forms.SelectMultiple  # for its reading of repeated parameters

    def clean(self, value) -> ChosenTopics:
        return ChosenTopics.of(value or [])


class CursorField(forms.Field):
    def clean(self, value) -> Cursor | None:
        if not value:
            return None
        try:
            return Cursor.parse(value)
        except ValueError as error:
            raise ValidationError(
                _("This address of an older page is damaged: here are the newest stories.")
            ) from error


class TopicsFilter(django_filters.Filter):
    field_class = TopicsField


class CursorFilter(django_filters.Filter):
    field_class = CursorField


class StreamForm(forms.Form):
    def clean(self):
        chosen = self.cleaned_data.get("topic")
        if not chosen:
            return
        # On the form, not on the field: the topics that were found still narrow the stream.
        for slug in chosen.unknown:
            self.add_error(None, _("There is no topic “%s”.") % slug[:60])
        if chosen.too_many:
            self.add_error(None, _("A filter holds up to %d topics; the others were left out.") % MOST_TOPICS)


class PositionFilter(django_filters.FilterSet):
    """``?before=CURSOR``: the stream from a position on."""

    before = CursorFilter()

    class Meta:
        model = Article
        form = StreamForm
        fields = []

    def __init__(self, data, **kwargs):
        super().__init__(data, queryset=Article.objects.all(), **kwargs)
        self.form.is_valid()  # fills cleaned_data; what is wrong is shown, never raised

    def get_form_class(self):
        # Made once: it is the same for all requests.
        if "form_class" not in vars(type(self)):
            type(self).form_class = super().get_form_class()
        return self.form_class

    @property
    def before_cursor(self) -> Cursor | None:
        return self.form.cleaned_data.get("before")

    def query(self, before: Cursor | None = None) -> str:
        """The query string of this list from ``before`` on: what the filter knows, in one order; may be empty."""
        known = [*self.known_parameters(), *([("before", str(before))] if before else [])]
        return f"?{urlencode(known)}" if known else ""

    def known_parameters(self) -> list[tuple[str, str]]:
        return []

    def page(self, timelines=None, **kwargs) -> StreamPage:
        """The page of the stream that the query string asks for (see ``ArticleQuerySet.stream``)."""
        page = self.queryset.stream(timelines, before=self.before_cursor, **kwargs)
        note_list(timelines, page.articles)
        return page


class StreamFilter(PositionFilter):
    """``?topic=SLUG&topic=SLUG&before=CURSOR``: all news, cut down to the chosen topics."""

    topic = TopicsFilter()

    @property
    def chosen(self) -> tuple[Topic, ...]:
        """The chosen topics that exist, by name."""
        return self.form.cleaned_data.get("topic", ChosenTopics()).topics

    @property
    def is_narrowed(self) -> bool:
        return bool(self.form.cleaned_data.get("topic", ChosenTopics()) != ChosenTopics())

    @property
    def timelines(self) -> Timelines | None:
        """All news (``None``) when nothing was chosen; nothing when none of the chosen topics exists."""
        return {ArticleTopic: [topic.pk for topic in self.chosen]} if self.is_narrowed else None

    def known_parameters(self) -> list[tuple[str, str]]:
        return [("topic", slug) for slug in sorted(topic.slug for topic in self.chosen)]

    def page(self, **kwargs) -> StreamPage:
        return super().page(self.timelines, **kwargs)
