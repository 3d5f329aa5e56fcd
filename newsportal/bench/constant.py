"""The yardstick: a constant Django view without middleware and database, under the same server.

``CONSTANT_FOLDER`` holds the bytes to answer with: the file called ``article`` at ``/article``. Without it, as when
somebody merely imports the module, there is nothing to serve.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path


def constant(body: bytes):
    def view(request):
        return HttpResponse(body, content_type="text/html; charset=utf-8", headers={"Content-Encoding": "gzip"})

    return view


urlpatterns = []
if folder := os.environ.get("CONSTANT_FOLDER"):
    urlpatterns = [path(file.name, constant(file.read_bytes())) for file in sorted(Path(folder).iterdir())]
    settings.configure(ROOT_URLCONF=__name__, MIDDLEWARE=[], ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="constant")  # noqa: S106 - signs nothing
    application = get_wsgi_application()
