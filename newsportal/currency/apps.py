from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CurrencyConfig(AppConfig):
    name = "newsportal.currency"
    verbose_name = _("Currency")

    def ready(self):
        from newsportal.currency.models import ensure_sources  # models are ready only now

        post_migrate.connect(ensure_sources, sender=self)
