"""A real Varnish in front of the real site, set up as the operators' guide says. Needs Varnish and its module xkey."""

from __future__ import annotations

import re
import shutil
import subprocess
import textwrap
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from articles.models import Article
from articles.timelines import stamp
from newsportal.purging.outbox import put, send_due
from tests.factories import make_article, make_section
from tests.newsportal.fresh.servers import Client, free_port, own_database, serve
from topics import versions

VARNISH = shutil.which("varnishd")
GUIDE = Path(__file__).parents[3] / "docs/operators.md"
PATIENCE = 20  # seconds
pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(VARNISH is None, reason="there is no Varnish on this machine"),
    pytest.mark.django_db(transaction=True),
]


def configuration(site: int) -> str:
    """The guide's VCL for a site at the port ``site``, told by this machine."""
    found = re.search(r"^    vcl 4\.1;\n(?:    .*\n|\n)+", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    text = textwrap.dedent(found[0])
    for ours, here in (('.port = "8000"', f'.port = "{site}"'), ('"10.0.0.0"/24', '"127.0.0.1"')):
        assert ours in text
        text = text.replace(ours, here)
    return text


@contextmanager
def varnish(port: int, site: int, folder: Path):
    (folder / "site.vcl").write_text(configuration(site))
    # Without its jail: another user could not read the folders of tests.
    options = f"-j none -F -a 127.0.0.1:{port} -f {folder}/site.vcl -n {folder}/n -s malloc,32m".split()
    server = subprocess.Popen([VARNISH, *options], cwd=folder, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def ask(port: int, path: str, **headers: str):
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with closing(Client(port)) as visitor:
                return visitor.get(path, **headers)
        except OSError:  # it has only just been started
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def test_varnish_keeps_a_page_until_the_site_says_what_has_changed(tmp_path, settings, monkeypatch):
    front = free_port()
    settings.PURGE_URLS = [f"http://127.0.0.1:{front}/"]
    monkeypatch.setattr(versions, "_announcers", [put])
    with own_database(tmp_path) as url:
        world = make_section("World")
        story = make_article("Harbour reopens", topics=[world], hours_ago=24 * 60)
        with serve(url, log=tmp_path / "log") as site, varnish(front, site, tmp_path):
            path, host = story.get_absolute_url(), {"Host": f"127.0.0.1:{site}"}
            pages = [ask(front, path, Cookie=f"sessionid={number}", **host) for number in range(5)]
            zoned = ask(front, path, Cookie="a=b; zone=Asia/Tokyo; c=d", **host)
            ask(front, "/robots.txt", **host)
            with transaction.atomic():
                Article.objects.filter(pk=story.pk).update(headline="Harbour closes")
                stamp(Article.objects.get(pk=story.pk))
            told = send_due()
            after, kept = ask(front, path, **host), ask(front, "/robots.txt", **host)
            personal = [ask(front, "/accounts/login/", **host).headers["X-Varnish"] for _time in range(2)]

    hits = [len(page.headers["X-Varnish"].split()) == 2 for page in pages]
    assert (hits, "s-maxage=300" in pages[0].headers["Cache-Control"]) == ([False] + [True] * 4, True)
    assert ["Surrogate-Key" in page.headers for page in (*pages, after)] == [False] * 6
    assert zoned.text != pages[0].text
    assert [one.problem for one in told] == [""]
    assert "Harbour closes" in after.text
    assert len(kept.headers["X-Varnish"].split()) == 2  # what shows nothing of the story was kept all the time
    assert [len(each.split()) for each in personal] == [1, 1]
