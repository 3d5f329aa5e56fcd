"""The library as a list: its columns, which a stylesheet lays out as cards, its filters and its search."""

from __future__ import annotations

import datetime

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.moments import said_moment
from articles.admin.page import CountUpTo, is_key
from articles.admin.thumbnails import whole_picture
from articles.models import Article, ArticleFigure, ArticlePhoto, Photo
from articles.photo_uses import is_used
from articles.search.photos import photos_found

NEWEST = 20_000  # photographs among which unused ones are looked for
USES_COUNTED = 100
YEARS_BACK = 5
# As the index over them says it: what is asked for in another way would be looked for among all.
UNFINISHED = Q(credit="") | Q(alt="")
ROWS_OF_USES = {
    "lead_uses": (Article, "lead_photo"),
    "further_uses": (ArticlePhoto, "photo"),
    "text_uses": (ArticleFigure, "photo"),
}


class PhotoList(ChangeList):
    def get_queryset(self, request, exclude_parameters=None):
        photos = super().get_queryset(request, exclude_parameters)
        return photos.annotate(
            **{
                name: CountUpTo(
                    model.objects.filter(**{field: OuterRef("pk")}).order_by().values("pk")[: USES_COUNTED + 1]
                )
                for name, (model, field) in ROWS_OF_USES.items()
            }
        )


class PhotoColumns:
    """What stands in the list, for an admin of photographs."""

    list_display = ["whole", "name", "credit_shown", "uses_counted", "added"]
    list_display_links = ["whole", "name"]
    sortable_by = ["added"]
    search_fields = ["caption"]  # that there is a search at all; what it does: get_search_results
    search_help_text = _(
        "Words of captions, alternative texts and credits in any of their forms, “a phrase”, -without, beginning*. "
        "The newest 1,000 that match."
    )

    def get_changelist(self, request, **kwargs):
        return PhotoList

    def get_search_results(self, request, queryset, search_term):
        term = search_term.replace("\x00", "").strip()
        if not term:
            return queryset, False
        is_unfinished = request.resolver_match.url_name in {"autocomplete", "articles_photo_pick"}
        found = photos_found(term, is_unfinished=is_unfinished)
        # Also by what an address of the picture, or of its page here, says.
        return queryset.filter(Q(pk__in=[*found, int(term)] if is_key(term) else found) | Q(digest=term)), False

    @admin.display(description=_("picture"))
    def whole(self, photo):
        return whole_picture(photo, "photo-card__picture") or photo.digest

    @admin.display(description=_("caption"))
    def name(self, photo):
        return str(photo)

    @admin.display(description=_("credit"))
    def credit_shown(self, photo):
        credit, has_alt = photo.credit.strip(), photo.alt.strip()
        missing = ([] if credit else [_("no credit")]) + ([] if has_alt else [_("no alternative text")])
        badges = format_html_join("", '<span class="photo-card__lacks">{}</span>', ((text,) for text in missing))
        return format_html("{}{}", f"© {credit}" if credit else "", badges)

    @admin.display(description=_("stories"))
    def uses_counted(self, photo):
        said = {
            _t("lead of %s"): photo.lead_uses,
            _t("beside %s"): photo.further_uses,
            _t("in the text of %s"): photo.text_uses,
        }
        return ", ".join(text % _counted(count) for text, count in said.items() if count) or _t("unused")

    @admin.display(description=_("added"), ordering="created_at")
    def added(self, photo):
        return format_html('<time datetime="{}">{}</time>', photo.created_at.isoformat(), said_moment(photo.created_at))


def _counted(count: int) -> str:
    return f"{USES_COUNTED}+" if count > USES_COUNTED else str(count)


class LacksFilter(admin.SimpleListFilter):
    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request, model_admin):
        return [("any", _("credit or alternative text")), ("credit", _("credit")), ("alt", _("alternative text"))]

    def queryset(self, request, queryset):
        unfinished = queryset.filter(UNFINISHED)
        match self.value():
            case "any":
                return unfinished
            case "credit" | "alt" as name:
                return unfinished.filter(**{name: ""})
        return queryset


class UseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "use"

    def lookups(self, request, model_admin):
        return [("unused", _("unused")), ("used", _("in a story"))]

    def queryset(self, request, queryset):
        if self.value() not in {"unused", "used"}:
            return queryset
        newest = Photo.objects.order_by("-created_at", "-pk").values("pk")[:NEWEST]
        return queryset.filter(is_used() if self.value() == "used" else ~is_used(), pk__in=newest)


class AddedByFilter(admin.SimpleListFilter):
    title = _("who added it")
    parameter_name = "by"

    def lookups(self, request, model_admin):
        return [("me", _("me"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user.pk) if self.value() == "me" else queryset


class AddedFilter(admin.SimpleListFilter):
    title = _("day of adding")
    parameter_name = "added"

    def lookups(self, request, model_admin):
        this_year = timezone.localdate().year
        return [
            ("today", _("Today")),
            ("week", _("Past 7 days")),
            ("month", _("This month")),
            *((str(year), str(year)) for year in range(this_year, this_year - YEARS_BACK, -1)),
        ]

    def queryset(self, request, queryset):
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        match self.value():
            case "today":
                return queryset.filter(created_at__gte=today)
            case "week":
                return queryset.filter(created_at__gte=today - datetime.timedelta(days=7))
            case "month":
                return queryset.filter(created_at__gte=today.replace(day=1))
            case year if year in dict(self.lookup_choices):
                begin = today.replace(year=int(year), month=1, day=1)
                return queryset.filter(created_at__gte=begin, created_at__lt=begin.replace(year=int(year) + 1))
        return queryset
