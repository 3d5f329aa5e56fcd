"""The cache that all workers share, when it is Redis: whoever uses it is told in one way that it is away."""

from __future__ import annotations

from django.core.cache.backends import redis


class CacheAway(ConnectionError):
    """Redis does not answer, or not in time."""


def _known(name: str):
    """The method ``name`` of Django's client, whose errors of connection are ``CacheAway``."""
    method = getattr(redis.RedisCacheClient, name)

    def calling(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except (self._lib.exceptions.ConnectionError, self._lib.exceptions.TimeoutError) as error:
            raise CacheAway("Redis does not answer.") from error

    return calling


class Client(redis.RedisCacheClient):
    add, get, set, touch, delete = map(_known, ("add", "get", "set", "touch", "delete"))
    get_many, set_many, delete_many = map(_known, ("get_many", "set_many", "delete_many"))
    has_key, incr, clear = map(_known, ("has_key", "incr", "clear"))


class RedisCache(redis.RedisCache):
    """Django's; ``newsportal.environment`` gives it the limits of time within which Redis has to answer."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = Client
