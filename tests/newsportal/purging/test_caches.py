"""What each kind of cache is sent, by the documentation of its maker."""

import json

import pytest

from newsportal.http import Refused, Response, send_to_cache
from newsportal.purging.caches import Cloudflare, Fastly, OwnCache, configured
from tests.newsportal.purging.front import Front

ZONE, TOKEN = "0123456789abcdef0123456789abcdef", "a-token-of-some-length"


@pytest.fixture
def front():
    with Front() as front:
        yield front


def test_own_cache_gets_purge_with_the_keys_in_a_header(front, settings):
    settings.PURGE_URLS = [front.url]
    cache = OwnCache(front.url)

    answer = cache.purge(["article-12", "news"])

    [(method, path, headers, body)] = front.asked
    assert (method, path, headers["surrogate-key"], body) == ("PURGE", "/purge", "article-12 news", b"")
    assert headers["host"] == f"127.0.0.1:{front.port}"
    assert cache.has_done(answer)


def test_door_to_the_inside_leads_to_addresses_of_the_settings_alone(front, settings):
    settings.PURGE_URLS = [front.url]

    for url in (
        f"{front.url}/",
        front.url.replace("127.0.0.1", "localhost"),
        "http://10.0.0.1/",
        "https://news.example/",
    ):
        with pytest.raises(Refused):
            send_to_cache(url, headers={})

    assert front.asked == []


def test_own_cache_sends_nobody_on(front, settings):
    settings.PURGE_URLS = [front.url]
    front.answers = [(302, {"Location": f"http://127.0.0.1:{front.port}/other"})]

    answer = OwnCache(front.url).purge(["news"])

    assert (answer.status, OwnCache(front.url).has_done(answer), len(front.asked)) == (302, False, 1)


def test_fastly_is_asked_to_forget_softly(front):
    cache = Fastly("SU1Z0isxPaozGVKXdv0eY", TOKEN, send=front.send)

    assert cache.has_done(cache.purge(["article-12", "news"]))
    [(method, path, headers, body)] = front.asked
    assert (method, path, body) == ("POST", "/service/SU1Z0isxPaozGVKXdv0eY/purge", b"")
    assert {name: headers[name] for name in ("host", "fastly-key", "fastly-soft-purge", "surrogate-key")} == {
        "host": "api.fastly.com",
        "fastly-key": TOKEN,
        "fastly-soft-purge": "1",
        "surrogate-key": "article-12 news",
    }


def test_cloudflare_is_sent_tags_as_json(front):
    cache = Cloudflare(ZONE, TOKEN, send=front.send)

    assert cache.has_done(cache.purge(["article-12", "news"]))
    [(method, path, headers, body)] = front.asked
    assert (method, path, json.loads(body)) == (
        "POST",
        f"/client/v4/zones/{ZONE}/purge_cache",
        {"tags": ["article-12", "news"]},
    )
    assert {name: headers[name] for name in ("host", "authorization", "content-type")} == {
        "host": "api.cloudflare.com",
        "authorization": f"Bearer {TOKEN}",
        "content-type": "application/json",
    }


OWN_DONE, OTHERS_DONE = {200, 204, 404, 412}, {200, 204}


@pytest.mark.parametrize("status", [200, 204, 302, 401, 403, 404, 405, 412, 429, 500, 503])
def test_what_counts_as_done(status):
    answer = Response(status=status, url="https://cache.example/")
    caches = OwnCache("http://10.0.0.5/"), Fastly("abc", TOKEN), Cloudflare(ZONE, TOKEN)

    assert [cache.has_done(answer) for cache in caches] == [status in OWN_DONE, *[status in OTHERS_DONE] * 2]


def test_caches_are_those_of_the_settings_and_show_no_token(settings):
    nobody = configured()
    settings.PURGE_URLS = ["http://10.0.0.5:6081/"]
    settings.FASTLY_SERVICE_ID, settings.FASTLY_TOKEN = "abc", TOKEN
    settings.CLOUDFLARE_ZONE_ID, settings.CLOUDFLARE_TOKEN = ZONE, TOKEN

    assert (nobody, [cache.name for cache in configured()]) == ([], ["http://10.0.0.5:6081/", "Fastly", "Cloudflare"])
    assert TOKEN not in repr(configured())
