from django.db import models
from django.utils.translation import gettext_lazy as _


class WireItem(models.Model):
    """The agency's item an article came from: what makes an import repeatable.

    ``fingerprint`` is that of the article as the import left it; when the article no longer matches it,
    somebody has edited the story here since.
    """

    uri = models.CharField(max_length=500, unique=True)
    version = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64)
    article = models.OneToOneField("articles.Article", on_delete=models.CASCADE, related_name="wire_item")
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("wire item")
        verbose_name_plural = _("wire items")

    def __str__(self):
        return self.uri
