import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
# No question of a page takes longer on PostgreSQL; commands, which come another way, may take their time.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=20s -c idle_in_transaction_session_timeout=60s")
application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - what stands below needs Django as it is now

if not settings.DEBUG:  # whoever changes templates wants to see them change
    from newsportal.fresh.application import FreshPages

    application = FreshPages(application)
    # What is there from the beginning stays: nobody needs to look through it for what could be thrown away.
    gc.collect()
    gc.freeze()
