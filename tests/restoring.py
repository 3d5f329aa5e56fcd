"""Putting a database back behind a test that committed: to what the migrations left, and in a tenth of Django's time.

Django's way truncates every table, and lets each app make its rights, groups and standing pages anew: half a second
behind every test with a live server. Here the tables are compared with what they held before the first test, and only
those that differ are written.
"""

from django.apps import apps
from django.db import connections, models, transaction


class Furniture:
    """What every table of one database holds before the first test commits anything."""

    def __init__(self, alias: str):
        self.alias = alias
        names = set(connections[alias].introspection.table_names())
        every = apps.get_models(include_auto_created=True)
        self.models = {m._meta.db_table: m for m in every if m._meta.managed and m._meta.db_table in names}
        self.rows = {table: self._read(self.models[table]) for table in self._filled()}

    def put_back(self) -> None:
        """Every table holds again what it held; what is right already is not written."""
        filled = self._filled()
        wrong = [
            table for table in filled | self.rows.keys() if self._read(self.models[table]) != self.rows.get(table, [])
        ]
        with transaction.atomic(self.alias):  # foreign keys are looked at when it ends
            for table in wrong:
                self._all(self.models[table])._raw_delete(self.alias)
            for table in wrong:
                model = self.models[table]
                self._all(model).bulk_create(model(**row) for row in self.rows.get(table, []))

    def _filled(self) -> set[str]:
        return {table for table, model in self.models.items() if self._all(model).exists()}

    def _read(self, model: type[models.Model]) -> list[dict]:
        return list(self._all(model).order_by("pk").values())

    def _all(self, model: type[models.Model]) -> models.QuerySet:
        return model._base_manager.using(self.alias)
