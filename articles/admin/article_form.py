"""The form of an article: what an editor fills in, and what is said when it is not enough."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from articles.admin.editor import BodyWidget
from articles.admin.moments import FIRST_YEAR, LAST_YEAR
from articles.admin.page import ChooseSeveral, SeveralField
from articles.models import Article, ArticleTopic, Status
from articles.publishing import missing_for_publication
from articles.timelines import assigned_topics
from topics.models import Topic

BODY_LENGTH = 1_000_000
LEAD_LENGTH = 2_000
MOST_TOPICS = 50
MOST_TAGS = 50
LANGUAGE = r"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z"
MOMENTS = ("published_at", "updated_at", "withdraw_at")
# What articles.writing.prepare derives, and the moment of saving.
DERIVED = {"slug", "body", "pages", "contents", "words", "saved_at"}


def goes_out(data, article: Article | None) -> bool:
    """Whether what is saved with ``data`` is, or is about to be, in front of readers."""
    is_published = article is not None and article.status == Status.PUBLISHED
    return "_publish" in data or (is_published and "_withdraw" not in data)


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
        self.is_published = article.status == Status.PUBLISHED
        if "further_topics" in self.fields:
            chosen = assigned_topics(article) if article.pk else Topic.objects.none()
            kept = list(chosen.values_list("pk", flat=True))
            self.fields["further_topics"].queryset = Topic.objects.filter(Q(is_active=True) | Q(pk__in=kept))
            self.initial["further_topics"] = [pk for pk in kept if pk != article.section_id]
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
        for name in MOMENTS:
            # The form shows seconds; a moment that nobody touched keeps its microseconds, and its place.
            if name in cleaned and name not in self.changed_data:
                cleaned[name] = getattr(self.instance, name)
        return cleaned

    def _post_clean(self):
        super()._post_clean()  # Only now does the instance hold what was typed.
        if self.is_published and self.instance.published_at is None:
            self._say("published_at", gettext("A published story needs the moment of its publication."))
        if goes_out(self.data, self.instance):
            self._check_publication()

    def _check_publication(self):
        article = self.instance
        has_topic = bool(article.section_id or self.cleaned_data.get("further_topics"))
        for missing in missing_for_publication(article, has_topic=has_topic):
            if missing.stops:
                self._say(missing.field, missing.message)
        moment = article.published_at or timezone.now()
        ends = article.withdraw_at
        if ends and not self.is_published and ends <= max(moment, timezone.now()):
            self._say("withdraw_at", gettext("Readers would never see the story: it ends before it is published."))

    def _say(self, field: str, message: str) -> None:
        """Put a message next to its field, unless that field already has one."""
        if field not in self.fields:
            self.add_error(None, message)
        elif field not in self.errors:
            self.add_error(field, message)

    def stored_fields(self) -> set[str]:
        """The columns that saving this form may change; status and creator are none of them."""
        own = {field.name for field in Article._meta.concrete_fields}
        return (own & set(self.fields)) | DERIVED
