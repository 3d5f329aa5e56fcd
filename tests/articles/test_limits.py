import pytest
from django.core.cache import cache
from django.test import RequestFactory

from articles import limits
from articles.limits import is_within_limit


def asked(times, *, action="search", address="192.0.2.1", most=3, **headers) -> list[bool]:
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    return [is_within_limit(request, action, most=most) for _ in range(times)]


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_000_000.0

    monkeypatch.setattr(limits.time, "time", lambda: Clock.now)
    return Clock


def test_so_many_are_within_the_limit_and_no_more():
    assert asked(5) == [True, True, True, False, False]


def test_limit_ends_with_its_minute(clock):
    asked(4)
    clock.now += 59
    before = asked(1)
    clock.now += 1

    assert (before, asked(4)) == ([False], [True, True, True, False])


def test_clients_and_actions_are_counted_apart():
    asked(3)

    assert asked(1) == [False]
    assert asked(1, address="192.0.2.2") == [True]
    assert asked(1, action="preview") == [True]


def test_addresses_of_one_network_of_ipv6_are_one_client():
    asked(3, address="2001:db8:1:2::1")

    assert asked(1, address="2001:db8:1:2:ffff::9") == [False]
    assert asked(1, address="2001:db8:1:3::1") == [True]


def test_proxies_are_believed_as_far_as_the_site_has_them(settings):
    asked(3, address="10.0.0.1", **{"X-Forwarded-For": "198.51.100.1"})
    assert asked(1, address="10.0.0.1", **{"X-Forwarded-For": "198.51.100.2"}) == [False]

    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert asked(1, address="10.0.0.1", **{"X-Forwarded-For": "198.51.100.2"}) == [True]
    assert asked(1, address="10.0.0.1", **{"X-Forwarded-For": "forged, 198.51.100.2"}) == [True]


def test_what_is_kept_names_no_address(monkeypatch):
    kept = {}
    monkeypatch.setattr(cache, "set", lambda key, value, timeout: kept.update({key: value}))

    asked(1)

    [key] = kept
    assert "192.0.2.1" not in key + str(kept[key])
