import logging

import pytest

from newsportal.logs import HideTokens

TOKEN = "aB3_-" * 8 + "xyz"


@pytest.mark.parametrize(
    ("said", "args", "logged"),
    [
        ("Not Found: %s", (f"/feeds/{TOKEN}.rss",), "Not Found: /feeds/….rss"),
        ('"%s" %s %s', (f"GET /shared/{TOKEN}/part/ HTTP/1.1", "200", 5), '"GET /shared/…/part/ HTTP/1.1" 200 5'),
        (f"next=%2Funsubscribe%2F{TOKEN}%2F", (), "next=%2Funsubscribe%2F…%2F"),
        ("%s", ("GET /accounts/confirm-email/MQ:1abc:x_y-z/ HTTP/1.1",), "GET /accounts/confirm-email/…/ HTTP/1.1"),
        ("%s", ("GET /accounts/confirm-email/ HTTP/1.1",), "GET /accounts/confirm-email/ HTTP/1.1"),
        (
            "?next=%2Faccounts%2Fpassword%2Freset%2Fkey%2F1a-cx%2F",
            (),
            "?next=%2Faccounts%2Fpassword%2Freset%2Fkey%2F…%2F",
        ),
        ("Not Found: %s", ("/feeds/short.rss",), "Not Found: /feeds/short.rss"),
        ("%(name)s", ({"name": "told"},), "told"),
    ],
    ids=[
        "an argument",
        "several",
        "quoted in a query",
        "to verify",
        "sent to verify",
        "to set a password",
        "no token",
        "by name",
    ],
)
def test_tokens_of_addresses_stay_out_of_logs(said, args, logged):
    record = logging.LogRecord("django.request", logging.WARNING, __file__, 1, said, args, None)

    assert HideTokens().filter(record)
    assert record.getMessage() == logged


def test_page_that_is_not_found_is_logged_without_its_token(client, db, caplog):
    assert client.get(f"/feeds/{TOKEN}.rss").status_code == 404

    assert [record.getMessage() for record in caplog.records] == ["Not Found: /feeds/….rss"]
