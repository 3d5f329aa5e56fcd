import pytest
from django.core.cache import cache

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_limits():
    """How often something was tried is counted in the cache, which tests share."""
    cache.clear()
