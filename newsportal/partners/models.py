"""Partners, what they published, and whether the links our own stories give still lead anywhere."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import OutsideLink
from newsportal.partners.querysets import (
    FAILURES_OF_THE_DEAD,
    LinkCheckQuerySet,
    PartnerItemQuerySet,
    SourceQuerySet,
)
from newsportal.partners.records import LONGEST_LINK, LONGEST_NAME, LONGEST_TITLE
from topics.models import Topic

LONGEST_FEED_URL = 1000


class Source(models.Model):
    """A partner's feed, and how the last attempt to read it went (``newsportal.partners.refreshing`` writes that)."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME, help_text=_("Readers see it beside every headline."))
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Names the source in the address of partner news.")
    )
    home_page = models.URLField(_("home page"), max_length=500, blank=True)
    feed_url = models.URLField(
        _("feed address"),
        max_length=LONGEST_FEED_URL,
        help_text=_("RSS, Atom or JSON Feed. “Try this address” finds it from the home page."),
    )
    language = models.CharField(_("language"), max_length=16, blank=True, help_text=_("A code such as en or pt-BR."))
    topics = models.ManyToManyField(
        Topic,
        verbose_name=_("topics"),
        blank=True,
        related_name="+",
        help_text=_(
            "Beside stories of these topics and those below. Without any: beside stories no other source fits."
        ),
    )
    items_kept = models.PositiveSmallIntegerField(
        _("items kept"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text=_("The newest so many; older ones are forgotten."),
    )
    minutes = models.PositiveIntegerField(
        _("minutes between fetches"), default=30, validators=[MinValueValidator(5), MaxValueValidator(10_080)]
    )
    is_active = models.BooleanField(
        _("on"), default=True, help_text=_("Off: it is not fetched, and readers see nothing of it.")
    )

    # What the other side said about the feed, to ask for it again only when it has changed.
    etag = models.CharField(max_length=255, blank=True, editable=False)
    last_modified = models.CharField(max_length=255, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    next_fetch_at = models.DateTimeField(_("next fetch"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("last good answer"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("last result"), max_length=500, blank=True, editable=False)
    items_seen = models.PositiveIntegerField(_("items in the feed"), default=0, editable=False)
    moved_from = models.CharField(_("moved from"), max_length=LONGEST_FEED_URL, blank=True, editable=False)
    moved_at = models.DateTimeField(_("moved"), null=True, blank=True, editable=False)
    gone_at = models.DateTimeField(_("gone"), null=True, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner source")
        verbose_name_plural = _("partner sources")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def forget_answers(self) -> None:
        """The next fetch is due at once and knows nothing of earlier ones: another address, or a new beginning."""
        self.etag = self.last_modified = ""
        self.failures, self.next_fetch_at, self.gone_at = 0, None, None


class PartnerItem(models.Model):
    """One headline of a partner. Its title is text, its address that of a web page of theirs."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="items", verbose_name=_("source"))
    guid_digest = models.CharField(max_length=64, editable=False)
    # The same story from two sources stands once: with the one that brought it first.
    link_digest = models.CharField(max_length=64, unique=True, editable=False)
    url = models.URLField(_("address"), max_length=LONGEST_LINK)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    published_at = models.DateTimeField(_("published at"))
    first_seen_at = models.DateTimeField(_("first seen"))
    is_hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("Readers do not see it, whatever the feed says of it later.")
    )

    objects = PartnerItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner item")
        verbose_name_plural = _("partner items")
        ordering = ["-published_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["source", "guid_digest"], name="partners_item_once_per_source")]
        indexes = [
            # The page of all partner news.
            models.Index(fields=["-published_at", "-id"], name="partners_newest"),
            # The page of one source, the strip, and what is older than the items kept.
            models.Index(fields=["source", "-published_at", "-id"], name="partners_newest_of_source"),
        ]

    def __str__(self):
        return self.title

    @property
    def language(self) -> str:
        return self.source.language


class LinkCheck(models.Model):
    """What came of looking whether a link in other media still leads somewhere.

    It is about ``url``: a link that has been given another address since then counts as not looked at.
    """

    link = models.OneToOneField(OutsideLink, models.CASCADE, related_name="link_check", verbose_name=_("link"))
    url = models.URLField(_("address"), max_length=500)
    checked_at = models.DateTimeField(_("checked"))
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("since"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("dead link in other media")
        verbose_name_plural = _("dead links in other media")
        ordering = ["-failures", "failing_since", "pk"]
        indexes = [
            # The desk's list of dead links.
            models.Index(fields=["failures"], name="partners_failing", condition=models.Q(failures__gt=0)),
            # Which links were looked at longest ago.
            models.Index(fields=["checked_at"], name="partners_checked"),
        ]

    def __str__(self):
        return self.url

    @property
    def is_dead(self) -> bool:
        return self.failures >= FAILURES_OF_THE_DEAD
