"""A real Redis behind two real workers: what they count together, and what becomes of the site without it.

Needs ``redis-server`` on the machine and the package redis, which the site itself needs only then.
"""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import time
from contextlib import closing, contextmanager
from urllib.parse import urlencode

import pytest
from django.db import transaction

from articles.models import Article
from articles.views.search import MOST_A_MINUTE
from tests.factories import make_article, make_section
from tests.newsportal.fresh.servers import Client, clients, free_port, own_database, serve
from topics.versions import touch

SERVER = shutil.which("redis-server")
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(SERVER is None, reason="there is no redis-server on this machine"),
    pytest.mark.django_db(transaction=True),
]
LOGIN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@contextmanager
def redis_at(port, folder):
    command = [SERVER, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command line
    try:
        time.sleep(0.5)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def ask(port, path):
    """Status, process and text of the answer to a visitor of its own, who meets any of the workers."""
    with closing(Client(port)) as visitor:
        answer = visitor.get(path)
        return answer.status, answer.headers.get("X-Process"), answer.text


def sign_in(port) -> int:
    """The status of an attempt with a wrong password, which is counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        connection.request("GET", "/accounts/login/")
        form = connection.getresponse()
        token = LOGIN.search(form.read().decode())[1]
        cookie = form.headers["Set-Cookie"].partition(";")[0]
        body = urlencode({"csrfmiddlewaretoken": token, "login": "nobody", "password": "wrong"})
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/accounts/login/", body, headers | {"Origin": f"http://127.0.0.1:{port}"})
        return connection.getresponse().status


def test_workers_count_together_and_go_on_without_redis(tmp_path):
    pytest.importorskip("redis")
    port = free_port()
    with own_database(tmp_path) as url:
        world = make_section("World")
        story = make_article("Harbour reopens", topics=[world], section=world)
        with serve(url, log=tmp_path / "log", CACHE_URL=f"redis://127.0.0.1:{port}/0") as site:
            with redis_at(port, tmp_path):
                searched = [ask(site, "/search/?q=harbour") for _ in range(MOST_A_MINUTE + 10)]
                for worker in clients(site, 2):  # each of them has the page
                    worker.get(story.get_absolute_url())
                    worker.close()
                with transaction.atomic():
                    Article.objects.filter(pk=story.pk).update(headline="Harbour closes")
                    touch("articles")
                after = [ask(site, story.get_absolute_url())[2] for _ in range(20)]
            seen = ("/", story.get_absolute_url(), "/search/?q=harbour", "/accounts/login/")
            away = [ask(site, path)[0] for path in seen]
            signing_in = sign_in(site)
            with redis_at(port, tmp_path):
                back = ask(site, "/search/?q=harbour")[0], sign_in(site)

    assert [status for status, *_ in searched] == [200] * MOST_A_MINUTE + [429] * 10
    assert len({process for _, process, _ in searched}) == 2
    assert ["Harbour closes" in text for text in after] == [True] * 20
    assert (away, signing_in, back) == ([200] * 4, 503, (200, 200))
