"""Which addresses are fetched at all, and how they are read."""

import socket
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsportal.http import Refused, TooSlow, Unreachable
from newsportal.http.addresses import is_public, look_up, read_location, read_target

NOT_PUBLIC = """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.8.8.8 168.63.129.16 169.254.169.254 172.16.0.1 172.31.255.255
    192.0.0.1 192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
    239.1.1.1 240.0.0.1 255.255.255.255
    :: ::1 ::8.8.8.8 ::ffff:8.8.8.8 ::ffff:127.0.0.1 ::ffff:0:8.8.8.8 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1
    2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:20::1 2001:db8::1 2002:808:808::1 3fff::1 5f00::1 fc00::1 fd12:3456::1
    fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1
""".split()


@pytest.mark.parametrize("address", [*NOT_PUBLIC, "", "good.example", "8.8.8.8 ", "2130706433"])
def test_addresses_that_are_not_of_the_public_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450:4001::1"])
def test_addresses_of_the_public_internet(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("given_url", "read"),
    [
        ("http://news.example", "http://news.example/"),
        ("HTTPS://News.Example:443/Feed?a=1&b=2#part", "https://news.example/Feed?a=1&b=2"),
        ("http://news.example:80", "http://news.example/"),
        ("http://news.example?x", "http://news.example/?x"),
        ("  https://news.example/a b\n", "https://news.example/a%20b"),
        ("https://news.example/новости?день=1", "https://news.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?"
         "%D0%B4%D0%B5%D0%BD%D1%8C=1"),
        ("https://news.example/a%20b%2Fc", "https://news.example/a%20b%2Fc"),
        ("https://пример.example/", "https://xn--e1afmkfd.example/"),
        ("https://[2606:4700:0::1111]/", "https://[2606:4700::1111]/"),
        ("https://news.example./", "https://news.example./"),
    ],
)  # fmt: skip
def test_address_is_read_in_normal_form(given_url, read):
    assert read_target(given_url).url == read
    assert read_target(read).url == read


@pytest.mark.parametrize(
    "url",
    [
        "",
        "news.example",
        "//news.example/",
        "file:///etc/passwd",
        "ftp://news.example/",
        "gopher://news.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://",
        "http:///path",
        "http://?",
        "http://[::1",
        "http://[fe80::1%25eth0]/",
        "http://[v1.a]/",
        "http://[2606:4700::1111]news.example/",
        "http://news.example[2606:4700::1111]/",
        "http://a..b/",
        "http://.example/",
        "http://a b/",
        "http://a\x00b/",
        "http://%31%32%37.0.0.1/",
        "http://news.example:http/",
        "http://news.example:65536/",
        "http://news.example:-80/",
        "http://news.example:8080/",
        "http://news.example:22/",
        "http://news.example:0/",
        "http://user:secret@news.example/",
        "http://user@news.example/",
        "http://@news.example/",
        "http://news.example\\@127.0.0.1/",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://" + "ы" * 70 + ".example/",
        "http://news.example/" + "a" * 2000,
        "http://news.example/\udc80",
    ],
)
def test_address_that_is_not_fetched(url):
    with pytest.raises(Refused) as refusal:
        read_target(url)

    assert str(refusal.value).endswith(".")
    assert "secret" not in str(refusal.value)


@given(st.text() | st.text("htps:/@[]%.#?\\1a: ").map("http://".__add__))
def test_any_text_is_read_or_refused(text):
    try:
        target = read_target(text)
    except Refused:
        return

    assert (target.scheme, target.port) in {("http", 80), ("http", 443), ("https", 443), ("https", 80)}
    assert target.url.isascii()
    assert read_target(target.url) == target


def test_long_address_is_refused_before_anything_of_it_is_read():
    address = "http://" + "новости." * 500_000 + "example/"
    began = time.process_time()

    with pytest.raises(Refused, match="too long"):
        read_target(address)
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize(
    ("location", "leads_to"),
    [
        ("/new", "https://news.example/new"),
        ("new?x=1", "https://news.example/old/new?x=1"),
        ("//other.example/", "https://other.example/"),
        (" https://other.example/ ", "https://other.example/"),
        ("/новости".encode().decode("latin-1"), "https://news.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
        ("/\xe9", "https://news.example/%C3%A9"),
    ],
)
def test_location_is_read_from_where_it_came(location, leads_to):
    base = read_target("https://news.example/old/feed")

    assert read_location(location, base, {443}).url == leads_to


def test_location_may_not_lead_from_https_to_http():
    base = read_target("https://news.example/")

    with pytest.raises(Refused, match="from https on to plain http"):
        read_location("http://news.example/", base, {80, 443})


def test_look_up_hands_out_every_address():
    found = look_up("127.0.0.1", 80, seconds=5)

    assert {(family, address) for family, _kind, _protocol, address in found} == {(socket.AF_INET, ("127.0.0.1", 80))}


@pytest.mark.parametrize("error", [socket.gaierror("unknown"), UnicodeError("label too long")])
def test_look_up_of_an_unknown_name(monkeypatch, error):
    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    with pytest.raises(Unreachable, match=r"no host by the name of unknown\.example"):
        look_up("unknown.example", 80, seconds=5)


def test_look_up_does_not_wait_for_a_resolver_that_hangs(monkeypatch):
    hanging = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kwargs: hanging.wait(30) and [])

    began = time.monotonic()

    with pytest.raises(TooSlow, match=r"slow\.example"):
        look_up("slow.example", 80, seconds=0.05)
    took = time.monotonic() - began
    hanging.set()

    assert took < 2
