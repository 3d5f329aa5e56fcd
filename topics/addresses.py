"""Addresses of the site's pages, worked out once: a page links to dozens, and the next one to most of them again."""

from __future__ import annotations

from functools import lru_cache

from django.urls import reverse


@lru_cache(maxsize=10_000)
def address(name: str, *parts: int | str) -> str:
    """What Django's ``reverse`` gives for the route ``name``. Raises ``NoReverseMatch`` where there is none."""
    return reverse(name, args=parts)
