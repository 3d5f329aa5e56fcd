from django.conf import settings
from whitenoise.runserver_nostatic.management.commands.runserver import Command as RunserverCommand


class Command(RunserverCommand):
    """The development server, on the port the environment names."""

    default_port = str(settings.ENVIRONMENT.port)
