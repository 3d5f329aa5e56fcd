import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.test import override_settings

from newsportal.currency.strip import Strip, forget_strip, remember_strip
from newsportal.partners import strip as partner_strip


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Static files are served from where they are written; no test waits for ``collectstatic``."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=site_settings.STORAGES | {"staticfiles": plain}, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Every test writes its files to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def warm_rate_strip():
    """The strip in the head of every page has been asked for, and there were no rates: no page asks again."""
    remember_strip(Strip(), seconds=None)
    yield
    forget_strip()


@pytest.fixture(autouse=True)
def warm_partner_strip():
    """Partners' headlines have been asked for, and there were none: no page asks again."""
    partner_strip.remember_strip((), seconds=None)
    yield
    partner_strip.forget_strip()


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_limits():
    """Nobody has asked for anything yet: the tests of one process share its cache, and with it what limits count."""
    cache.clear()
