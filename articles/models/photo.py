from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.storage import original_storage


def original_name(photo: "Photo", filename: str) -> str:
    """Originals are named by their content; the name they came with is kept nowhere."""
    return f"{photo.digest[:2]}/{photo.digest}"


class Photo(models.Model):
    """A photograph of the newsroom: the original, who took it, and the web pictures made from it.

    ``articles.photos`` makes and replaces photographs; the renditions are listed in ``renditions`` as
    ``{"crop": "wide", "name": "wide-50x50-480.webp", "width": 480, "height": 320}``. ``search_version`` is
    ``articles.search.photos.VERSION`` for a photograph that the search of the library holds as it is.
    """

    original = models.FileField(_("file"), storage=original_storage, upload_to=original_name, max_length=200)
    digest = models.CharField(max_length=16, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    renditions = models.JSONField(default=list, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for those who cannot see it. Needed before publishing."),
    )
    caption = models.TextField(_("caption"), blank=True)
    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Photographer/Agency, without ©. Nothing is published without it."),
    )
    focal_x = models.PositiveSmallIntegerField(
        _("focal point from the left, %"), default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point from the top, %"), default=50, validators=[MaxValueValidator(100)]
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    search_version = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["-created_at", "-pk"]
        indexes = [
            # The library: newest first; and what nobody has written a credit or an alternative text for.
            models.Index(fields=["-created_at", "-id"], name="articles_photo_newest"),
            models.Index(
                fields=["-created_at", "-id"],
                name="articles_photo_unfinished",
                condition=models.Q(credit="") | models.Q(alt=""),
            ),
            # What the search of the library does not hold as it is (articles.search.photos).
            models.Index(fields=["search_version"], name="articles_photo_search_version"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="articles_photo_focal_point",
                violation_error_message=_("The focal point lies inside the picture: 0 to 100 %."),
            ),
        ]

    def __str__(self):
        return self.caption[:80] or self.alt[:80] or self.digest

    @property
    def may_be_published(self) -> bool:
        return bool(self.credit.strip())


class ArticlePhoto(models.Model):
    """A further photograph of an article, in its place."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="photo_rows")
    photo = models.ForeignKey(
        Photo, verbose_name=_("photograph"), on_delete=models.PROTECT, related_name="article_rows"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("further photograph")
        verbose_name_plural = _("further photographs")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "photo"],
                name="articles_articlephoto_once",
                violation_error_message=_("This photograph is already in the article."),
            ),
        ]

    def __str__(self):
        return str(self.photo)


class ArticleFigure(models.Model):
    """A photograph in the text of an article: noted whenever the article is indexed (``articles.figures``)."""

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="figure_rows")
    photo = models.ForeignKey(Photo, verbose_name=_("photograph"), on_delete=models.PROTECT, related_name="figure_rows")

    class Meta:
        verbose_name = _("photograph in a text")
        verbose_name_plural = _("photographs in texts")
        constraints = [
            models.UniqueConstraint(fields=["article", "photo"], name="articles_articlefigure_once"),
        ]

    def __str__(self):
        return str(self.photo)


class PhotoText(models.Model):
    """The words of a photograph in the index; what stands in them is the database's own affair (``articles.search``).

    A model so that a deleted photograph takes its words along.
    """

    photo = models.OneToOneField(
        Photo, primary_key=True, db_column="rowid", on_delete=models.CASCADE, related_name="search_text"
    )

    class Meta:
        db_table = "articles_phototext"

    def __str__(self):
        return f"{self.photo_id}"
