from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.search.log import KEPT_FOR, forget_old_searches


class Command(BaseCommand):
    help = gettext_lazy("Delete what readers searched for longer ago than the newsroom's report goes back.")

    def handle(self, **options):
        if count := forget_old_searches():
            words = {"count": f"{count:,}", "days": KEPT_FOR.days}
            self.stdout.write(_("Deleted: %(count)s (older than %(days)s days).") % words)
