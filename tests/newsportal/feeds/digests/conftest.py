import pytest

from tests.factories import make_section
from tests.newsportal.feeds.digests.runs import FIRST, HOUR, FaultyBackend, publish


@pytest.fixture
def world():
    return make_section("World")


@pytest.fixture
def story(world):
    return publish("Story", FIRST - HOUR, section=world)


@pytest.fixture
def server(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{FaultyBackend.__module__}.{FaultyBackend.__qualname__}"
    monkeypatch.setattr(FaultyBackend, "acts", [])
    monkeypatch.setattr(FaultyBackend, "taken", [])
    return FaultyBackend
