"""The rule editor's form: plain fields, of which it makes ``Rules``."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from taggit.models import Tag

from articles.models import Author
from newsportal.feeds.models import Feed
from newsportal.feeds.naming import Typed, find_typed, names_for, names_in, near
from newsportal.feeds.rules import KINDS, MOST_RULES, Choice, Rules, RulesError
from topics.models import Topic

PREFIXES = {"include": "", "mute": "mute_"}
FIELDS = {"topics": "topic", "tags": "tags", "authors": "authors", "words": "words"}
MODELS = {"tags": Tag, "authors": Author}
MOST_EXPLAINED = 3  # unknown names for which near ones are looked up


class TopicsField(forms.Field):
    """Slugs of topics, as boxes to tick send them."""

    widget = forms.SelectMultiple  # for its reading of repeated values

    def clean(self, value) -> list[str]:
        slugs = list(dict.fromkeys(slug for slug in value or [] if slug))
        if len(slugs) > MOST_RULES:
            raise ValidationError(_("A feed holds up to %d rules: choose fewer topics.") % MOST_RULES)
        return slugs


class LinesField(forms.CharField):
    """Several searches, one to a line; quotation marks mean something in them."""

    widget = forms.Textarea(attrs={"rows": 3, "autocapitalize": "off", "spellcheck": "false"})

    def clean(self, value) -> str:
        text = super().clean(value)
        if sum(1 for _line in self.entries(text)) > MOST_RULES:
            raise ValidationError(_("A feed holds up to %d rules: take some lines out.") % MOST_RULES)
        return text

    @staticmethod
    def entries(text: str) -> Iterable[str]:
        return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines()))))


class NamesField(LinesField):
    """Names or slugs of tags or authors, one to a line or between commas."""

    @staticmethod
    def entries(text: str) -> Iterable[str]:
        return names_in(text)


class RulesForm(forms.Form):
    """What a feed shows and never shows. ``rules`` is what was understood of it, also while something is wrong.

    ``kept`` are rules the reader has already: what they name is accepted even when nothing has that name any more.
    """

    topic = TopicsField(label=gettext_lazy("Topics"), required=False)
    tags = NamesField(
        label=gettext_lazy("Tags"), required=False, help_text=gettext_lazy("One to a line, or with commas between.")
    )
    authors = NamesField(
        label=gettext_lazy("Authors"), required=False, help_text=gettext_lazy("One to a line, or with commas between.")
    )
    words = LinesField(
        label=gettext_lazy("Words or phrases"),
        required=False,
        help_text=gettext_lazy(
            "One search to a line. Words on one line must all be in the story, in any of their forms; "
            "words in quotation marks exactly so and side by side."
        ),
    )
    mute_topic = TopicsField(label=gettext_lazy("Topics never to show"), required=False)
    mute_tags = NamesField(label=gettext_lazy("Tags never to show"), required=False)
    mute_authors = NamesField(label=gettext_lazy("Authors never to show"), required=False)
    mute_words = LinesField(label=gettext_lazy("Words or phrases never to show"), required=False)

    def __init__(self, data=None, *, rules: Rules = Rules(), kept: Iterable[Rules] = (), **kwargs):  # noqa: B008 - frozen
        kwargs.setdefault("initial", {}).update({} if data is not None else initial_of(rules))
        super().__init__(data, **kwargs)
        self.kept = (rules, *kept)
        self.rules = Rules()

    def clean(self):
        sides = {side: self._choice(side, prefix) for side, prefix in PREFIXES.items()}
        self.rules = Rules(**sides)
        try:
            self.rules.checked()
        except RulesError as error:
            self.add_error(None, str(error))
            self.rules = Rules()

    def _choice(self, side: str, prefix: str) -> Choice:
        values = {}
        for kind in KINDS:
            name = prefix + FIELDS[kind]
            if sent := self.cleaned_data.get(name):
                values[kind] = self._read(kind, name, sent)
        return Choice.of(**values)

    def _read(self, kind: str, name: str, sent) -> Iterable[str]:
        kept = {value for rules in self.kept for side in PREFIXES for value in getattr(getattr(rules, side), kind)}
        if kind == "words":
            return self._words(name, sent)
        if kind == "topics":
            return self._topics(name, sent, kept)
        typed = find_typed(MODELS[kind], sent, kept=kept)
        self._say_unknown(kind, name, typed)
        return typed.slugs

    def _topics(self, name: str, slugs: list[str], kept: Collection[str]) -> list[str]:
        found = Topic.objects.at_slugs([slug for slug in slugs if "\x00" not in slug])
        for slug in slugs:
            if slug not in found and slug not in kept:
                self.add_error(name, _("There is no topic “%s”.") % slug[:60].replace("\x00", "\ufffd"))
        return [found[slug].slug if slug in found else slug for slug in slugs if slug in found or slug in kept]

    def _words(self, name: str, text: str) -> list[str]:
        good = []
        for line in LinesField.entries(text):
            try:
                good += Choice.of(words=[line]).words
            except RulesError as error:
                self.add_error(name, str(error))
        return good

    def _say_unknown(self, kind: str, name: str, typed: Typed) -> None:
        none = {"tags": _("No tag is called “%s”."), "authors": _("No author is called “%s”.")}[kind]
        for number, unknown in enumerate(typed.unknown):
            said = none % unknown[:60]
            if number < MOST_EXPLAINED and (meant := near(MODELS[kind], unknown)):
                said += " " + _("Did you mean %s?") % _(" or ").join(f"“{other}”" for other in meant)
            self.add_error(name, said)


class NameForm(forms.Form):
    """The name of a feed; its address is made of it."""

    name = forms.CharField(label=gettext_lazy("Name of the feed"), max_length=60)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class DefaultForm(forms.Form):
    """Which of a reader's ``feeds`` is the default."""

    feed = forms.ChoiceField(
        label=gettext_lazy("Feed shown first"),
        help_text=gettext_lazy("What “My feed” opens with, and what Follow and Mute change."),
    )

    def __init__(self, feeds: Iterable[Feed]):
        feeds = list(feeds)
        super().__init__(initial={"feed": next((feed.slug for feed in feeds if feed.is_default), None)})
        self.fields["feed"].choices = [(feed.slug, feed.name) for feed in feeds]


class FeedForm(RulesForm, NameForm):
    """A feed that has a name: one of an account."""

    field_order = ["name"]


def initial_of(rules: Rules) -> dict[str, object]:
    """What the form's fields hold for ``rules``; topics by slug, the others one to a line."""
    initial: dict[str, object] = {}
    for side, prefix in PREFIXES.items():
        choice: Choice = getattr(rules, side)
        initial[f"{prefix}topic"] = list(choice.topics)
        initial[f"{prefix}words"] = "\n".join(choice.words)
        for kind, model in MODELS.items():
            initial[prefix + FIELDS[kind]] = "\n".join(names_for(model, getattr(choice, kind)))
    return initial
