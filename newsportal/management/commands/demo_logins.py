from django.conf import settings
from django.core.management import BaseCommand

from newsportal.demo_logins import demo_logins


class Command(BaseCommand):
    help = "Makes logins for the three roles of the newsroom and a reader on a site without accounts, and prints them."

    def handle(self, **options):
        path = settings.BASE_DIR / ".demo-logins"
        logins = demo_logins(path)
        if not logins:
            return
        self.stdout.write(f"The desk is at {settings.SITE_URL}/admin/ (logins are kept in {path.name}):")
        for login in logins:
            role = login.group or f"A reader, at {settings.SITE_URL}/accounts/"
            self.stdout.write(f"  {login.username:<10} {login.password:<20} {role}")
