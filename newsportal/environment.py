"""What the environment may say about the site, read and checked in one place.

Every variable of ``.env.example`` is read here and nowhere else, so that a wrong value is reported
together with all the other wrong values in one sentence each.
"""

from __future__ import annotations

import ipaddress
import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formataddr, parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

LOOPBACK_NAMES = {"localhost", "127.0.0.1", "::1"}
YEAR = 365 * 24 * 3600
TRUTH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql"}
DEVELOPMENT_KEY = "development-only-key-that-signs-nothing-of-value"


@dataclass(frozen=True)
class Environment:
    """The checked values; see ``.env.example`` for what each one means."""

    secret_key: str
    debug: bool
    allowed_hosts: list[str]
    site_url: str
    site_name: str
    agency: str
    time_zone: str
    language_code: str
    databases: dict[str, dict[str, Any]]
    cache: dict[str, Any]
    pages_kept_mb: int
    email: dict[str, Any]
    default_from_email: str
    media_root: Path
    port: int
    hsts_seconds: int
    trusted_proxy_count: int
    purge_urls: list[str]
    # The service or zone, and the token that may purge it; two empty texts without one.
    fastly: tuple[str, str] = field(repr=False)
    cloudflare: tuple[str, str] = field(repr=False)

    @property
    def is_https(self) -> bool:
        return self.site_url.startswith("https://")


def read_environment(base_dir: Path, variables: Mapping[str, str]) -> Environment:
    """Read ``variables`` (usually ``os.environ``) into an ``Environment``.

    Raises ``ImproperlyConfigured`` naming every variable that is missing or wrong.
    """
    env = environ.Env()
    env.ENVIRON = dict(variables)
    problems: list[str] = []

    def read(name: str, reader, *args, default):
        # An empty value counts as unset: `SECRET_KEY=` in a file is a line somebody has yet to fill.
        if not variables.get(name, "").strip():
            return default
        try:
            return reader(name, *args)
        except (ImproperlyConfigured, ValueError, KeyError) as error:
            problems.append(f"{name} cannot be read ({error}).")
            return default

    def truth(name: str) -> bool:
        if (value := env.str(name).strip().lower()) not in TRUTH:
            raise ValueError("say 1 or 0")
        return TRUTH[value]

    def number(name: str, low: int, high: int) -> int:
        value = env.int(name)
        if not low <= value <= high:
            raise ValueError(f"a number from {low} to {high} is needed")
        return value

    def database_url(name: str) -> dict[str, Any]:
        # django-environ takes an address it does not know for no address, which would be the file of a new site.
        if env.str(name).partition("://")[0] not in DATABASE_SCHEMES:
            raise ValueError("it must begin with sqlite:// or postgresql://")
        return env.db_url(name)

    def replica_urls(name: str) -> list[dict[str, Any]]:
        urls = [url.strip() for url in env.list(name) if url.strip()]
        if any(not url.startswith(("postgres://", "postgresql://")) for url in urls):
            raise ValueError("each address must begin with postgresql://")
        return [env.db_url_config(url) for url in urls]

    def sender(name: str) -> str:
        value = env.str(name).strip()
        try:
            validate_email(parseaddr(value)[1])
        except ValidationError:
            raise ValueError("an address is needed, such as News <news@news.example>") from None
        return value

    def pattern(name: str, expected: str, said: str) -> str:
        value = env.str(name).strip()
        if not re.fullmatch(expected, value, re.ASCII):
            raise ValueError(said)  # without the value, which may be a secret
        return value

    def service(id_name: str, id_pattern: str, token_name: str) -> tuple[str, str]:
        """A service and its token: both, or neither."""
        names = (id_name, token_name)
        given = [name for name in names if variables.get(name, "").strip()]
        if len(given) == 1:
            problems.append(f"{given[0]} is set without {names[1 - names.index(given[0])]}: both are needed.")
        return (
            read(id_name, pattern, id_pattern, "it is no such identifier", default=""),
            read(token_name, pattern, r"[!-~]{8,500}", "it is no token", default=""),
        )

    debug = read("DEBUG", truth, default=False)
    port = read("PORT", number, 1, 65535, default=8000)
    site_url = read("SITE_URL", env.str, default=f"http://127.0.0.1:{port}").rstrip("/")
    host, problems_of_site_url = _examine_site_url(site_url)
    problems += problems_of_site_url

    secret_key = read("SECRET_KEY", env.str, default="")
    if not secret_key and debug:
        secret_key = DEVELOPMENT_KEY
    elif not secret_key:
        problems.append("SECRET_KEY is not set: put a long random value into the environment or .env.")
    elif not debug and (len(secret_key) < 50 or len(set(secret_key)) < 5):
        problems.append("SECRET_KEY is too short: it needs at least 50 varied characters.")

    time_zone = read("TIME_ZONE", env.str, default="UTC")
    if time_zone not in zoneinfo.available_timezones():
        problems.append(f"TIME_ZONE names no zone of the IANA list: {time_zone!r}.")

    language_code = read("LANGUAGE_CODE", env.str, default="en")
    if language_code.lower().partition("-")[0] not in {code.partition("-")[0] for code in LANG_INFO}:
        problems.append(f"LANGUAGE_CODE names no language that Django knows: {language_code!r}.")

    primary = _database(read("DATABASE_URL", database_url, default=None), base_dir)
    replicas = read("DATABASE_REPLICA_URLS", replica_urls, default=[])
    if replicas and primary["ENGINE"].endswith("sqlite3"):
        problems.append("DATABASE_REPLICA_URLS must be empty with SQLite, of which there are no replicas.")

    site_name = read("SITE_NAME", env.str, default="News Portal")
    environment = Environment(
        secret_key=secret_key,
        debug=debug,
        allowed_hosts=[
            name.strip() for name in read("ALLOWED_HOSTS", env.list, default=_default_hosts(host)) if name.strip()
        ],
        site_url=site_url,
        site_name=site_name,
        agency=read("AGENCY", env.str, default=""),
        time_zone=time_zone,
        language_code=language_code,
        databases={"default": primary} | {f"replica_{n}": _replica(url) for n, url in enumerate(replicas, 1)},
        cache=read("CACHE_URL", _cache, env, default=None)
        or {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "newsportal_cache"},
        pages_kept_mb=read("PAGES_KEPT_MB", number, 1, 10_000, default=10),
        email=read("EMAIL_URL", env.email_url, default=None)
        or {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"},
        default_from_email=read("DEFAULT_FROM_EMAIL", sender, default=_own_sender(site_name, host)),
        media_root=base_dir / read("MEDIA_ROOT", env.str, default="media"),
        port=port,
        hsts_seconds=read("HSTS_SECONDS", number, 0, 10 * YEAR, default=3600),
        trusted_proxy_count=read("TRUSTED_PROXY_COUNT", number, 0, 10, default=0),
        purge_urls=read("PURGE_URLS", _purge_urls, env, default=[]),
        fastly=service("FASTLY_SERVICE_ID", r"[A-Za-z0-9]{1,64}", "FASTLY_TOKEN"),
        cloudflare=service("CLOUDFLARE_ZONE_ID", r"[0-9a-f]{32}", "CLOUDFLARE_TOKEN"),
    )
    if problems:
        raise ImproperlyConfigured("The site cannot start. " + " ".join(problems))
    return environment


def _examine_site_url(site_url: str) -> tuple[str, list[str]]:
    """The host of ``site_url``, and what is wrong with the address."""
    try:
        parts = urlsplit(site_url)
        is_origin = parts.hostname and site_url == f"{parts.scheme}://{parts.netloc}" and parts.username is None
        parts.port  # noqa: B018 - reading it is the check
    except ValueError:
        is_origin = False
    if not is_origin or parts.scheme not in {"http", "https"}:
        return "127.0.0.1", [f"SITE_URL must look like https://news.example, not {site_url!r}."]
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        return parts.hostname, ["SITE_URL must be https: plain http is accepted for this machine (loopback) only."]
    return parts.hostname, []


def _cache(name: str, env: environ.Env) -> dict[str, Any]:
    cache = env.cache_url(name)
    if cache["BACKEND"].endswith("RedisCache"):
        if find_spec("redis") is None:
            raise ValueError("the package redis is missing: pip install redis")
        cache["BACKEND"] = "newsportal.shared_cache.RedisCache"
        # Readers do not wait for what counts them; what the address says comes first.
        cache["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1} | cache.get("OPTIONS", {})
    return cache


def _purge_urls(name: str, env: environ.Env) -> list[str]:
    urls = [url.strip() for url in env.list(name) if url.strip()]
    for url in urls:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is the check
        is_address = parts.scheme in {"http", "https"} and parts.hostname and url.isascii() and len(url) <= 200
        if not is_address or "@" in parts.netloc or parts.fragment:
            raise ValueError("each must look like http://10.0.0.5:6081/, without a name or password in it")
    return list(dict.fromkeys(urls))


def _is_loopback(host: str) -> bool:
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _default_hosts(host: str) -> list[str]:
    return ["127.0.0.1", "localhost", "[::1]"] if _is_loopback(host) else [host]


def _own_sender(site_name: str, host: str) -> str:
    """Mail comes from the site's own host; this machine's is called localhost, as a number is no host of mail."""
    return formataddr((site_name, f"noreply@{'localhost' if _is_loopback(host) else host}"))


def _database(configured: dict[str, Any] | None, base_dir: Path) -> dict[str, Any]:
    database = configured or {"ENGINE": "django.db.backends.sqlite3", "NAME": str(base_dir / "db.sqlite3")}
    if database["ENGINE"].endswith("sqlite3"):
        # Readers go on reading while an editor writes (WAL); a second writer waits instead of failing,
        # which needs the write lock to be taken when the transaction begins.
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
            ),
        }
    else:
        database.setdefault("CONN_HEALTH_CHECKS", True)
        # A server that is cut off shall be noticed while a reader still waits, and what is asked again and again with
        # other values be planned once (topics.prepared); what the address says comes first.
        usual = {"connect_timeout": 5, "tcp_user_timeout": 10_000, "prepare_threshold": 5}
        database["OPTIONS"] = usual | database.get("OPTIONS", {})
    database.setdefault("CONN_MAX_AGE", 60)
    return database


def _replica(configured: dict[str, Any]) -> dict[str, Any]:
    # Another server can do its part: nobody waits for one that is away. Tests see the one database of theirs in it.
    configured["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 2_000} | configured.get("OPTIONS", {})
    return _database(configured, Path()) | {"TEST": {"MIRROR": "default"}}
