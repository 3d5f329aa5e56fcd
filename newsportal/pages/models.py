from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Page(models.Model):
    """A standing page of the site, such as "About us"; all of them are linked from the footer."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True, help_text=_("The page's address: /slug/."))
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("body"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100, help_text=_("In the footer."))
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("page", args=[self.slug])
