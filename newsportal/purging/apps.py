from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class PurgingConfig(AppConfig):
    name = "newsportal.purging"
    verbose_name = _("Caches in front")

    def ready(self):
        # Models are ready only now.
        from newsportal.purging.sending import put_and_send
        from topics.versions import announce_with

        if settings.TELLS_CACHES:
            announce_with(put_and_send)
