from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "newsportal.feeds"
    verbose_name = _("Readers' feeds")

    def ready(self):
        from newsportal.accounts.export import register  # models are ready only now
        from newsportal.feeds.personal_data import feeds, saved_stories

        register("feeds", feeds)
        register("saved_stories", saved_stories)
