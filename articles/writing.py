"""From what an editor typed (or a wire sent) to what is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.body import BodyPicture, clean_body, compose, picture_digests
from articles.models import Article, Photo
from articles.photo_uses import stories_beside, stories_with_figure
from articles.photos import pictures_by_digest, store_photo
from articles.search.indexing import index_changed
from topics.versions import touch

SLUG_LENGTH = 100


def article_slug(headline: str) -> str:
    """The slug of a headline, cut at a word; letters of every script are kept."""
    slug = slugify(headline, allow_unicode=True)
    if len(slug) > SLUG_LENGTH:
        cut = slug[: SLUG_LENGTH + 1].rpartition("-")[0]
        slug = cut or slug[:SLUG_LENGTH]
    return slug.strip("-") or slugify(_("story"), allow_unicode=True) or "story"


def prepare(article: Article, *, pictures: Mapping[str, BodyPicture] | None = None) -> None:
    """Clean the article's text and derive from it what readers' pages print. Saves nothing.

    ``pictures`` are the photographs in the body by digest; they are read from the database when not given.
    """
    article.headline = " ".join(article.headline.split())
    article.lead = " ".join(article.lead.split())
    article.slug = article.slug or article_slug(article.headline)
    article.body = clean_body(article.body)
    if pictures is None:
        digests = picture_digests(article.body)
        pictures = pictures_by_digest(digests) if digests else {}
    composition = compose(article.body, pictures)
    article.pages = list(composition.pages)
    article.contents = [asdict(heading) for heading in composition.contents]
    article.words = composition.words


@transaction.atomic
def change_photo(photo: Photo, changed: Collection[str]) -> None:
    """Save the fields of ``photo`` in ``changed``, and have every story say and find the same of it."""
    store_photo(photo, changed)
    touch("articles")
    if {"credit", "caption"} & set(changed):
        recompose_stories_with(photo)
    if "caption" in changed:
        index_changed(stories_beside(photo))


def recompose_stories_with(photo: Photo) -> int:
    """Derive anew what pages print of the texts with ``photo`` in them, after its credit or caption has changed.

    Returns how many articles there were. What editors wrote, and when, stays as it is.
    """
    articles = list(stories_with_figure(photo))
    for article in articles:
        prepare(article)
        article.save(update_fields=["pages", "contents", "words"])
    return len(articles)
