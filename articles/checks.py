"""What `manage.py check --database default` says about articles."""

from __future__ import annotations

from django.core.checks import Tags, Warning, register
from django.db import connections
from django.utils.translation import gettext as _

from articles.models import Article, Photo, SearchEntry
from articles.search import photos
from articles.search.indexing import is_behind

NEEDED = {model._meta.db_table for model in (Article, Photo, SearchEntry)}


@register(Tags.database)
def search_index_is_complete(*, databases=None, **kwargs) -> list[Warning]:
    """A warning for a database with stories or photographs that the index does not hold as they are."""
    return [
        Warning(
            _("Search does not find every story and photograph as it is now."),
            hint=_("Run “manage.py rebuild_search”. Where the worker runs, it does so within minutes."),
            id="articles.W001",
        )
        for alias in databases or ()
        if _has_tables(alias) and (is_behind(using=alias) or photos.is_behind(using=alias))
    ]


def _has_tables(alias: str) -> bool:
    """``migrate`` checks the database before it makes the tables."""
    with connections[alias].cursor() as cursor:
        return NEEDED <= set(connections[alias].introspection.table_names(cursor))
