from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.revisions import UpdateState
from articles.models.timelines import ArticleTag
from articles.querysets import ArticleQuerySet
from topics.addresses import address

WORDS_PER_MINUTE = 220


class Status(models.TextChoices):
    """Where an article stands in its life. *Scheduled* is published with a moment still to come."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    PUBLISHED = "published", _("published")
    RETRACTED = "retracted", _("retracted")
    WITHDRAWN = "withdrawn", _("withdrawn")


# No reader has seen the story, or not in this life.
BEFORE_PUBLICATION = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
# Readers know the address, and find the story or a notice there.
ON_THE_SITE = (Status.PUBLISHED, Status.RETRACTED)


def site_language() -> str:
    return settings.LANGUAGE_CODE


class Article(models.Model):
    """A story: what a reader's article page shows, as data.

    ``body`` is clean HTML as the editor left it; ``pages``, ``contents`` and ``words`` are derived from it by
    ``articles.writing.prepare``. Moments are aware and in UTC.
    """

    headline = models.CharField(_("headline"), max_length=250)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        allow_unicode=True,
        blank=True,
        db_index=False,  # articles are found by number
        help_text=_("The end of the address. Left empty, it is made from the headline; old addresses go on working."),
    )
    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences under the headline."))
    body = models.TextField(_("body"), blank=True)
    language = models.CharField(_("language"), max_length=16, default=site_language)

    dateline_city = models.CharField(_("city"), max_length=120, blank=True)
    dateline_date = models.DateField(_("date"), null=True, blank=True)
    dateline_agency = models.CharField(_("agency"), max_length=120, blank=True)

    section = models.ForeignKey(
        "topics.Topic",
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"is_section": True},
        help_text=_("Where the story stands on the site."),
    )
    tags = TaggableManager(_("tags"), through=ArticleTag, blank=True, help_text=_("Separated by commas."))
    lead_photo = models.ForeignKey(
        "articles.Photo",
        verbose_name=_("lead photograph"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lead_of",
    )
    related = models.ManyToManyField("self", verbose_name=_("related articles"), symmetrical=False, blank=True)

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    is_breaking = models.BooleanField(
        _("breaking"), default=False, help_text=_("May go out with a headline and a topic alone.")
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("A moment to come schedules the story: readers see it from then on. Empty: when it is published."),
    )
    updated_at = models.DateTimeField(
        _("updated at"),
        null=True,
        blank=True,
        help_text=_("Shown to readers. Set it when a change matters to them, not for a comma."),
    )
    withdraw_at = models.DateTimeField(
        _("withdraw at"), null=True, blank=True, help_text=_("Readers see the story until then.")
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("The story does not go out before. Published without a moment of its own, it goes out then."),
    )

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="articles",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    # Numbers of revisions: what the rows hold, and the newest that was saved. A greater one is a working copy. 0: none.
    revision_number = models.PositiveIntegerField(default=0, editable=False)
    newest_revision = models.PositiveIntegerField(default=0, editable=False)
    update_state = models.CharField(
        max_length=10, choices=UpdateState, default=UpdateState.NONE, blank=True, editable=False
    )

    pages = models.JSONField(default=list, editable=False)
    contents = models.JSONField(default=list, editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [
            # Which step asks for which: articles/workflow.py
            ("submit_article", _("Can submit own articles for review")),
            ("approve_article", _("Can approve articles and send them back")),
            ("publish_article", _("Can publish and schedule articles")),
            ("withdraw_article", _("Can withdraw articles and publish them again")),
            ("correct_article", _("Can publish corrections and clarifications")),
            ("retract_article", _("Can retract articles")),
            ("edit_every_article", _("Can edit the articles of others")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=ON_THE_SITE) | Q(published_at__isnull=False),
                name="articles_article_published_has_moment",
                violation_error_message=_("A published article needs the moment of publication."),
            ),
            models.CheckConstraint(
                condition=Q(withdraw_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(withdraw_at__gt=F("published_at")),
                name="articles_article_withdrawn_after_publication",
                violation_error_message=_("The story would be withdrawn before it is published."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=ON_THE_SITE)
                | Q(embargo_until__isnull=True)
                | Q(published_at__gte=F("embargo_until")),
                name="articles_article_published_after_embargo",
                violation_error_message=_("The story is under embargo until after the moment of its publication."),
            ),
        ]
        indexes = [
            # All news, day archives, feeds, the sitemap: newest first, down from a position.
            models.Index(fields=["-published_at", "-id"], name="articles_stream", condition=Q(status=Status.PUBLISHED)),
            # When the next story that has an end is withdrawn: until then a cached page may live (topics.versions).
            models.Index(fields=["withdraw_at"], name="articles_withdrawals", condition=Q(withdraw_at__isnull=False)),
            # The calendar of what is planned: unpublished stories with a moment, and the ends of embargoes.
            models.Index(
                fields=["published_at"],
                name="articles_planned",
                condition=Q(status__in=BEFORE_PUBLICATION, published_at__isnull=False),
            ),
            models.Index(fields=["embargo_until"], name="articles_embargoes", condition=Q(embargo_until__isnull=False)),
            # The desk's list: what was touched last, in all and by status. No index begins with status: SQLite, as
            # long as it has no statistics, would take it for readers' questions too (docs/stream.md).
            models.Index(fields=["-saved_at", "-id"], name="articles_desk"),
            models.Index(fields=["-saved_at", "-id"], name="articles_desk_updates", condition=~Q(update_state="")),
            *(
                models.Index(fields=["-saved_at", "-id"], name=f"articles_desk_{status}", condition=Q(status=status))
                for status in Status
            ),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return address("article", self.pk, self.slug)

    def get_page_url(self, number: int) -> str:
        """The address of one page of the article; page 1 is the article's own address."""
        return address("article", self.pk, self.slug, number) if number > 1 else self.get_absolute_url()

    @property
    def is_scheduled(self) -> bool:
        return self.status == Status.PUBLISHED and self.published_at > timezone.now()

    @property
    def has_working_copy(self) -> bool:
        """There is a newer text than the one in the article's rows."""
        return self.newest_revision > self.revision_number

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.words / WORDS_PER_MINUTE))

    @property
    def page_count(self) -> int:
        return max(1, len(self.pages))


class OutsideLink(models.Model):
    """What another medium wrote on the subject: a line of "In other media"."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="outside_links")
    outlet = models.CharField(_("outlet"), max_length=120)
    title = models.CharField(_("title"), max_length=250)
    url = models.URLField(_("address"), max_length=500)
    language = models.CharField(_("language"), max_length=16, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("link in other media")
        verbose_name_plural = _("in other media")
        ordering = ["order", "pk"]

    def __str__(self):
        return f"{self.outlet}: {self.title}"
