from unittest import mock

import pytest
from django.conf import settings as site_settings
from django.core.cache import cache
from django.db import connections
from django.test import TransactionTestCase, override_settings

from newsportal.currency.strip import Strip
from newsportal.currency.strip import strip as rate_strip
from newsportal.home import breaking
from newsportal.partners.strip import strip as partner_strip
from tests.restoring import Furniture
from topics.kept import forget_everything
from topics.lifetimes import forget_announced

DATABASE = {"db", "transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the markers
def pytest_collection_modifyitems(items):
    """Tests that ask a database are marked: `make test` runs them on both kinds, and the others once."""
    for item in items:
        if DATABASE & set(item.fixturenames) or any(map(item.get_closest_marker, ("django_db", "skipif"))):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session", autouse=True)
def plain_static_files():
    """Static files are served from where they are written; no test waits for ``collectstatic``."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=site_settings.STORAGES | {"staticfiles": plain}, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Behind a test that commits, the database is put back to what the migrations left."""
    with django_db_blocker.unblock():
        furniture = {alias: Furniture(alias) for alias in connections}

    def put_back(case: TransactionTestCase) -> None:
        for alias in case._databases_names(include_mirrors=False):
            furniture[alias].put_back()

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", put_back):
        yield


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Every test writes its files to a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def nothing_kept():
    """What tests write is undone behind them: no other test may hear of it."""
    forget_everything()
    forget_announced()


@pytest.fixture(autouse=True)
def warm_strips(nothing_kept):
    """The strips of every page have been asked for, and there was nothing: no page asks again."""
    rate_strip.remember(Strip())
    partner_strip.remember(())
    breaking.bar.remember(None)


@pytest.fixture(autouse=True)
def fast_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def fresh_limits():
    """Nobody has asked for anything yet: the tests of one process share its cache, and with it what limits count."""
    cache.clear()
