"""The whole site in the process of a test, as the server has it: pages that are kept, and Django behind them."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from django.core.wsgi import get_wsgi_application

from newsportal.fresh import application as module
from newsportal.fresh.application import FreshPages
from newsportal.fresh.watching import Watch
from tests.factories import make_article, make_section
from tests.newsportal.fresh.servers import own_database


class Site:
    """The whole site in this process; ``made`` lists what Django was asked for, and ``meanwhile`` happens then."""

    def __init__(self):
        django = get_wsgi_application()
        self.made, self.meanwhile = [], lambda: None

        def application(environ, start_response):
            self.made.append(environ["PATH_INFO"])
            answer = django(environ, start_response)
            self.meanwhile()
            return answer

        self.pages = FreshPages(application)

    def ask(self, path="/news/", method="GET", **variables):
        path, _, query = path.partition("?")
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "SCRIPT_NAME": ""}
        environ |= {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1"}
        environ |= {
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            "wsgi.errors": BytesIO(),
        }
        answer = module.Answer()
        body = self.pages(environ | variables, answer)
        content = b"".join(body)
        module._close(body)
        return Asked(answer.status, dict(answer.headers), content)


class Asked:
    def __init__(self, status, headers, content):
        self.status, self.headers = int(status[:3]), headers
        self.text = (gzip.decompress(content) if headers.get("Content-Encoding") == "gzip" else content).decode()


@pytest.fixture
def watch(tmp_path):
    with own_database(tmp_path):
        watch = Watch()
        yield watch
        watch.close()


@pytest.fixture
def site(tmp_path, settings):
    settings.WHITENOISE_USE_FINDERS = True  # static files are served without having been collected
    with own_database(tmp_path):
        site = Site()
        yield site
        site.pages._watch.close()


@pytest.fixture
def story(site):
    world = make_section("World")
    return make_article("Harbour reopens", topics=[world], section=world)
