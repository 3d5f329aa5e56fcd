"""Plain functions that make what tests need; every default is sensible and unsurprising."""

import datetime
import itertools

from django.contrib.auth.models import Group
from django.utils import timezone
from taggit.models import Tag

from articles.models import Article, Author, Photo, Status
from articles.photos import store_photo
from articles.timelines import FirstFiling, file_first
from articles.writing import prepare
from newsportal.accounts.models import User
from topics.models import Topic
from topics.tree import Tree, free_slug, number_tree

number = itertools.count(1)
HOUR = datetime.timedelta(hours=1)


def make_topic(name="Economy", *, slug=None, **fields) -> Topic:
    topic = Topic.objects.create(name=name, slug=slug or free_slug(name), **fields)
    number_tree()
    return topic


def make_section(name="World", **fields) -> Topic:
    return make_topic(name, is_section=True, **fields)


def make_author(name="Ada Reed", **fields) -> Author:
    return Author.objects.create(name=name, slug=fields.pop("slug", None) or free_slug(name), **fields)


def make_article(headline=None, *, topics=(), tags=(), authors=(), hours_ago=1.0, **fields) -> Article:
    """A published article of one hour ago unless the fields say otherwise; ``topics`` are assigned to it."""
    fields.setdefault("status", Status.PUBLISHED)
    if fields["status"] in {Status.PUBLISHED, Status.WITHDRAWN}:
        fields.setdefault("published_at", timezone.now() - hours_ago * HOUR)
    fields.setdefault("lead", "What happened, in one sentence.")
    fields.setdefault("body", "<p>The story in full.</p>")
    article = Article(headline=headline or f"Story {next(number)}", **fields)
    prepare(article)
    article.save()
    tags = [Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name) for name in tags]
    topics, authors, tags = ([thing.pk for thing in things] for things in (topics, authors, tags))
    file_first([FirstFiling(article, topics=topics, authors=authors, tags=tags)], tree=Tree.load())
    return article


def make_photo(**fields) -> Photo:
    """A row without files: enough wherever no picture is opened."""
    serial = next(number)
    fields.setdefault("digest", f"{serial:016x}")
    fields.setdefault("alt", "A ship at the quay")
    fields.setdefault("caption", "The ship arrived at noon.")
    fields.setdefault("credit", "Ada Reed/WIRE")
    fields.setdefault(
        "renditions",
        [
            {"crop": "full", "name": "full-480.webp", "width": 480, "height": 320},
            {"crop": "full", "name": "full-800.webp", "width": 800, "height": 533},
            {"crop": "wide", "name": "wide-50x50-480.webp", "width": 480, "height": 320},
            {"crop": "square", "name": "square-50x50-160.webp", "width": 160, "height": 160},
            {"crop": "social", "name": "social-50x50-1200.jpg", "width": 1200, "height": 630},
        ],
    )
    photo = Photo(width=800, height=533, original=f"{serial}", **fields)
    store_photo(photo)
    return photo


def make_user(username="reader", *, group=None, **fields) -> User:
    user = User.objects.create_user(username, f"{username}@example.org", "secret", **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
        user.is_staff = True
        user.save()
    return user
