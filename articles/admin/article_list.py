"""The desk's list of articles: columns, filters and a search, all of which read a bounded number of rows.

A search answers with the newest stories that match (``articles.search.desk``), a filter with the newest on its
timeline or with those that were touched last. Who looks for something older says more, or asks for the number of the
story.
"""

from __future__ import annotations

import datetime

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.page import ChooseOne, is_key
from articles.models import Article, ArticleTopic, Author, Authorship, Status
from articles.querysets import live_at
from articles.search.desk import articles_found, as_typed_so_far
from articles.search.query import Query
from topics.models import Topic

TOUCHED_LAST = 20_000
PER_TIMELINE = 2_000


def standing(article: Article, now: datetime.datetime | None = None) -> str:
    """Where the article stands, in words: its status, or *scheduled* or *ended* when the clock says so."""
    now = now or timezone.now()
    if article.status != Status.PUBLISHED or article.published_at is None:  # None: cleared in a refused form
        return article.get_status_display()
    if article.published_at > now:
        return _t("scheduled")
    if article.withdraw_at and article.withdraw_at <= now:
        return _t("ended")
    return article.get_status_display()


class ArticleList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        return super().get_queryset(request, exclude_parameters).for_desk()


def search_articles(queryset, text: str, *, is_unfinished: bool = False):
    """The articles of ``queryset`` that the index finds for ``text``, and the article of that number.

    ``is_unfinished``: somebody is still typing, and the last word may be the beginning of one.
    """
    found = articles_found(as_typed_so_far(text) if is_unfinished else Query.parse(text))
    number = text.strip()
    return queryset.filter(pk__in=[*found, int(number)] if is_key(number) else found)


def among_newest(queryset, **moments):
    """The articles of ``queryset`` that are among the newest published ones within ``moments``."""
    # Two steps: asked at once, SQLite goes through the archive in the order of saving to find the few of today.
    newest = Article.objects.filter(status=Status.PUBLISHED, **moments).newest_first()
    return queryset.filter(pk__in=list(newest.values_list("pk", flat=True)[:PER_TIMELINE]))


class StandingFilter(admin.SimpleListFilter):
    title = _("status")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("draft")),
            ("waiting", _("in review or approved")),
            ("in_review", _("in review")),
            ("approved", _("approved")),
            ("scheduled", _("scheduled")),
            ("published", _("published")),
            ("updates", _("with a working copy")),
            ("ended", _("ended")),
            ("retracted", _("retracted")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        published = queryset.filter(status=Status.PUBLISHED)
        match self.value():
            case "draft" | "in_review" | "approved" | "retracted" | "withdrawn" as status:
                return queryset.filter(status=status)
            case "waiting":
                # One by one: each status has an index in this order, both together have none.
                parts = [Article.objects.filter(status=s) for s in (Status.IN_REVIEW, Status.APPROVED)]
                newest = [part.order_by("-saved_at").values_list("pk", flat=True)[:PER_TIMELINE] for part in parts]
                return queryset.filter(pk__in=[pk for part in newest for pk in part])
            case "scheduled":
                return among_newest(queryset, published_at__gt=now)
            case "updates":
                return queryset.exclude(update_state="")
            case "ended":
                return published.filter(withdraw_at__lte=now)
            case "published":
                return published.filter(live_at(now))
        return queryset


class TimelineFilter(admin.SimpleListFilter):
    """Articles on one timeline, chosen from links or by typing its name: the newest and the unpublished ones."""

    template = "admin/articles/timeline_filter.html"
    timeline: type
    field: str

    def lookups(self, request, model_admin):
        return [(str(owner.pk), str(owner)) for owner in self.offered()]

    def has_output(self):
        return True

    def choices(self, changelist):
        yield from super().choices(changelist)
        field = self.timeline._meta.get_field(self.field)
        value = self.value() if is_key(self.value() or "") else None
        chosen = field.related_model.objects.filter(pk=value).first() if value else None
        widget = ChooseOne(field, changelist.model_admin.admin_site)
        yield {
            "url": widget.get_url(),
            "attributes": {"app": field.model._meta.app_label, "model": field.model._meta.model_name},
            "field": self.field,
            "parameter": self.parameter_name,
            "chosen": chosen,
            "others": [
                (name, value)
                for name, values in changelist.filter_params.items()
                if name != self.parameter_name
                for value in values
            ]
            + ([("q", changelist.query)] if changelist.query else []),
        }

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not is_key(self.value()):
            raise IncorrectLookupParameters
        rows = self.timeline.objects.filter(**{self.field: self.value()})
        published = rows.filter(published_at__isnull=False).order_by("-published_at")
        unpublished = rows.filter(published_at__isnull=True).order_by("-article_id")
        ids = {pk for part in (published, unpublished) for pk in part.values_list("article", flat=True)[:PER_TIMELINE]}
        return queryset.filter(pk__in=ids)


class TopicFilter(TimelineFilter):
    title = _("topic")
    parameter_name = "topic"
    timeline = ArticleTopic
    field = "topic"

    def offered(self):
        return Topic.objects.sections()


class AuthorFilter(TimelineFilter):
    title = _("author")
    parameter_name = "author"
    timeline = Authorship
    field = "author"

    def offered(self):
        return Author.objects.filter(user__isnull=False, user__is_active=True)[:20]


class OwnFilter(admin.SimpleListFilter):
    title = _("writer")
    parameter_name = "own"

    def lookups(self, request, model_admin):
        return [("yes", _("Myself"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user.pk) if self.value() == "yes" else queryset


class BreakingFilter(admin.SimpleListFilter):
    title = _("breaking")
    parameter_name = "breaking"

    def lookups(self, request, model_admin):
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request, queryset):
        if self.value() not in {"yes", "no"}:
            return queryset
        recent = Article.objects.order_by("-saved_at").values("pk")[:TOUCHED_LAST]
        return queryset.filter(pk__in=recent, is_breaking=self.value() == "yes")


class PublishedFilter(admin.SimpleListFilter):
    title = _("published")
    parameter_name = "published"

    def lookups(self, request, model_admin):
        return [
            ("today", _("Today")),
            ("week", _("Past 7 days")),
            ("month", _("This month")),
            ("year", _("This year")),
        ]

    def queryset(self, request, queryset):
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        since = {
            "today": today,
            "week": today - datetime.timedelta(days=7),
            "month": today.replace(day=1),
            "year": today.replace(month=1, day=1),
        }.get(self.value() or "")
        if since is None:
            return queryset
        return among_newest(queryset, published_at__gte=since, published_at__lte=timezone.now())
