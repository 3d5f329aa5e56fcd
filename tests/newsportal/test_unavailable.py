import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from newsportal import views


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("is closed")])
def test_page_whose_database_does_not_answer_says_when_to_come_again(reader, monkeypatch, error):
    def compose_front():
        raise error

    monkeypatch.setattr(views, "compose_front", compose_front)
    response = reader.get("/")

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "10", "no-store")
    assert "We will be back in a moment" in response.content.decode()
    assert "Content-Security-Policy" in response.headers


@pytest.mark.django_db
def test_any_other_error_is_none_of_the_database(reader, monkeypatch):
    def compose_front():
        raise ZeroDivisionError

    monkeypatch.setattr(views, "compose_front", compose_front)
    response = reader.get("/")

    assert (response.status_code, "Something broke on our side" in response.content.decode()) == (500, True)


def test_nothing_is_asked_of_a_database_that_is_known_to_be_away(reader):
    response = reader.get("/my/", **{"newsportal.database_away": True})  # any question would fail: no django_db here

    assert response.status_code == 503
