from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.currency.publishers import Publisher
from newsportal.currency.reading import read_rates
from newsportal.currency.receiving import known_keys, receive
from newsportal.currency.records import RatesError
from topics.progress import Progress


class Command(BaseCommand):
    help = gettext_lazy(
        "Imports reference rates from a publisher's file: XML, CSV or ZIP of the European Central Bank, daily or "
        "dynamic XML of the Bank of Russia. Can be repeated. A file with an absurd rate is refused as a whole."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file, **options):
        try:
            found = read_rates(file.read_bytes(), codes=known_keys(Publisher.CBR))
            with Progress(_("Rates"), total=len(found.records), stream=self.stdout) as progress:
                received = receive(
                    found,
                    today=timezone.localdate(timezone=timezone.get_default_timezone()),
                    advance=progress.advance,
                )
        except OSError as error:
            raise CommandError(_("The file cannot be read (%(reason)s).") % {"reason": error.strerror}) from None
        except RatesError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{found.publisher.label}, {received.newest_day.isoformat()}")
        for label, count in (
            (_("new"), received.created),
            (_("corrected"), received.corrected),
            (_("unchanged"), received.unchanged),
        ):
            if count:
                self.stdout.write(f"  {label}: {count:,}")
