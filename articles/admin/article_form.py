"""The form of an article: what an editor fills in, and what is said when it is not enough."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles.admin.article_acts import requested_step
from articles.admin.article_content import initial_values, start_of
from articles.admin.editor import BodyWidget
from articles.admin.moments import FIRST_YEAR, LAST_YEAR
from articles.admin.page import ChooseSeveral, SeveralField
from articles.admin.update_acts import requested_update
from articles.models import ON_THE_SITE, Article, ArticleTopic, Status
from articles.publishing import is_before_embargo, missing_for_publication
from articles.revisions.content import ids
from articles.revisions.saving import Shown, newest
from articles.revisions.sittings import is_taken_over
from articles.workflow import PUBLISH
from topics.models import Topic

BODY_LENGTH = 1_000_000
LEAD_LENGTH = 2_000
MOST_TOPICS = 50
MOST_TAGS = 50
RESUMED = "_resume"  # in the data of a form that shows what was typed in it before, and is not to be saved yet
LANGUAGE = r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"
MOMENTS = ("published_at", "updated_at", "withdraw_at")  # which readers see, or see at work


def goes_out(data, article: Article | None) -> bool:
    """Whether what is saved with ``data`` is about to be in front of readers; a working copy is not."""
    if article is not None and article.status == Status.PUBLISHED:
        update = requested_update(data)
        return update is not None and PUBLISH in update.begins.values()
    step = requested_step(data)
    return step is not None and step.ends == Status.PUBLISHED


class OneLineField(forms.CharField):
    """A line of text from a field that shows it in as many lines as it needs; a line break in it becomes a space."""

    def to_python(self, value):
        lines = (line.strip() for line in super().to_python(value).splitlines())
        return " ".join(line for line in lines if line)


class ArticleForm(forms.ModelForm):
    further_topics = SeveralField(
        label=_("Further topics"),
        queryset=Topic.objects.none(),
        required=False,
        widget=ChooseSeveral(ArticleTopic._meta.get_field("topic"), admin.site),
        help_text=_("Who follows one of them finds the story. The section counts by itself."),
    )
    # What the form started from (articles.revisions.saving.Shown), and the sitting it belongs to.
    based_on = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    sitting = forms.UUIDField(required=False, widget=forms.HiddenInput)

    class Meta:  # model and fields are those of the admin
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1, "class": "desk-headline", "data-one-line": True}),
            "lead": forms.Textarea(attrs={"rows": 3, "class": "desk-lead", "maxlength": LEAD_LENGTH}),
            "body": BodyWidget,
        }
        field_classes = {"headline": OneLineField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        article = self.instance
        self.is_on_the_site = article.status in ON_THE_SITE
        self.newer: Shown | None = None  # what was saved since the form was opened
        start = start_of(article)
        if article.pk:
            self.initial |= initial_values(start.content)
            self.initial["based_on"] = start.token
        self.initial.setdefault("sitting", uuid.uuid4())
        if "further_topics" in self.fields:
            kept = ids(start.content, "section", "topics")
            self.fields["further_topics"].queryset = Topic.objects.filter(Q(is_active=True) | Q(pk__in=kept))
        if "section" in self.fields:
            sections = Topic.objects.filter(Q(is_section=True, is_active=True) | Q(pk=article.section_id))
            self.fields["section"].queryset = sections.order_by("order", "name")
        for name, limit in {"body": BODY_LENGTH, "lead": LEAD_LENGTH}.items():
            if name in self.fields:
                self.fields[name].max_length = limit
                self.fields[name].validators.append(MaxLengthValidator(limit))
        if "language" in self.fields:
            self.fields["language"].validators.append(
                RegexValidator(LANGUAGE, _("Enter a language code such as en or pt-BR."))
            )

    def clean_further_topics(self):
        topics = self.cleaned_data["further_topics"]
        if len(topics) > MOST_TOPICS:
            raise ValidationError(_("At most %s topics: readers would find the story everywhere.") % MOST_TOPICS)
        return topics

    def clean_tags(self):
        tags = self.cleaned_data["tags"]
        longest = Tag._meta.get_field("name").max_length
        if too_long := [tag for tag in tags if len(tag) > longest]:
            raise ValidationError(_("This tag is too long: “%s…”") % too_long[0][:40])
        if len(tags) > MOST_TAGS:
            raise ValidationError(_("At most %s tags.") % MOST_TAGS)
        return tags

    def clean_dateline_date(self):
        date = self.cleaned_data["dateline_date"]
        if date:
            message = _("Enter a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
            MinValueValidator(FIRST_YEAR, message)(date.year)
            MaxValueValidator(LAST_YEAR, message)(date.year)
        return date

    def clean(self):
        cleaned = super().clean()
        for name in (*MOMENTS, "embargo_until"):
            # The form shows seconds; a moment that nobody touched keeps its microseconds, and its place.
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned

    def _post_clean(self):
        if RESUMED in self.data:
            self.add_error(None, gettext("This is your unsaved text: look it through, and save it."))
            return
        # First, because a story that has moved on since asks for other things than the one that was before their eyes.
        if self.instance.pk and not self.errors and self._has_met_another():
            return
        super()._post_clean()  # Only now does the instance hold what was typed.
        if self.is_on_the_site and self.instance.published_at is None:
            self._say("published_at", gettext("A published story needs the moment of its publication."))
        if goes_out(self.data, self.instance):
            self._check_publication()

    def _has_met_another(self) -> bool:
        """Nothing that was saved meanwhile is overwritten: the page then shows both texts (``article_saving``)."""
        current = newest(self.instance)
        if not current.is_what_was_shown(self.cleaned_data["based_on"]):
            self.add_error(None, gettext("This story has been saved since you opened it. Nothing is lost: see below."))
        elif is_taken_over(self.cleaned_data["sitting"]):
            self.add_error(None, gettext("Somebody has taken this story over since you opened it. Nothing is lost."))
        else:
            return False
        self.newer = current
        return True

    def _check_publication(self):
        article = self.instance
        has_topic = bool(article.section_id or self.cleaned_data.get("further_topics"))
        for missing in missing_for_publication(article, has_topic=has_topic):
            if missing.stops:
                self._say(missing.field, missing.message)
        ends = article.withdraw_at
        if ends and not self.is_on_the_site and ends <= max(article.published_at or timezone.now(), timezone.now()):
            self._say("withdraw_at", gettext("Readers would never see the story: it ends before it is published."))
        if is_before_embargo(article):
            self._say("published_at", gettext("The story is under embargo until later than this."))

    def _say(self, field: str, message: str) -> None:
        """Put a message next to its field, unless that field already has one."""
        if field not in self.fields:
            self.add_error(None, message)
        elif field not in self.errors:
            self.add_error(field, message)
