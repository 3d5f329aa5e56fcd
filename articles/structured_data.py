"""The article as data for search engines: schema.org NewsArticle in JSON-LD (https://schema.org/NewsArticle)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.conf import settings

from articles.filing import Filing
from articles.models import Article, Correction
from articles.photos import rendition_url, renditions_of


def absolute(address: str) -> str:
    """``address`` on this site as a full URL."""
    return f"{settings.SITE_URL}{address}"


def social_picture(article: Article) -> dict | None:
    """``{"url", "width", "height", "alt"}`` of the picture shown where the story is shared; ``None`` without one."""
    photo = article.lead_photo
    if not photo or not photo.may_be_published:
        return None
    listed = renditions_of(photo, "social") or renditions_of(photo, "full")
    if not listed:
        return None
    largest = listed[-1]
    return {
        "url": absolute(rendition_url(photo, largest)),
        "width": largest["width"],
        "height": largest["height"],
        "alt": photo.alt,
    }


def describe_article(article: Article, filing: Filing, notices: Sequence[Correction] = ()) -> dict:
    """The JSON-LD object of ``article`` with its corrections; a draft, in preview, has no date of publication."""
    publisher = {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": absolute("/")}
    description = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "headline": article.headline,
        "inLanguage": article.language,
        "wordCount": article.words,
        "isAccessibleForFree": True,
        "publisher": publisher,
        "author": [{"@type": "Person", "name": a.name, "url": absolute(a.url)} for a in filing.byline] or [publisher],
    }
    if article.lead:
        description["description"] = article.lead
    if article.published_at:
        description["datePublished"] = article.published_at.isoformat()
        moments = [article.updated_at or article.published_at, *(notice.at for notice in notices)]
        description["dateModified"] = max(moments).isoformat()
    if notices:
        description["correction"] = [_correction(notice) for notice in notices]
    if article.section:
        description["articleSection"] = article.section.name
    if names := [label.name for label in filing.topics + filing.tags]:
        description["keywords"] = names
    if article.dateline_city:
        description["dateline"] = article.dateline_city
    if picture := social_picture(article):
        description["image"] = {
            "@type": "ImageObject",
            "url": picture["url"],
            "width": picture["width"],
            "height": picture["height"],
            "creditText": article.lead_photo.credit,
        }
    return description


def describe_retracted(article: Article, notices: Sequence[Correction]) -> dict:
    """The JSON-LD object of a story in whose place stands a notice: nothing of it but its headline and its dates."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": absolute(article.get_absolute_url()),
        "headline": article.headline,
        "inLanguage": article.language,
        "datePublished": article.published_at.isoformat(),
        "dateModified": max(notice.at for notice in notices).isoformat(),
        "creativeWorkStatus": "Retracted",
        "publisher": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": absolute("/")},
        "correction": [_correction(notice) for notice in notices],
    }


def _correction(notice: Correction) -> dict:
    # https://schema.org/correction
    return {"@type": "CorrectionComment", "text": notice.text, "datePublished": notice.at.isoformat()}


def as_script(description: dict) -> str:
    """``description`` as text that is safe inside a ``<script>`` element: nothing in it can end the element."""
    text = json.dumps(description, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
