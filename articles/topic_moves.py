"""Moving and merging topics together with the timelines of their articles.

Both go through the articles in batches, each in a transaction of its own, and may be repeated after an interruption:
what is done is not done again. Until the last batch readers see each story where it was or where it belongs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, ArticleTopic
from articles.search.indexing import index_articles
from articles.timelines import rebuild_inherited
from topics.models import Topic
from topics.tree import Tree, dissolve, hang_under, number_tree, refuse_circle
from topics.versions import touch

BATCH = 1000
# In a request; beyond that the commands do it, with progress and a transaction for each batch. (Measured: 20,000
# articles a second on SQLite.)
ARTICLES_IN_A_REQUEST = 5000

Progress = Callable[[int], None]


@dataclass(frozen=True)
class TopicMove:
    """How many articles were gone through, and how many rows of their timelines changed."""

    articles: int
    rows: int


def topic_named(slug: str) -> Topic:
    """The topic with this slug; a former one does not count. Raises ``ValidationError`` when there is none."""
    topic = Topic.objects.filter(slug=slug).first()
    if topic is None:
        raise ValidationError(_("There is no topic “%s”.") % slug)
    return topic


def articles_concerned(topic: Topic, *, up_to: int | None = None) -> int:
    """How many articles a move or merge of ``topic`` goes through; counting stops at ``up_to``."""
    return ArticleTopic.objects.filter(topic=topic).order_by()[:up_to].count()


def move_topic(topic: Topic, *, parent: Topic | None, progress: Progress | None = None) -> TopicMove:
    """Hang ``topic`` with all below it under ``parent`` (``None``: at the top), and its articles' timelines too.

    ``progress`` is called with the number of articles after each batch. Raises ``ValidationError`` when ``parent``
    stands below ``topic``; then nothing has changed.
    """
    hang_under(topic, parent)
    tree = Tree.load()
    articles = rows = 0
    for batch in _batches(topic):
        with transaction.atomic():
            _lock(batch)
            rows += rebuild_inherited(batch, tree=tree)
            touch("articles")
        articles += len(batch)
        if progress:
            progress(len(batch))
    return TopicMove(articles, rows)


def merge_topics(source: Topic, *, into: Topic, progress: Progress | None = None) -> TopicMove:
    """File all articles of ``source`` under ``into`` and delete ``source``; its addresses redirect from then on.

    What stands under ``source`` comes to stand under ``into``. ``progress`` as for ``move_topic``. Raises
    ``ValidationError`` when ``into`` is ``source`` or stands below it, or when it is no section while stories have
    ``source`` as theirs; then nothing has changed.
    """
    refuse_merge(source, into)
    with transaction.atomic():
        if source.children.update(parent=into):
            number_tree()
            touch("topics")
    tree = Tree.load()
    articles = rows = 0
    for batch in _batches(source):
        with transaction.atomic():
            _lock(batch)
            rows += _refile(batch, source, into)
            rows += rebuild_inherited(batch, tree=tree)
            touch("articles")
        articles += len(batch)
        if progress:
            progress(len(batch))
    dissolve(source, into=into)
    return TopicMove(articles, rows)


def refuse_merge(source: Topic, into: Topic) -> None:
    """Raise ``ValidationError`` when ``merge_topics`` would."""
    refuse_circle(source, into)
    if not into.is_section and Article.objects.filter(section=source).exists():
        words = {"source": source, "into": into}
        raise ValidationError(_("Stories have “%(source)s” as their section: make “%(into)s” a section first.") % words)


def _refile(article_ids: list[int], source: Topic, into: Topic) -> int:
    """What is filed under ``source`` is filed under ``into``; rows that came from below ``source`` go."""
    rows = ArticleTopic.objects.filter(article__in=article_ids)
    assigned = set(rows.filter(topic=source, assigned=True).values_list("article", flat=True))
    present = set(rows.filter(topic=into, article__in=assigned).values_list("article", flat=True))
    changed = rows.filter(topic=into, article__in=present, assigned=False).update(assigned=True)
    changed += rows.filter(topic=source, article__in=assigned - present).update(topic=into)
    changed += rows.filter(topic=source).delete()[0]
    Article.objects.filter(pk__in=article_ids, section=source).update(section=into)
    index_articles(assigned)
    return changed


def _batches(topic: Topic) -> Iterator[list[int]]:
    """The ids of all articles on the topic's timeline, in order, in batches."""
    # Read in one go (eight bytes each): no index has one topic's rows in the order of articles.
    ids = sorted(ArticleTopic.objects.filter(topic=topic).order_by().values_list("article_id", flat=True))
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _lock(article_ids: list[int]) -> None:
    """Let nobody publish or withdraw these articles while new rows are made with their moments."""
    list(Article.objects.select_for_update().filter(pk__in=article_ids).order_by("pk").values_list("pk", flat=True))
