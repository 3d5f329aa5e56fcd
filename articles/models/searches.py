"""What readers look for, and what editors want them to find."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

QUERY_LENGTH = 200  # characters of a query, as it is typed and as it is compared
LONGEST_KEPT = 60  # characters; who types more than that tells more than what they look for


class EditorsPick(models.Model):
    """A story that stands above the results of a search.

    ``key`` is the query as ``articles.search.picks.key_of`` writes it: the same for all ways of typing it.
    """

    query = models.CharField(
        _("searched for"),
        max_length=QUERY_LENGTH,
        help_text=_(
            "As readers type it. Capitals, accents and the order of the words do not matter; the words do: "
            "“harbour” does not count for “harbours”, nor for “harbour budget”."
        ),
    )
    key = models.CharField(max_length=QUERY_LENGTH, editable=False)
    article = models.ForeignKey(
        "articles.Article",
        verbose_name=_("story"),
        on_delete=models.CASCADE,
        related_name="editors_picks",
        help_text=_("Stands above the results as long as readers may see it."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest number stands first. Readers see three stories at most.")
    )
    picked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("picked by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picked_at = models.DateTimeField(_("picked at"), auto_now_add=True)

    class Meta:
        verbose_name = _("editor's pick")
        verbose_name_plural = _("editor's picks")
        ordering = ["key", "order", "pk"]
        constraints = [
            # Also the index by which a search finds its picks.
            models.UniqueConstraint(fields=["key", "article"], name="articles_editorspick_once"),
        ]

    def __str__(self):
        return f"{self.query}: {self.article}"


class SearchedQuery(models.Model):
    """How often readers looked for something on one day of the site's calendar, and how much the last of them found.

    Nothing in it leads to a reader: see ``articles.search.log``.
    """

    day = models.DateField(_("day"))
    query = models.CharField(_("searched for"), max_length=LONGEST_KEPT)
    times = models.PositiveIntegerField(_("times"), default=1)
    found = models.PositiveIntegerField(_("found"))

    class Meta:
        verbose_name = _("search of readers")
        verbose_name_plural = _("searches of readers")
        constraints = [
            # Also the index for the report on some days, and for what is old.
            models.UniqueConstraint(fields=["day", "query"], name="articles_searchedquery_once"),
        ]

    def __str__(self):
        return self.query
