from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.sittings import kept_text
from articles.revisions.sittings import old_sittings, put_away

BATCH = 100


class Command(BaseCommand):
    help = gettext_lazy("Keep what was typed long ago and never saved as revisions, and forget who sat where.")

    def handle(self, **options):
        kept = gone = 0
        for sitting in old_sittings().select_related("article", "user").iterator(chunk_size=BATCH):
            content = kept_text(sitting) if sitting.article_id and sitting.typed_at else None
            kept += put_away(sitting, content) is not None
            gone += 1
        if gone:
            words = {"gone": f"{gone:,}", "kept": f"{kept:,}"}
            self.stdout.write(_("Forgotten: %(gone)s sittings; kept as revisions: %(kept)s.") % words)
