import dataclasses
import socket

import pytest
from django.core.management import CommandError, call_command

from newsportal.serving import HOST, refuse_busy_port


@pytest.fixture
def busy_port():
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def test_free_port_is_accepted():
    with socket.create_server((HOST, 0)) as server:
        port = server.getsockname()[1]

    refuse_busy_port(port)


def test_busy_port_is_refused_with_a_way_out(busy_port):
    with pytest.raises(CommandError, match=rf"Port {busy_port} cannot be used .*PORT={busy_port + 1} make run"):
        refuse_busy_port(busy_port)


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["prepare_site", "serve"])
def test_nothing_is_done_on_a_busy_port(command, busy_port, settings):
    settings.ENVIRONMENT = dataclasses.replace(settings.ENVIRONMENT, port=busy_port)

    with pytest.raises(CommandError, match="cannot be used"):
        call_command(command)
