"""The feeds of readers with an account. A reader without one has a single feed, in a cookie (``feeds.cookie``)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsportal.feeds.rules import Rules


class RulesField(models.JSONField):
    """``Rules`` as JSON. What an older or newer version of the site wrote and this one cannot read, raises."""

    def from_db_value(self, value, expression, connection):
        return Rules.from_data(super().from_db_value(value, expression, connection))

    def get_db_prep_value(self, value, connection, prepared=False):
        return super().get_db_prep_value(
            value.as_data() if isinstance(value, Rules) else value, connection, prepared=prepared
        )

    def value_to_string(self, obj):
        return self.value_from_object(obj).as_data()


class FeedQuerySet(models.QuerySet):
    def of(self, user):
        """The feeds of ``user`` in their order."""
        return self.filter(owner=user).order_by("order", "pk")


class Feed(models.Model):
    """A named cut of the stream. Exactly one feed of a reader who has any is the default, shown at ``/my/``."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds", db_index=False)
    name = models.CharField(_("name"), max_length=60)
    slug = models.SlugField(max_length=80, allow_unicode=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_default = models.BooleanField(default=False)
    rules = RulesField(default=Rules)
    # Whoever has one of these may read: as a feed for feed readers, and as a page; NULL: nobody may.
    token = models.CharField(max_length=43, unique=True, null=True, editable=False)
    share_token = models.CharField(max_length=43, unique=True, null=True, editable=False)
    # What the reader has seen of it (feeds.visits): stories after seen_until are new in the visit of seen_at.
    seen_until = models.DateTimeField(null=True, editable=False)
    seen_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        constraints = [
            # Also finds all feeds of a reader.
            models.UniqueConstraint(fields=["owner", "slug"], name="feeds_feed_slug_once"),
            models.UniqueConstraint(fields=["owner"], condition=Q(is_default=True), name="feeds_feed_one_default"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("my_feed") if self.is_default else reverse("named_feed", args=[self.slug])

    @property
    def edit_url(self) -> str:
        return f"{self.get_absolute_url()}edit/"

    @property
    def part_url(self) -> str:
        return f"{self.get_absolute_url()}part/"


class SavedArticle(models.Model):
    """A story a reader put aside for later."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_articles", db_index=False
    )
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("saved story")
        verbose_name_plural = _("saved stories")
        constraints = [models.UniqueConstraint(fields=["user", "article"], name="feeds_savedarticle_once")]
        # A page of a reader's saved stories, the last saved first.
        indexes = [models.Index(fields=["user", "-saved_at", "-article"], name="feeds_savedarticle_newest")]

    def __str__(self):
        return f"{self.user_id} · {self.article_id}"


class Digest(models.Model):
    """A feed by e-mail: at which hour of the owner's day, and whether on one weekday alone."""

    class Frequency(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("once a week")

    feed = models.OneToOneField(Feed, on_delete=models.CASCADE, related_name="digest")
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency, default=Frequency.DAILY)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0, help_text=_("Monday is 0."))
    hour = models.PositiveSmallIntegerField(_("hour"), default=7)
    zone = models.CharField(_("time zone"), max_length=64)
    token = models.CharField(max_length=43, unique=True, editable=False)  # in the address that ends the digest
    covered_until = models.DateTimeField(editable=False)  # stories after this moment come with the next one
    # Editions that were due later than this are sent; NULL: the reader ended the digest.
    running_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23), name="feeds_digest_hour"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="feeds_digest_weekday"),
        ]

    def __str__(self):
        return f"{self.feed} · {self.get_frequency_display()}"


class SentDigest(models.Model):
    """One edition of a digest. The row is made before the mail, so that no second process makes it again."""

    class State(models.TextChoices):
        CLAIMED = "claimed", _("being made")
        HANDED_OVER = "handed_over", _("handed over to the mail server")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("interrupted while it was handed over")
        EMPTY = "empty", _("nothing new, not sent")
        FAILED = "failed", _("refused by the mail server")

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="editions", db_index=False)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.CLAIMED)
    claimed_at = models.DateTimeField()
    stories = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("sent digest")
        verbose_name_plural = _("sent digests")
        constraints = [models.UniqueConstraint(fields=["digest", "due_at"], name="feeds_sentdigest_once")]
        # Editions that a run did not live to finish; there are next to none.
        indexes = [
            models.Index(fields=["claimed_at"], condition=Q(state="handed_over"), name="feeds_sentdigest_unfinished")
        ]

    def __str__(self):
        return f"{self.digest_id} · {self.due_at:%Y-%m-%d %H:%M}"
