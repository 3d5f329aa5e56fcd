"""The door over https: whose certificates are good, and the same limits."""

import datetime
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsportal.http import (
    Limits,
    Refused,
    TooLarge,
    TooSlow,
    Unreachable,
)
from newsportal.http.connections import public_tls
from tests.newsportal.hostile import FEED, LARGE, PATIENCE, SHORT, SLOW, SMALL, Outside, answer, loopback_door, redirect


def make_certificate(host, folder, *, days=1):
    """A certificate that vouches for itself; returns the file of it and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=10))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{host}.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


def serving_and_trusting(file):
    """The two sides of a TLS connection for one certificate. The trusting one is what the site uses, and one more."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(file)
    trusting = public_tls.__wrapped__()
    trusting.load_verify_locations(file)
    return serving, trusting


def test_https_source_arrives(tmp_path):
    serving, trusting = serving_and_trusting(make_certificate("good.example", tmp_path))

    with Outside(tls=serving) as outside:
        outside.routes["/"] = answer(FEED)
        response = loopback_door(tls=trusting).fetch(outside.url())

    assert (response.body, response.url) == (FEED, f"https://good.example:{outside.port}/")
    assert outside.visits[0].headers["host"] == f"good.example:{outside.port}"


@pytest.mark.parametrize(
    ("host", "days", "is_trusted"), [("other.example", 1, True), ("good.example", -1, True), ("good.example", 1, False)]
)
def test_certificate_of_another_host_an_old_or_an_unknown_one_is_refused(tmp_path, host, days, is_trusted):
    serving, trusting = serving_and_trusting(make_certificate(host, tmp_path, days=days))

    with Outside(tls=serving) as outside:
        with pytest.raises(Unreachable, match=r"The certificate of good\.example is not valid"):
            loopback_door(tls=trusting if is_trusted else None).fetch(outside.url())
        assert outside.visits == []


@pytest.mark.parametrize("kind", ["silence", "trickling headers", "trickling body"])
def test_slow_https_source_costs_its_seconds_and_no_more(tmp_path, kind):
    serving, trusting = serving_and_trusting(make_certificate("good.example", tmp_path))

    with Outside(tls=serving) as outside:
        outside.routes["/"] = SLOW[kind]
        began = time.monotonic()
        with pytest.raises(TooSlow):
            loopback_door(tls=trusting).fetch(outside.url(), limits=SHORT)
        assert 0.25 < time.monotonic() - began < SHORT.seconds + PATIENCE


@pytest.mark.parametrize("kind", ["endless body", "endless headers", "gzip bomb"])
def test_large_https_source_costs_its_bytes_and_no_more(tmp_path, kind):
    serving, trusting = serving_and_trusting(make_certificate("good.example", tmp_path))

    with Outside(tls=serving) as outside:
        outside.routes["/"] = LARGE[kind]
        with pytest.raises(TooLarge):
            loopback_door(tls=trusting).fetch(outside.url(), limits=SMALL)
        assert outside.visits[0].sent < 12_000_000


def test_tls_handshake_that_never_ends_is_too_slow():
    with socket.create_server(("127.0.0.1", 0)) as listening:  # accepts, by the system, and says nothing
        limits = Limits(seconds=30, connect=30, read=0.3)
        began = time.monotonic()
        with pytest.raises(TooSlow):
            loopback_door().fetch(f"https://good.example:{listening.getsockname()[1]}/", limits=limits)
        assert time.monotonic() - began < limits.read + PATIENCE


def test_plain_answer_to_https_is_no_secure_connection(outside, door):
    with pytest.raises(Unreachable, match=r"no secure connection to good\.example"):
        door.fetch(outside.url().replace("http:", "https:"), limits=SHORT)


def test_https_is_not_left_for_http(tmp_path, outside):
    serving, trusting = serving_and_trusting(make_certificate("good.example", tmp_path))

    with Outside(tls=serving) as secure:
        secure.routes["/"] = redirect(outside.url("/inside"))
        with pytest.raises(Refused, match="from https on to plain http"):
            loopback_door(tls=trusting).fetch(secure.url())
    assert outside.visits == []
