import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsportal.environment import DEVELOPMENT_KEY, read_environment

BASE = Path("/srv/news")
KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM"


def read(**variables):
    return read_environment(BASE, {"SECRET_KEY": KEY} | variables)


def complaint(**variables) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        read(**variables)
    return str(caught.value)


def test_defaults_are_those_of_a_site_on_this_machine():
    environment = read()

    assert (environment.debug, environment.site_url, environment.allowed_hosts, environment.is_https) == (
        False,
        "http://127.0.0.1:8000",
        ["127.0.0.1", "localhost", "[::1]"],
        False,
    )
    assert (environment.databases["default"]["NAME"], environment.media_root) == (
        "/srv/news/db.sqlite3",
        Path("/srv/news/media"),
    )
    assert (environment.site_name, environment.agency, environment.time_zone, environment.language_code) == (
        "News Portal",
        "",
        "UTC",
        "en",
    )


def test_empty_values_count_as_unset():
    names = (
        "DEBUG ALLOWED_HOSTS SITE_URL SITE_NAME AGENCY TIME_ZONE LANGUAGE_CODE DATABASE_URL DATABASE_REPLICA_URLS "
        "CACHE_URL PAGES_KEPT_MB EMAIL_URL DEFAULT_FROM_EMAIL MEDIA_ROOT PORT HSTS_SECONDS TRUSTED_PROXY_COUNT "
        "PURGE_URLS FASTLY_SERVICE_ID FASTLY_TOKEN CLOUDFLARE_ZONE_ID CLOUDFLARE_TOKEN"
    )

    assert read(**dict.fromkeys(names.split(), " ")) == read()


@pytest.mark.parametrize(
    ("variables", "sender"),
    [
        ({}, "News Portal <noreply@localhost>"),
        ({"SITE_NAME": "Northlight", "SITE_URL": "https://news.example"}, "Northlight <noreply@news.example>"),
        ({"SITE_NAME": "News, daily", "SITE_URL": "https://news.example"}, '"News, daily" <noreply@news.example>'),
        ({"DEFAULT_FROM_EMAIL": "Desk <desk@news.example>"}, "Desk <desk@news.example>"),
        ({"DEFAULT_FROM_EMAIL": "desk@news.example"}, "desk@news.example"),
    ],
)
def test_mail_comes_from_the_host_of_the_site_unless_said_otherwise(variables, sender):
    assert read(**variables).default_from_email == sender


def test_site_url_follows_the_port():
    assert read(PORT="8123").site_url == "http://127.0.0.1:8123"


def test_https_site_url_names_the_host_and_loses_its_slash():
    environment = read(SITE_URL="https://news.example/")

    assert (environment.site_url, environment.allowed_hosts, environment.is_https) == (
        "https://news.example",
        ["news.example"],
        True,
    )


def test_sqlite_takes_its_write_lock_at_once_and_lets_readers_go_on():
    database = read(DATABASE_URL="sqlite:////srv/archive.db").databases["default"]

    assert (database["NAME"], database["OPTIONS"]["transaction_mode"]) == ("/srv/archive.db", "IMMEDIATE")
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_postgresql_url_may_name_a_socket():
    database = read(DATABASE_URL="postgresql://news:secret@/archive?host=/run/postgresql").databases["default"]

    assert (database["ENGINE"], database["NAME"], database["USER"], database["OPTIONS"]) == (
        "django.db.backends.postgresql",
        "archive",
        "news",
        {"host": "/run/postgresql", "connect_timeout": 5, "tcp_user_timeout": 10_000, "prepare_threshold": 5},
    )


def test_what_the_address_says_of_a_connection_comes_first():
    address = "postgresql://news@db.example/archive?connect_timeout=60&prepare_threshold=9"

    assert read(DATABASE_URL=address).databases["default"]["OPTIONS"] == {
        "connect_timeout": 60,
        "tcp_user_timeout": 10_000,
        "prepare_threshold": 9,
    }


def test_replicas_are_named_by_number_and_given_up_sooner():
    databases = read(
        DATABASE_URL="postgresql://news@db.example/archive",
        DATABASE_REPLICA_URLS="postgresql://reader@copy.example/archive , postgres://news@/archive?host=/run/copy,",
    ).databases

    sooner = {"connect_timeout": 2, "tcp_user_timeout": 2_000, "prepare_threshold": 5}
    assert [(alias, database["HOST"], database["OPTIONS"]) for alias, database in databases.items()] == [
        ("default", "db.example", {"connect_timeout": 5, "tcp_user_timeout": 10_000, "prepare_threshold": 5}),
        ("replica_1", "copy.example", sooner),
        ("replica_2", "", {"host": "/run/copy"} | sooner),
    ]
    assert [(each["CONN_MAX_AGE"], each["CONN_HEALTH_CHECKS"]) for each in databases.values()] == [(60, True)] * 3
    assert [each.get("TEST") for each in databases.values()] == [None, {"MIRROR": "default"}, {"MIRROR": "default"}]


def test_lists_lose_their_spaces():
    assert read(ALLOWED_HOSTS=" a.example , b.example,").allowed_hosts == ["a.example", "b.example"]


@pytest.mark.parametrize("folder", ["/var/photos", "photos"])
def test_media_root_may_lie_anywhere_or_beside_the_site(folder):
    assert read(MEDIA_ROOT=folder).media_root == BASE / folder


def test_missing_secret_stops_the_start_unless_debugging():
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        read_environment(BASE, {})

    assert read_environment(BASE, {"DEBUG": "1"}).secret_key == DEVELOPMENT_KEY


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "x" * 60),
        ("SECRET_KEY", "$NOT_A_VARIABLE"),
        ("DEBUG", "maybe"),
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("SITE_URL", "news.example"),
        ("SITE_URL", "ftp://news.example"),
        ("SITE_URL", "https://news.example/path"),
        ("SITE_URL", "https://news.example?q"),
        ("SITE_URL", "https://editor@news.example"),
        ("SITE_URL", "https://news.example:port"),
        ("SITE_URL", "https://[::1"),
        ("SITE_URL", "http://news.example"),
        ("SITE_NAME", "$NOT_A_VARIABLE"),
        ("DEFAULT_FROM_EMAIL", "desk"),
        ("DEFAULT_FROM_EMAIL", "Desk <desk@>"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("LANGUAGE_CODE", "xx"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://news@localhost/news"),
        ("DATABASE_URL", "postgresql://news@localhost:port/news"),
        ("DATABASE_REPLICA_URLS", "postgresql://copy/news"),  # with SQLite
        ("DATABASE_REPLICA_URLS", "postgresql://copy/news,sqlite:///copy.db"),
        ("DATABASE_REPLICA_URLS", "postgresql://news@copy:port/news"),
        ("CACHE_URL", "nonsense"),
        ("EMAIL_URL", "nonsense"),
        ("HSTS_SECONDS", "-1"),
        ("HSTS_SECONDS", "a year"),
        ("TRUSTED_PROXY_COUNT", "-1"),
    ],
)
def test_bad_value_is_named_and_stops_the_start(name, value):
    assert re.findall(r"\b[A-Z]+_?[A-Z_]+(?= (?:is|names|must|cannot)\b)", complaint(**{name: value}))[0] == name


def test_all_bad_values_are_named_at_once():
    text = complaint(SECRET_KEY="short", PORT="http", TIME_ZONE="Mars/Olympus", DATABASE_URL="nonsense")

    assert [name for name in ("SECRET_KEY", "PORT", "TIME_ZONE", "DATABASE_URL") if name in text] == [
        "SECRET_KEY",
        "PORT",
        "TIME_ZONE",
        "DATABASE_URL",
    ]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.5", "[::1]"])
def test_http_is_accepted_for_loopback(host):
    environment = read(SITE_URL=f"http://{host}:8000")

    assert (environment.site_url, environment.is_https) == (f"http://{host}:8000", False)


def test_http_is_refused_for_other_machines():
    assert "plain http is accepted for this machine" in complaint(SITE_URL="http://192.168.1.5")


ZONE, TOKEN = "0123456789abcdef0123456789abcdef", "a-token-of-some-length"


def test_caches_in_front_are_read_with_their_tokens():
    environment = read(
        PURGE_URLS="http://10.0.0.5:6081/, https://cache.example/purge",
        FASTLY_SERVICE_ID="SU1Z0isxPaozGVKXdv0eY",
        FASTLY_TOKEN=TOKEN,
        CLOUDFLARE_ZONE_ID=ZONE,
        CLOUDFLARE_TOKEN=TOKEN,
    )

    assert (environment.purge_urls, environment.fastly, environment.cloudflare) == (
        ["http://10.0.0.5:6081/", "https://cache.example/purge"],
        ("SU1Z0isxPaozGVKXdv0eY", TOKEN),
        (ZONE, TOKEN),
    )
    assert TOKEN not in repr(environment)
    assert (read().purge_urls, read().fastly, read().cloudflare) == ([], ("", ""), ("", ""))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"FASTLY_TOKEN": TOKEN}, "FASTLY_TOKEN is set without FASTLY_SERVICE_ID: both are needed."),
        ({"CLOUDFLARE_ZONE_ID": ZONE}, "CLOUDFLARE_ZONE_ID is set without CLOUDFLARE_TOKEN: both are needed."),
        ({"CLOUDFLARE_ZONE_ID": "my zone", "CLOUDFLARE_TOKEN": TOKEN}, "CLOUDFLARE_ZONE_ID cannot be read"),
        ({"FASTLY_SERVICE_ID": "abc", "FASTLY_TOKEN": f"{TOKEN}\nX: y"}, "FASTLY_TOKEN cannot be read"),
        ({"PURGE_URLS": "10.0.0.5"}, "PURGE_URLS cannot be read (each must look like http://10.0.0.5:6081/"),
        ({"PURGE_URLS": "http://me:secret@10.0.0.5/"}, "PURGE_URLS cannot be read"),
        ({"PURGE_URLS": "http://10.0.0.5:65536000/"}, "PURGE_URLS cannot be read"),
        ({"PURGE_URLS": "ftp://10.0.0.5/"}, "PURGE_URLS cannot be read"),
    ],
)
def test_half_of_a_cache_in_front_stops_the_start_and_no_token_is_told(variables, said):
    text = complaint(**variables)

    assert said in text
    assert (TOKEN in text, "secret@" in text) == (False, False)
