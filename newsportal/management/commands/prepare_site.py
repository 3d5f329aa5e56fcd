from django.conf import settings
from django.core.management import BaseCommand, call_command

from newsportal.serving import refuse_busy_port


class Command(BaseCommand):
    """Bring the site to where it can be served; on a site that is there already, this changes next to nothing."""

    help = (
        "Creates or updates the database and the static files. A site without articles becomes the demonstration "
        "site; one without accounts gets logins for its newsroom."
    )

    def handle(self, **options):
        refuse_busy_port(settings.ENVIRONMENT.port)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not settings.DEBUG:  # the development server reads them from where they are written
            call_command("collectstatic", interactive=False, verbosity=0)
        call_command("seed_demo")
        call_command("demo_logins")
