from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "newsportal.pages"
    verbose_name = _("Pages")

    def ready(self):
        from newsportal.pages import links  # noqa: F401 - registers what it knows; models are ready only now
        from newsportal.pages.standing import ensure_standing_pages

        post_migrate.connect(ensure_standing_pages, sender=self)
