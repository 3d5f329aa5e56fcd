"""What an article is filed under. Each of these tables is a timeline as well: see ``articles.stream``."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, Tag

from articles.querysets import TimelineQuerySet
from topics.models import Topic


class Timeline(models.Model):
    """An article's place on the timeline of a topic, a tag or an author.

    ``published_at`` and ``withdraw_at`` copy the article's moments; ``published_at`` is NULL while the article
    is not published. ``articles.timelines`` writes them. Every subclass has a column ``article_id``, and names in
    ``timeline_of`` the column of what the article is filed under.
    """

    timeline_of: str

    published_at = models.DateTimeField(null=True, editable=False)
    withdraw_at = models.DateTimeField(null=True, editable=False)

    objects = TimelineQuerySet.as_manager()

    class Meta:
        abstract = True


def stream_index(of: str, article: str, name: str) -> models.Index:
    # The newest N of one topic, tag or author below a position, from the index alone (withdraw_at comes
    # along so that the table is not touched); also every row of a topic, for moves and merges.
    return models.Index(fields=[of, "-published_at", f"-{article}", "withdraw_at"], name=name)


class ArticleTopic(Timeline):
    """An article stands on the timelines of its topics (``assigned``) and of all topics above them."""

    timeline_of = "topic_id"

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="topic_rows", db_index=False)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="article_rows", db_index=False)
    assigned = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("topic of an article")
        verbose_name_plural = _("topics of articles")
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="articles_articletopic_once"),
        ]
        indexes = [stream_index("topic", "article", "articles_topic_stream")]

    def __str__(self):
        return f"{self.article_id} · {self.topic_id}"


class ArticleTag(ItemBase, Timeline):
    """taggit's row between an article and a tag, with real foreign keys."""

    timeline_of = "tag_id"

    # taggit insists on the name content_object; the column is article_id as in the other timelines.
    content_object = models.ForeignKey(
        "articles.Article",
        on_delete=models.CASCADE,
        related_name="tag_rows",
        db_column="article_id",
        db_index=False,
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="article_rows", db_index=False)

    objects = TimelineQuerySet.as_manager()  # taggit's base class brings another one

    class Meta:
        verbose_name = _("tag of an article")
        verbose_name_plural = _("tags of articles")
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="articles_articletag_once"),
        ]
        indexes = [stream_index("tag", "content_object", "articles_tag_stream")]

    def __str__(self):
        return f"{self.content_object_id} · {self.tag_id}"


class Authorship(Timeline):
    """An author's name in an article's byline, in its place."""

    timeline_of = "author_id"

    article = models.ForeignKey(
        "articles.Article", on_delete=models.CASCADE, related_name="authorships", db_index=False
    )
    author = models.ForeignKey(
        "articles.Author",
        verbose_name=_("author"),
        on_delete=models.PROTECT,
        related_name="authorships",
        db_index=False,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("author of an article")
        verbose_name_plural = _("authors of articles")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"],
                name="articles_authorship_once",
                violation_error_message=_("This author is already named."),
            ),
        ]
        indexes = [stream_index("author", "article", "articles_author_stream")]

    def __str__(self):
        return f"{self.article_id} · {self.author_id}"
