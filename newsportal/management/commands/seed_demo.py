from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from articles.search.vocabulary import collect_vocabulary
from newsportal.currency.demo import load_demo_rates
from newsportal.demo.catalogue import load_catalogue
from newsportal.demo.seeding import seed
from newsportal.partners.demo import load_demo_partners
from topics.progress import Progress


class Command(BaseCommand):
    help = "Fills an empty site with the stories of a demonstration newsroom; a site that has articles is left alone."

    def handle(self, **options):
        if Article.objects.exists():
            self.stdout.write(_("The site has articles: nothing was changed."))
            return
        with Progress(_("Exchange rates"), stream=self.stdout) as progress:
            load_demo_rates(today=timezone.localdate(), advance=progress.advance)
        catalogue = load_catalogue()
        with Progress(_("Demonstration"), len(catalogue.photos) + len(catalogue.stories), self.stdout) as progress:
            result = seed(catalogue, step=progress.advance)
        load_demo_partners(now=timezone.now())
        collect_vocabulary()
        summary = _("%(stories)d stories, %(photos)d photographs and %(topics)d topics are in place.")
        self.stdout.write(summary % vars(result))
