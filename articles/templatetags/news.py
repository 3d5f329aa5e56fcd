"""What templates say about articles: times, datelines, photographs, sections, JSON-LD."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import mark_safe

from articles.filters import PositionFilter
from articles.models import Article, Photo
from articles.photos import rendition_url, renditions_of
from articles.photos import srcset as srcset_of
from articles.stream import Cursor, StreamPage
from articles.structured_data import absolute as absolute_address
from articles.structured_data import as_script, social_picture
from articles.topic_lists import SectionGroup, grouped_by_section, topics_with_stories
from articles.topic_lists import sections as kept_sections
from topics.kept import Kept, Lasting
from topics.lifetimes import announced
from topics.models import Topic

register = template.Library()


@register.filter
def zone_offset(moment: datetime.datetime | None) -> str:
    """How far the reader's clock is from UTC at ``moment``: "UTC", "UTC+3", "UTC−3:30"; empty without a moment."""
    if not moment:
        return ""
    minutes = round(timezone.localtime(moment).utcoffset().total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


@register.filter
def archive_day(moment: datetime.datetime) -> datetime.date:
    """The day in whose archive a story of ``moment`` stands: that of the site's calendar, whatever the reader's."""
    return timezone.localdate(moment, timezone.get_default_timezone())


@register.filter
def reader_day(moment: datetime.datetime) -> datetime.date:
    """The day of ``moment`` by the reader's calendar."""
    return timezone.localdate(moment)


@register.filter
def dateline(article: Article) -> str:
    """The dateline as agencies write it: "HAMBURG, July 8. /WIRE/."; parts that are missing are left out."""
    day = article.dateline_date and _day(article.dateline_date)
    place = ", ".join(part for part in (article.dateline_city.upper(), day) if part)
    agency = f"/{article.dateline_agency}/." if article.dateline_agency else ""
    return " ".join(part for part in (f"{place}." if place else "", agency) if part)


@lru_cache(maxsize=5000)
def _day(date: datetime.date) -> str:
    return date_format(date, "MONTH_DAY_FORMAT")


@register.inclusion_tag("components/photo.html")
def photo(photo: Photo, crop: str = "wide", sizes: str = "100vw", loading: str = "lazy") -> dict:
    """The picture of ``photo`` in one crop (``full``, ``wide``, ``square``); nothing without a credit or renditions."""
    listed = renditions_of(photo, crop) if photo and photo.may_be_published else []
    if not listed:
        return {}
    largest = listed[-1]
    return {
        "src": rendition_url(photo, largest),
        "srcset": srcset_of(photo, crop),
        "sizes": sizes,
        "width": largest["width"],
        "height": largest["height"],
        "alt": photo.alt,
        "loading": loading,
        "fetchpriority": "high" if loading == "eager" else "auto",
    }


@register.simple_tag
def present() -> datetime.datetime:
    """This moment, for a page that says what day it is and how far its clock is from UTC."""
    return timezone.now()


@register.simple_tag
def stream_query(filter: PositionFilter, before: Cursor | None = None) -> str:
    """The query string of a list from ``before`` on, without what the address held besides."""
    return filter.query(before)


@register.simple_tag
def newer_url(address: str, filter: PositionFilter, page: StreamPage) -> str:
    """Where to ask, below ``address``, how many stories came to a list since its first page; empty on other pages."""
    if filter.before_cursor or page.newest is None:
        return ""
    return f"{address}?{urlencode([*filter.known_parameters(), ('after', str(page.newest))])}"


@register.simple_tag(takes_context=True)
def list_address(context, filter: PositionFilter) -> str:
    """The canonical address of this page of a list, in full."""
    return absolute_address(escape_uri_path(context["request"].path) + filter.query(filter.before_cursor))


@register.simple_tag
def sections() -> Lasting[Topic]:
    """The sections of the navigation."""
    return kept_sections()


@register.simple_tag
def topic_choices(chosen: Iterable[Topic]) -> str:
    """The boxes of all topics with stories, those of ``chosen`` ticked."""
    html = kept_choices()
    for topic in chosen:  # a box is found by its value: rendering all of them anew takes longer than the rest of a page
        value = f'value="{escape(topic.slug)}"'
        html = html.replace(f"{value}>", f"{value} checked>")
    return mark_safe(html)  # noqa: S308 - a template's


def _render_choices() -> str:
    return render_to_string("articles/choices.html", {"topics": topics_with_stories()})


@register.simple_tag
def grouped(topics: Sequence[Topic]) -> list[SectionGroup]:
    """``topics`` that have stories, under their sections."""
    return grouped_by_section(topics)


kept_choices = Kept(_render_choices, of=["topics", "articles"], until=announced)


@register.filter
def social_image(article: Article) -> dict | None:
    return social_picture(article)


@register.filter
def absolute(address: str) -> str:
    """``address`` on this site as a full URL, for canonical links and Open Graph."""
    return absolute_address(address)


@register.filter
def clean_html(html: str) -> str:
    """HTML that ``articles.body`` cleaned when it was written, printed as it is."""
    return mark_safe(html)  # noqa: S308 - the caller vouches for the way in


@register.simple_tag
def json_ld(description: dict) -> str:
    return mark_safe(as_script(description))  # noqa: S308 - as_script escapes what could end the element
