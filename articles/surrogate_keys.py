"""What caches in front of the site call stories, and the lists that stories stand in (``topics.surrogate_keys``).

A list has a key of its own, by which it is told of a story that is new in it, and those of the stories it shows, by
which it is told of one that has changed or goes. ``news`` is every list of all news: the stream, days, sitemaps, the
home page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.db import router

from articles.models import Article, ArticleTag, ArticleTopic, Authorship
from articles.stream import Timelines
from topics.prepared import Rows
from topics.surrogate_keys import key, keys, note

NEWS, STORY = "news", "article"
OF_A_STORY = re.compile(rf"{STORY}-[0-9]{{1,18}}", re.ASCII)
KINDS = {ArticleTopic: "topic", ArticleTag: "tag", Authorship: "author"}
STORY_OF = {ArticleTopic: "article", ArticleTag: "content_object", Authorship: "article"}


def note_stories(stories: Iterable[Article]) -> None:
    """The answer shows ``stories``. Of rows no instances are made."""
    note("articles", *keys(STORY, stories.keys if isinstance(stories, Rows) else (story.pk for story in stories)))


def note_list(timelines: Timelines | None, stories: Iterable[Article] = ()) -> None:
    """The answer is a list by ``timelines`` (``None``: all news), and shows ``stories`` of it."""
    note_stories(stories)
    if timelines is None:
        note(NEWS)
    else:
        note(*(found for timeline, owners in timelines.items() for found in keys(KINDS[timeline], owners)))


def keys_of_stories(article_ids: Iterable[int]) -> list[str]:
    """What an act announces that changed these stories and nothing else."""
    return [key(STORY, pk) for pk in article_ids]


def with_lists(announced: Collection[str]) -> set[str]:
    """The keys in ``announced``, and those of all lists in which the stories among them stand now.

    Lists that a story has left show it still, and have its key. Three queries for any number of stories, to the
    database that is written to: a copy may be behind.
    """
    ids = [int(name.removeprefix(f"{STORY}-")) for name in announced if OF_A_STORY.fullmatch(name)]
    if not ids:
        return set(announced)
    found = {*announced, NEWS}
    for timeline, kind in KINDS.items():
        rows = (
            timeline.objects.using(router.db_for_write(timeline))
            .filter(**{f"{STORY_OF[timeline]}__in": ids})
            .order_by()
        )
        found.update(key(kind, pk) for pk in rows.values_list(timeline.timeline_of, flat=True).distinct())
    return found
