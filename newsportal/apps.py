from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from newsportal.moments import read_moments_quickly


class NewsportalConfig(AppConfig):
    name = "newsportal"
    verbose_name = _("News portal")

    def ready(self):
        # Models are ready only now.
        from newsportal.groups import ensure_groups
        from newsportal.replicas import touch_what_was_migrated

        connection_created.connect(read_moments_quickly)
        # Sent for apps with models only, which this one is not; all tables are there by then, groups among them.
        post_migrate.connect(ensure_groups, sender=self.apps.get_app_config("auth"))
        post_migrate.connect(touch_what_was_migrated, sender=self.apps.get_app_config("auth"))
