from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "newsportal.feeds"
    verbose_name = _("Readers' feeds")
