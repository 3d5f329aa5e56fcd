"""Where sockets open, and where they do not."""

import ipaddress
import socket

import pytest

from newsportal.http import (
    Limits,
    Refused,
    TooSlow,
    Unreachable,
    fetch,
)
from newsportal.http.connections import MeteredSocket
from newsportal.http.door import Door
from tests.newsportal import hostile
from tests.newsportal.hostile import Outside, answer


class Sockets:
    """Records where sockets would connect to, and lets none."""

    def __init__(self, monkeypatch, error=ConnectionRefusedError):
        self.opened = []

        def connect(opened, address):
            self.opened.append((address[0], opened.gettimeout()))
            raise error

        monkeypatch.setattr(MeteredSocket, "connect", connect)


def answering(*answers):
    """A look-up that gives another answer every time, and what it was asked."""
    asked, remaining = [], list(answers)

    def find(host, port, seconds):
        asked.append(host)
        family = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [
            (family[ipaddress.ip_address(address).version], socket.SOCK_STREAM, 0, (address, port))
            for address in remaining.pop(0)
        ]

    return find, asked


def test_name_is_looked_up_once_and_the_socket_opens_to_what_was_checked(monkeypatch):
    sockets = Sockets(monkeypatch)
    find, asked = answering(["93.184.216.34", "1.1.1.1"], ["127.0.0.1"])

    with pytest.raises(Unreachable, match=r"rebinding\.example does not accept connections"):
        Door(look_up=find).fetch("http://rebinding.example/")

    assert asked == ["rebinding.example"]
    assert sockets.opened == [("93.184.216.34", 3), ("1.1.1.1", 3)]


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:93.184.216.34"], ["64:ff9b::808:808"]]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_one_address_inside_is_enough_to_refuse_a_host(monkeypatch, addresses, scheme):
    sockets = Sockets(monkeypatch)
    find, _asked = answering(addresses)

    with pytest.raises(Refused, match=r"^mixed\.example is not on the public internet\.$"):
        Door(look_up=find).fetch(f"{scheme}://mixed.example/")

    assert sockets.opened == []


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0", "2130706433", "0x7f.1", "127.1", "[::ffff:127.0.0.1]", "10.0.0.1"]
)
def test_this_machine_and_its_network_are_refused_however_they_are_written(monkeypatch, host):
    sockets = Sockets(monkeypatch)

    with pytest.raises((Refused, Unreachable)):  # a resolver may not know every way to write them
        fetch(f"http://{host}/")

    assert sockets.opened == []


def test_addresses_that_do_not_answer_are_given_up_in_time(monkeypatch):
    sockets = Sockets(monkeypatch, error=TimeoutError)
    find, _asked = answering(["93.184.216.34", "1.1.1.1"])

    with pytest.raises(TooSlow, match=r"silent\.example did not answer in time"):
        Door(look_up=find).fetch("http://silent.example/", limits=Limits(connect=2))

    assert sockets.opened == [("93.184.216.34", 2), ("1.1.1.1", 2)]


def test_next_address_is_tried_when_one_refuses(outside, monkeypatch):
    with socket.create_server(("127.0.0.2", 0)) as taken:
        closed = taken.getsockname()[1]
    outside.routes["/"] = answer(b"here")

    def find(host, port, seconds):
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 0, address) for address in (("127.0.0.2", closed), ("127.0.0.1", port))
        ]

    door = Door(ports=hostile.PORTS, allowed=lambda address: True, look_up=find)

    assert door.fetch(outside.url()).body == b"here"


def test_nobody_listening_is_unreachable(door):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(Unreachable, match=r"closed\.example does not accept connections"):
        door.fetch(f"http://closed.example:{port}/")


def test_proxies_of_the_environment_are_not_asked(outside, door, monkeypatch):
    with Outside() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url(host="127.0.0.1"))
        outside.routes["/"] = answer(b"here")

        assert door.fetch(outside.url()).body == b"here"
        assert proxy.visits == []
