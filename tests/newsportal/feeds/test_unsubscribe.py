import datetime
import re

import pytest
from django.test import Client
from django.utils import timezone

from newsportal.feeds.digests import start_digest
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Digest
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def digest():
    digest = Digest(feed=create_feed(make_user(), name="Abroad"), zone="Europe/Berlin")
    start_digest(digest, timezone.now())
    return digest


@pytest.fixture
def address(digest):
    return f"/unsubscribe/{digest.token}/"


@pytest.fixture
def mail_program():
    """Sends neither cookies nor a token of a form, and may say it comes from anywhere."""
    return Client(enforce_csrf_checks=True, headers={"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"})


def is_running(digest) -> bool:
    return Digest.objects.get(pk=digest.pk).running_since is not None


def test_one_click_ends_the_digest_however_often_it_comes(mail_program, digest, address):
    answers = [mail_program.post(address, ONE_CLICK) for _ in range(2)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"")] * 2
    assert not is_running(digest)
    assert mail_program.cookies == {}


def test_one_click_may_be_urlencoded(mail_program, digest, address):
    answer = mail_program.post(address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, is_running(digest)) == (200, False)


def test_looking_at_the_page_ends_nothing_and_names_the_digest(mail_program, digest, address):
    page = mail_program.get(address)
    mail_program.head(address)

    assert "End the digest “Abroad”?" in page.content.decode()
    assert is_running(digest)


def test_button_of_the_page_ends_it_and_the_page_says_so(client, digest, address):
    page = client.post(address, follow=True)

    assert page.redirect_chain == [(address, 303)]
    assert "The digest “Abroad” has ended" in page.content.decode()
    assert "<form" not in page.content.decode().partition("<main")[2].partition("</main")[0]
    assert not is_running(digest)


def test_ended_digest_ends_again_after_it_was_begun_anew(mail_program, digest, address):
    mail_program.post(address, ONE_CLICK)
    digest.refresh_from_db()
    start_digest(digest, timezone.now() + datetime.timedelta(days=1))
    assert is_running(digest)

    mail_program.post(address, ONE_CLICK)

    assert not is_running(digest)


@pytest.mark.parametrize("token", ["A" * 43, "A" * 42, "%00" * 43])
def test_unknown_token_is_not_found(client, digest, token):
    assert client.get(f"/unsubscribe/{token}/").status_code == 404
    assert client.post(f"/unsubscribe/{token}/", ONE_CLICK).status_code == 404
    assert is_running(digest)


def test_other_methods_are_refused(client, digest, address):
    assert [client.put(address).status_code, client.delete(address).status_code] == [405, 405]
    assert is_running(digest)


def test_malformed_post_ends_it_all_the_same(mail_program, digest, address):
    answer = mail_program.post(address, b"\x00\xff", content_type="multipart/form-data; boundary=")

    assert answer.status_code < 500
    assert not is_running(digest)


def test_address_stands_in_no_link_to_another_page(client, digest, address):
    html = client.get(address).content.decode()

    assert set(re.findall(rf'[^"]*{digest.token}[^"]*', html)) == {address}


def test_page_is_kept_nowhere(client, address):
    headers = client.get(address).headers

    assert (headers["Cache-Control"], headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert headers["Referrer-Policy"] == "strict-origin"
