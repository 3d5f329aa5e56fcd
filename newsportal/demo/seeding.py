"""Fills an empty site with the demonstration newsroom: pictures, vocabulary, people, stories and pages."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.correcting import correct
from articles.models import Article, Author, Correction, OutsideLink, Photo, Status
from articles.photos import add_photo, rendition_url, renditions_of, set_further_photos
from articles.publishing import publish, retract, submit_for_review, withdraw
from articles.search.picks import pick
from articles.timelines import file_under_topics, set_byline, set_tags
from articles.writing import prepare
from newsportal.demo.catalogue import Catalogue, DemoPhoto, DemoStory
from newsportal.demo.pictures import draw
from newsportal.home.placing import place
from newsportal.pages.models import Page
from newsportal.pages.standing import standing_pages
from newsportal.pages.writing import write_page
from topics.models import Topic
from topics.tree import Tree, number_tree

FIGURE = re.compile(r'<figure data-photo="([\w-]+)"></figure>')
Step = Callable[[], None]


@dataclass(frozen=True)
class SeedResult:
    """How many of each were made; all zero when the site had articles already."""

    stories: int = 0
    photos: int = 0
    topics: int = 0


def seed(catalogue: Catalogue, *, now: datetime.datetime | None = None, step: Step = lambda: None) -> SeedResult:
    """Fill the site with ``catalogue`` unless it has articles; ``step`` is called once for each picture and story.

    Pictures already drawn by an interrupted run are kept; stories come all at once or not at all.
    """
    if Article.objects.exists():
        return SeedResult()
    photos = store_pictures(catalogue.photos, step)
    with transaction.atomic():
        topics = store_topics(catalogue)
        authors = {
            row.key: Author.objects.get_or_create(
                slug=row.key, defaults={"name": row.name, "job_title": row.job_title, "biography": row.bio}
            )[0]
            for row in catalogue.authors
        }
        writer = Writer(topics, authors, photos, Tree.load(), now or timezone.now())
        # Oldest first, so that numbers grow with time as on a site that was written day by day.
        ordered = sorted(catalogue.stories, key=writer.moment_of)
        stories = {}
        for row in ordered:
            stories[row.key] = writer.write(row)
            step()
        for row in ordered:
            stories[row.key].related.set([stories[key] for key in row.related])
        for row in catalogue.picks:
            pick(stories[row.story], query=row.query)
        for row in catalogue.placements:
            place(stories[row.story], slot=row.slot, now=writer.now)
        store_pages(catalogue)
    return SeedResult(len(stories), len(photos), len(topics))


def _drawn(row: DemoPhoto) -> tuple[DemoPhoto, bytes]:
    return row, draw(row.scene, seed=row.seed, palette=row.palette)


def store_pictures(rows: Iterable[DemoPhoto], step: Step) -> dict[str, Photo]:
    photos = {}
    # Drawing is pure and takes longest: it runs beside the storing, on every core.
    with ProcessPoolExecutor() as pool:
        for row, data in pool.map(_drawn, rows):
            focal = {"focal_x": row.focal_x, "focal_y": row.focal_y}
            photos[row.key] = add_photo(data, credit=row.credit, alt=row.alt, caption=row.caption, **focal)
            step()
    return photos


def store_topics(catalogue: Catalogue) -> dict[str, Topic]:
    """The catalogue's topics by slug; a topic that the site has already is taken as it is."""
    topics: dict[str, Topic] = {}
    for row in catalogue.topics:
        values = {"name": row.name, "description": row.description, "order": row.order, "is_section": row.section}
        topics[row.slug], _made = Topic.objects.get_or_create(
            slug=row.slug, defaults=values | {"parent": topics.get(row.parent)}
        )
    number_tree()
    return topics


def store_pages(catalogue: Catalogue) -> None:
    """Give the standing pages the demonstration's texts, unless somebody has written into them."""
    untouched = {page["slug"]: page["body"] for page in standing_pages()}
    for row in catalogue.pages:
        page = Page.objects.filter(slug=row.slug).first() or Page(slug=row.slug)
        if not page.pk or page.body == untouched.get(row.slug):
            page.title, page.body = row.title, row.body
            write_page(page)


@dataclass(frozen=True)
class Writer:
    topics: dict[str, Topic]
    authors: dict[str, Author]
    photos: dict[str, Photo]
    tree: Tree
    now: datetime.datetime

    def moment_of(self, row: DemoStory) -> datetime.datetime:
        """When the story is published: its hour on its day; today's hours are squeezed into what has passed of it."""
        if row.hours_ahead is not None:
            return self.now + datetime.timedelta(hours=row.hours_ahead)
        zone = timezone.get_default_timezone()
        today = timezone.localdate(self.now, zone)
        day = today - datetime.timedelta(days=row.days_ago)
        moment = datetime.datetime.combine(day, row.at, zone)
        if day == today:
            midnight = datetime.datetime.combine(day, datetime.time(), zone)
            share = (row.at.hour * 60 + row.at.minute) / (24 * 60)
            moment = midnight + (self.now - midnight) * share
        return moment.replace(second=0, microsecond=0)

    def write(self, row: DemoStory) -> Article:
        moment = self.moment_of(row)
        article = Article(
            headline=row.headline,
            lead=row.lead,
            body=FIGURE.sub(self._figure, row.body),
            dateline_city=row.city,
            dateline_date=timezone.localdate(moment, timezone.get_default_timezone()),
            dateline_agency=settings.AGENCY,
            section=self.topics[row.section],
            lead_photo=self.photos.get(row.photo),
            is_breaking=row.breaking,
        )
        if row.updated_after_minutes:
            updated = moment + datetime.timedelta(minutes=row.updated_after_minutes)
            article.updated_at = updated if updated <= self.now else None
        prepare(article)
        article.save()
        file_under_topics(article, [self.topics[slug] for slug in row.topics], tree=self.tree)
        set_byline(article, [self.authors[key] for key in row.authors])
        set_tags(article, row.tags)
        set_further_photos(article, [self.photos[key] for key in row.more_photos])
        OutsideLink.objects.bulk_create(self._links(article, row))
        if row.status == Status.IN_REVIEW:
            submit_for_review(article, by=None)
        elif row.status != Status.DRAFT:
            publish(article, by=None, at=moment)
        if row.status == Status.WITHDRAWN:
            withdraw(article, by=None)
        for notice in row.notices:
            if notice.kind == Correction.Kind.RETRACTION:
                retract(article, by=None, text=notice.text)
            else:
                correct(article, kind=notice.kind, text=notice.text, place=notice.place, by=None)
        return article

    def _figure(self, match: re.Match) -> str:
        photo = self.photos[match[1]]
        address = rendition_url(photo, renditions_of(photo, "full")[-1])
        return f'<figure><img src="{address}" alt="{escape(photo.alt)}"></figure>'

    def _links(self, article: Article, row: DemoStory) -> Iterator[OutsideLink]:
        for order, link in enumerate(row.in_other_media):
            yield OutsideLink(
                article=article, outlet=link.outlet, title=link.title, url=link.url, language=link.language, order=order
            )
