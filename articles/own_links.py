"""Links of a text to our own pages: which of them lead nowhere, or where readers may not go.

What stands behind an address is asked of the database for all links of a kind at once, so a text with a hundred links
costs as many queries as one with two. Apps above this one say what stands behind theirs: see ``answers_for``.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.body import compose
from articles.markup import End, Start, Text, read_markup
from articles.models import Article, ArticleTag, Author, Status
from articles.renditions import RENDITION_PATH
from articles.storage import rendition_storage
from topics.models import Topic

MOST_LINKS = 200  # of a text; what comes after them is not looked at
MOST_DAYS = 10
FIRST_YEAR, LAST_YEAR = 1800, 2200
LONGEST_TEXT = 60


@dataclass(frozen=True)
class BrokenLink:
    """The text of a link, its address as it is written, and why readers will not get there, as a sentence."""

    text: str
    href: str
    reason: str


# The arguments in the addresses of one kind of page, and the moment readers will follow them; for each a sentence that
# says why it leads nowhere, or None.
Answer = Callable[[Sequence[dict], datetime.datetime], list[str | None]]
_answers: dict[str, Answer] = {}


def answers_for(*url_names: str) -> Callable[[Answer], Answer]:
    """Register a function as the one that knows the addresses with these names."""

    def register(answer: Answer) -> Answer:
        _answers.update(dict.fromkeys(url_names, answer))
        return answer

    return register


def broken_links(body: str, *, at: datetime.datetime) -> list[BrokenLink]:
    """The links of ``body`` (any HTML) to our own site that will lead readers nowhere at ``at``, in their order."""
    links = dict(list(_links(body))[:MOST_LINKS])
    reasons: dict[str, str | None] = _places(body, links)
    asked: dict[Answer, list[tuple[str, dict]]] = defaultdict(list)
    for href in links:
        path = own_path(href)
        if path is None:
            continue
        match = _resolved(path)
        if match is None:
            reasons[href] = _("There is no such page.")
        elif match.namespaces:
            reasons[href] = _("Readers cannot enter the desk.")
        elif match.url_name in _answers:
            asked[_answers[match.url_name]].append((href, match.kwargs))
    for answer, pages in asked.items():
        said = answer([kwargs for _href, kwargs in pages], at)
        reasons |= {href: reason for (href, _kwargs), reason in zip(pages, said, strict=True)}
    return [BrokenLink(links[href], href, reason) for href in links if (reason := reasons.get(href))]


def own_path(href: str) -> str | None:
    """The path of an address on this site, decoded; ``None`` for other sites, places on the page, and files of ours."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    own = urlsplit(settings.SITE_URL)
    is_own = parts.hostname == own.hostname and parts.port == own.port if parts.netloc else href.startswith("/")
    if not is_own or parts.scheme not in {"", "http", "https"} or parts.path.startswith(settings.STATIC_URL):
        return None
    return unquote(parts.path) or "/"


def article_numbers(body: str) -> set[int]:
    """The numbers of the articles that ``body`` links to."""
    paths = filter(None, (own_path(href) for href, _text in _links(body)))
    matches = filter(None, map(_resolved, paths))
    return {match.kwargs["pk"] for match in matches if match.url_name == "article"}


def _links(body: str) -> Iterator[tuple[str, str]]:
    """The address and the text of each link."""
    href, pieces = "", []
    for token in read_markup(body):
        match token:
            case Start("a", attributes):
                href, pieces = attributes.get("href", ""), []
            case Text(text) if href:
                pieces.append(text)
            case End("a") if href:
                text = " ".join("".join(pieces).split()) or href
                yield href, text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
                href = ""


def _places(body: str, links: Collection[str]) -> dict[str, str | None]:
    """What is to be said of links to a place in the text itself."""
    wanted = [href for href in links if href.startswith("#")]
    there = {f"#{heading.id}" for heading in compose(body).contents} if wanted else set()
    return {href: None if unquote(href) in there else _("No heading of the text has this mark.") for href in wanted}


def _resolved(path: str) -> ResolverMatch | None:
    for candidate in (path, f"{path}/"):  # without the last slash readers are sent on to it
        try:
            return resolve(candidate)
        except Resolver404:
            pass
    return None


@answers_for("article")
def _articles(pages: Sequence[dict], at: datetime.datetime) -> list[str | None]:
    visible = Article.objects.published(at).filter(pk=OuterRef("pk"))
    asked = Article.objects.filter(pk__in={page["pk"] for page in pages}).annotate(is_visible=Exists(visible))
    stories = asked.only("headline", "status").in_bulk()
    longer = {page["pk"] for page in pages if page.get("number", 1) > 1}
    pages_of = dict(Article.objects.filter(pk__in=longer).values_list("pk", "pages")) if longer else {}

    def reason(page: dict) -> str | None:
        story = stories.get(page["pk"])
        if story is None:
            return _("There is no story with this number.")
        if story.status == Status.RETRACTED:
            return _("“%s” was retracted: readers find a notice there.") % story
        if story.status != Status.PUBLISHED:
            return _("“%(story)s” is not published (%(status)s).") % {
                "story": story,
                "status": story.get_status_display(),
            }
        if not story.is_visible:
            return _("“%s” is published only later, or ended before.") % story
        if page.get("number", 1) > max(1, len(pages_of.get(story.pk, []))):
            return _("“%s” has fewer pages.") % story
        return None

    return [reason(page) for page in pages]


def _missing(pages: Sequence[dict], there: set[str], sentence: str) -> list[str | None]:
    return [None if page["slug"] in there else sentence for page in pages]


@answers_for("topic", "topic_feed")
def _topics(pages: Sequence[dict], at: datetime.datetime) -> list[str | None]:
    there = Topic.objects.at_slugs([page["slug"] for page in pages])
    return _missing(pages, set(there), _("There is no such topic."))


@answers_for("author", "author_feed")
def _authors(pages: Sequence[dict], at: datetime.datetime) -> list[str | None]:
    there = Author.objects.filter(slug__in=[page["slug"] for page in pages])
    return _missing(pages, set(there.values_list("slug", flat=True)), _("There is no such author."))


@answers_for("tag", "tag_feed")
def _tags(pages: Sequence[dict], at: datetime.datetime) -> list[str | None]:
    # The page of a tag that no published story has is not there.
    slugs = [page["slug"] for page in pages]
    live = ArticleTag.objects.live(at).filter(tag__slug__in=slugs).order_by()
    there = set(Tag.objects.filter(pk__in=live.values("tag")).values_list("slug", flat=True))
    return _missing(pages, there, _("No published story has this tag."))


@answers_for("day")
def _days(pages: Sequence[dict], at: datetime.datetime) -> list[str | None]:
    zone = timezone.get_default_timezone()
    looked_at = sorted({page["day"] for page in pages})[:MOST_DAYS]
    spans = Q()
    for day in looked_at:
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            begin = datetime.datetime.combine(day, datetime.time(), zone)
            spans |= Q(published_at__gte=begin, published_at__lt=begin + datetime.timedelta(days=1))
    stories = Article.objects.published(at).filter(spans) if spans else Article.objects.none()
    there = {moment.date() for moment in stories.datetimes("published_at", "day", tzinfo=zone)}
    unknown = set(looked_at) - there
    return [_("There is no story of this day.") if page["day"] in unknown else None for page in pages]


@answers_for("media")
def _pictures(pages: Sequence[dict], at: datetime.datetime) -> list[str | None]:
    storage = rendition_storage()
    there = (RENDITION_PATH.fullmatch(page["path"]) and storage.exists(page["path"]) for page in pages)
    return [None if found else _("There is no such picture.") for found in there]
