"""The stream against a naive filter after hundreds of acts in any order: too long for every run."""

import contextlib
import datetime
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticleTag, ArticleTopic, Author, Authorship, Status
from articles.publishing import publish, reinstate, reopen, withdraw
from articles.timelines import assigned_topics, file_under_topics, set_byline, set_tags, tag_names
from articles.topic_moves import merge_topics, move_topic
from tests.articles.test_stream import all_pages, naive
from tests.factories import make_article, make_author, make_topic
from topics.models import Topic
from topics.tree import Tree

pytestmark = [pytest.mark.soak, pytest.mark.django_db]

ACTS = 200
LOOK_EVERY = 20
TAGS = ["grain", "harbour", "budget"]


def act(dice: random.Random, now: datetime.datetime) -> None:
    """One act of a newsroom. Raises ``ValidationError`` for what a rule refuses."""
    topics, authors = list(Topic.objects.order_by("pk")), list(Author.objects.order_by("pk"))
    article = dice.choice(Article.objects.order_by("pk"))
    # Whole seconds mostly, so that many stories share one; some are still to come.
    moment = now + datetime.timedelta(seconds=dice.randrange(-60, 10), microseconds=dice.choice([0, 0, 250_000]))
    match dice.randrange(10):
        case 0 | 1:
            make_article(
                published_at=moment,
                withdraw_at=moment + datetime.timedelta(seconds=dice.randrange(1, 90)) if dice.random() < 0.4 else None,
                topics=dice.sample(topics, 2),
                tags=dice.sample(TAGS, 1),
                authors=dice.sample(authors, 1),
            )
        case 2 | 3:
            article.withdraw_at = None
            article.save(update_fields=["withdraw_at"])
            if article.status == Status.PUBLISHED:
                withdraw(article)
            if article.status == Status.WITHDRAWN:
                reopen(article)
            publish(article, at=moment)
        case 4:
            withdraw(article)
        case 5:
            dice.choice([reinstate, reopen])(article)
        case 6:
            file_under_topics(article, dice.sample(topics, dice.randrange(4)))
        case 7:
            set_tags(article, dice.sample(TAGS, dice.randrange(3)))
            set_byline(article, dice.sample(authors, dice.randrange(3)))
        case 8:
            move_topic(dice.choice(topics), parent=dice.choice([None, *topics]))
        case 9 if len(topics) > 5 and dice.random() < 0.3:
            merge_topics(dice.choice(topics), into=dice.choice(topics))


@pytest.mark.parametrize("seed", range(10))
def test_stream_equals_naive_filter_after_any_acts(seed):
    dice, now = random.Random(seed), timezone.now()
    topics = [make_topic(f"Topic {n}") for n in range(3)]
    for n in range(9):
        topics.append(make_topic(f"Sub {n}", parent=dice.choice(topics)))
    authors = [make_author(f"Author {n}") for n in range(3)]
    make_article(topics=topics[:1], tags=TAGS, authors=authors)

    for turn in range(1, ACTS + 1):
        with contextlib.suppress(ValidationError), transaction.atomic():
            act(dice, now)
        if turn % LOOK_EVERY:
            continue

        lineages = Tree.load()
        chosen = set(dice.sample(list(Topic.objects.values_list("pk", flat=True)), 2))
        tag, author = dice.choice(TAGS), dice.choice(authors)
        tag_ids = ArticleTag.objects.filter(tag__name=tag).values_list("tag", flat=True).distinct()
        timelines = {ArticleTopic: list(chosen), ArticleTag: list(tag_ids), Authorship: [author.pk]}

        def wanted(article, chosen=chosen, tag=tag, author=author, lineages=lineages):
            above = lineages.closure(topic.pk for topic in assigned_topics(article))
            by_author = article.authorships.filter(author=author).exists()
            return bool(above & chosen) or tag in tag_names(article) or by_author

        pages = all_pages(timelines, size=dice.choice([1, 3, 20]), now=now)

        assert [headline for page in pages for headline in page] == naive(wanted, now=now)
