"""What a reader over the editor's shoulder would say of a story before it is published.

``articles.publishing`` decides what stops a publication. Here that is joined by all that is merely unwise.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.body import clean_body, picture_digests
from articles.markup import Start, read_markup
from articles.models import Article, Photo, Status
from articles.own_links import article_numbers, broken_links
from articles.plaintext import plain_text
from articles.publishing import missing_for_publication
from articles.similar import similar_stories

# Cards on X show 70 characters of a title, and search engines and other networks about as many; Google's News took
# headlines of up to 110 (developers.google.com/search/docs/appearance/structured-data/article, until 2022).
CARD_LENGTH, LONGEST_HEADLINE = 70, 110
DAY = datetime.timedelta(days=1)
LATE = datetime.timedelta(hours=1)
DATELINE_DAYS = 2
MOST_BROKEN = 20


class Severity(models.TextChoices):
    STOPS = "stops", gettext_lazy("stops publication")
    WARNS = "warns", gettext_lazy("warning")
    NOTES = "notes", gettext_lazy("note")


@dataclass(frozen=True)
class Finding:
    """Something to look at: the form field it belongs to, a sentence, and the other story it speaks of, if it does."""

    field: str
    message: str
    severity: Severity
    story: Article | None = None


@dataclass(frozen=True)
class Copy:
    """A story as it is stored or as it is typed: ``article`` need not have been saved."""

    article: Article
    has_topic: bool
    further: Sequence[Photo] = ()
    related: Collection[int] = ()


def proofread(copy: Copy, *, now: datetime.datetime | None = None) -> list[Finding]:
    """All that is to be said of a story, what stops it first; empty when there is nothing.

    Reads the library, the stories and pages it links to, and the headlines of the last days, at the same number of
    queries for any text.
    """
    now = now or timezone.now()
    article, body = copy.article, clean_body(copy.article.body)
    missing = missing_for_publication(article, has_topic=copy.has_topic, further=copy.further)
    findings = [
        *(Finding(found.field, found.message, _severity(found.stops)) for found in missing),
        *check_headline(article.headline),
        *check_moments(article, now=now),
        *_check_text(body),
        *_check_links(body, at=max(article.published_at or now, now)),
        *_check_others(copy, body, now=now),
    ]
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def check_headline(headline: str) -> Iterator[Finding]:
    """Whether a headline fits where it will stand without the page around it. A wide character counts twice."""
    length = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in headline.strip())
    if length > LONGEST_HEADLINE:
        message = _(
            "The headline has %(length)d characters: search results and social cards cut it after about %(limit)d."
        )
        yield Finding("headline", message % {"length": length, "limit": CARD_LENGTH}, Severity.WARNS)
    elif length > CARD_LENGTH:
        message = _("The headline has %(length)d characters: social cards show about %(limit)d.")
        yield Finding("headline", message % {"length": length, "limit": CARD_LENGTH}, Severity.NOTES)


def check_moments(article: Article, *, now: datetime.datetime) -> Iterator[Finding]:
    """Moments and dates that contradict one another, or what somebody probably means."""
    is_out = article.status == Status.PUBLISHED
    published, updated, ends = article.published_at, article.updated_at, article.withdraw_at
    goes_out = published or now
    if published and published > now:
        said = _("It is scheduled: readers see it from %s on.") % _said(published)
        yield Finding("published_at", said, Severity.NOTES)
    elif published and not is_out and published < now - LATE:
        said = _("“Published at” lies in the past (%s): the story would stand below newer ones.") % _said(published)
        yield Finding("published_at", said, Severity.WARNS)
    if ends and ends <= max(goes_out, now):
        said = _("“Withdraw at” is over (%s): readers would not see the story.") % _said(ends)
        yield Finding("withdraw_at", said, Severity.WARNS if is_out else Severity.STOPS)
    if updated and updated > max(goes_out, now):
        yield Finding("updated_at", _("“Updated at” lies in the future (%s).") % _said(updated), Severity.WARNS)
    elif updated and published and updated < published:
        yield Finding("updated_at", _("“Updated at” lies before “published at”."), Severity.WARNS)
    if article.dateline_date:
        apart = (article.dateline_date - timezone.localdate(goes_out)).days
        if apart > 0:
            yield Finding("dateline_date", _("The dateline is of a day to come."), Severity.WARNS)
        elif apart < -DATELINE_DAYS:
            said = _("The dateline is %s days older than the story.") % -apart
            yield Finding("dateline_date", said, Severity.WARNS)


def _severity(stops: bool) -> Severity:
    return Severity.STOPS if stops else Severity.WARNS


def _said(moment: datetime.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _check_text(body: str) -> Iterator[Finding]:
    if not plain_text(body):
        yield Finding("body", _("The story has no text."), Severity.WARNS)
    digests = picture_digests(body)
    photos = {photo.digest: photo for photo in Photo.objects.filter(digest__in=digests)} if digests else {}
    for digest in sorted(digests - photos.keys()):
        said = _("A picture in the text (%s) is not in the library: it is left out.") % digest
        yield Finding("body", said, Severity.WARNS)
    for photo in photos.values():
        if not photo.may_be_published:
            said = _("The photograph “%s” in the text has no credit: it is left out.") % photo
            yield Finding("body", said, Severity.WARNS)
    for digest in dict.fromkeys(picture for picture, alt in _pictures(body) if not alt.strip()):
        if digest in photos:
            said = _("The photograph “%s” in the text has no alternative text.") % photos[digest]
            yield Finding("body", said, Severity.WARNS)


def _pictures(body: str) -> Iterator[tuple[str, str]]:
    """The digest and the alternative text of each picture in a clean body."""
    for token in read_markup(body):
        if isinstance(token, Start) and token.name == "img":
            yield token.attributes["src"].split("/")[-2], token.attributes.get("alt", "")


def _check_links(body: str, *, at: datetime.datetime) -> Iterator[Finding]:
    for link in broken_links(body, at=at)[:MOST_BROKEN]:
        said = _("The link “%(text)s” leads nowhere. %(reason)s") % {"text": link.text, "reason": link.reason}
        yield Finding("body", said, Severity.WARNS)


def _check_others(copy: Copy, body: str, *, now: datetime.datetime) -> Iterator[Finding]:
    article = copy.article
    # What the story itself leads to is what it goes on from.
    known = {*copy.related, *article_numbers(body), *([article.pk] if article.pk else [])}
    for story in similar_stories(article.headline, language=article.language, apart_from=known, now=now):
        said = _("Is this the same story? “%(story)s” (%(status)s)")
        yield Finding("headline", said % {"story": story, "status": story.get_status_display()}, Severity.NOTES, story)
