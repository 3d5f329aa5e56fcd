import pytest

from tests.newsportal.hostile import Outside, loopback_door


@pytest.fixture
def outside():
    with Outside() as server:
        yield server


@pytest.fixture
def door():
    return loopback_door({"inside.example": "10.0.0.1"})
