import datetime
import re

from django.core.management.base import BaseCommand, CommandError
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.purging.caches import configured
from newsportal.purging.outbox import keys_of_moments, put, send_due, waiting_since

# Twice the pace of the job, so that no moment falls between two runs.
LOOKS_BACK = datetime.timedelta(minutes=2)


class Command(BaseCommand):
    help = gettext_lazy(
        "Tells caches in front what has changed, as far as they do not know it yet. Done right after each change "
        "anyway: this is for what failed then, and for what changed by the clock. Ends with an error when a cache "
        "could not be told."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "keys", nargs="*", metavar=_("KEY"), help=_("Call this changed as well; “site” is everything.")
        )

    def handle(self, *, keys, **options):
        if not configured():
            raise CommandError(_("No cache in front is set: see PURGE_URLS and what follows in .env.example."))
        if wrong := [key for key in keys if not re.fullmatch(r"[a-z]+(-[0-9]{1,18})?", key, re.ASCII)]:
            raise CommandError(_("“%s” is no key that an answer of this site has.") % wrong[0])
        now = timezone.now()
        put([*keys, *keys_of_moments(now - LOOKS_BACK, now)])
        for told in send_due():
            said = ngettext("told of %d key", "told of %d keys", told.keys) % told.keys
            self.stdout.write(f"{told.cache}: {told.problem or said}")
        if since := waiting_since():
            moment = formats.localize(timezone.localtime(since))
            raise CommandError(_("A cache does not know everything that has changed since: %s") % moment)
