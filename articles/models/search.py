"""What search keeps beside the articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """An article in the index: the form in which its text was indexed.

    ``version`` is ``articles.search.indexing.VERSION`` for a text that is up to date, ``STALE`` for one that something
    has changed around.
    """

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    algorithm = models.CharField(max_length=16, editable=False)
    version = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        indexes = [
            # What has to be indexed anew; and the languages of the site, by stepping from one to the next.
            models.Index(fields=["version"], name="articles_search_version"),
            models.Index(fields=["algorithm"], name="articles_search_algorithm"),
        ]

    def __str__(self):
        return f"{self.article_id}"


class SearchText(models.Model):
    """The indexed text of an article, its moments and what it is filed under (``articles.search``).

    How the text stands in it is the database's own affair.

    A model so that a deleted article takes its text along.
    """

    article = models.OneToOneField(
        "articles.Article",
        primary_key=True,
        db_column="rowid",
        on_delete=models.CASCADE,
        related_name="search_text",
    )

    class Meta:
        db_table = "articles_searchtext"

    def __str__(self):
        return f"{self.article_id}"
