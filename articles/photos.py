"""Taking photographs in, and showing them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.core.files.base import ContentFile
from django.db import transaction

from articles.body import BodyPicture
from articles.models import Article, Photo
from articles.renditions import Rendition, picture_digest, read_picture, render, rendition_path
from articles.search.photos import index_photos
from articles.storage import rendition_storage
from articles.surrogate_keys import keys_of_stories
from topics.versions import touch

BODY_SIZES = "(min-width: 48rem) 42rem, 100vw"


def add_photo(data: bytes, *, credit: str, alt: str = "", caption: str = "", focal_x=50, focal_y=50, by=None) -> Photo:
    """Store the picture in ``data`` with its renditions; a picture that is already there is returned as it is.

    Raises ``articles.renditions.PictureRefused`` with a message for people.
    """
    if known := Photo.objects.filter(digest=picture_digest(data)).first():
        return known
    texts = {"credit": credit.strip(), "alt": alt.strip(), "caption": caption.strip()}
    photo = Photo(**texts, focal_x=focal_x, focal_y=focal_y, created_by=by)
    take_in(photo, data)
    store_photo(photo)
    return photo


@transaction.atomic
def store_photo(photo: Photo, changed: Collection[str] | None = None) -> None:
    """Save ``photo`` (of a stored one only the fields in ``changed``), and let the library find it by its words."""
    photo.save(update_fields=changed)
    index_photos([photo.pk])


def take_in(photo: Photo, data: bytes) -> None:
    """Make the picture in ``data`` that of ``photo``, with its renditions; the caller saves it.

    Raises ``articles.renditions.PictureRefused`` with a message for people.
    """
    facts = read_picture(data)
    photo.digest, photo.width, photo.height = facts.digest, facts.width, facts.height
    photo.original.save("original", ContentFile(data), save=False)
    render_photo(photo, data)


def render_photo(photo: Photo, data: bytes | None = None) -> None:
    """Make the web pictures of ``photo`` around its focal point and list them in it; the caller saves it.

    Files of an earlier focal point stay: pages that were sent before may still ask for them.
    """
    if data is None:
        with photo.original.open() as file:
            data = file.read()
    storage = rendition_storage()
    listed = []
    for rendition in render(data, focal_x=photo.focal_x, focal_y=photo.focal_y):
        path = rendition_path(photo.digest, rendition.name)
        if not storage.exists(path):
            storage.save(path, ContentFile(rendition.data))
        listed.append(_listed(rendition))
    photo.renditions = listed


def _listed(rendition: Rendition) -> dict:
    return {name: getattr(rendition, name) for name in ("crop", "name", "width", "height")}


def pictures_by_digest(digests: Iterable[str]) -> Mapping[str, BodyPicture]:
    """What ``articles.body.compose`` needs of the photographs inside a body; those without a credit are missing."""
    found = Photo.objects.filter(digest__in=set(digests)).exclude(credit="")
    return {photo.digest: body_picture(photo) for photo in found}


def body_picture(photo: Photo) -> BodyPicture:
    largest = renditions_of(photo, "full")[-1]
    return BodyPicture(
        src=rendition_url(photo, largest),
        srcset=srcset(photo, "full"),
        sizes=BODY_SIZES,
        width=largest["width"],
        height=largest["height"],
        credit=photo.credit,
        caption=photo.caption,
    )


def renditions_of(photo: Photo, crop: str) -> list[dict]:
    """The renditions of one crop, narrowest first; empty when there are none."""
    return sorted((r for r in photo.renditions if r["crop"] == crop), key=lambda r: r["width"])


def rendition_url(photo: Photo, rendition: Mapping) -> str:
    return rendition_storage().url(rendition_path(photo.digest, rendition["name"]))


def srcset(photo: Photo, crop: str) -> str:
    """The value of an ``srcset`` attribute with all widths of ``crop``."""
    return ", ".join(f"{rendition_url(photo, r)} {r['width']}w" for r in renditions_of(photo, crop))


@transaction.atomic
def set_further_photos(article: Article, photos: Iterable[Photo]) -> None:
    """Make ``photos``, in this order, the article's further photographs."""
    article.photo_rows.all().delete()
    article.photo_rows.model.objects.bulk_create(
        article.photo_rows.model(article=article, photo=photo, order=order) for order, photo in enumerate(photos)
    )
    if article.published_at:
        touch("articles", keys=keys_of_stories([article.pk]))
