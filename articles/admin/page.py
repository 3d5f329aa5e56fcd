"""What all pages of the desk have in common: lists that do not count millions, and input that may be anything."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import Subquery
from django.forms.widgets import Script
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from articles.audit import ADD, CHANGE, DELETE, record, record_each
from topics.versions import touch

COUNT_LIMIT = 1000
LARGEST_KEY = 2**63 - 1


class BoundedPaginator(Paginator):
    """Counts no further than ``COUNT_LIMIT``: whoever looks for more narrows the list instead of leafing."""

    @cached_property
    def count(self) -> int:
        return min(self.object_list.order_by()[: COUNT_LIMIT + 1].count(), COUNT_LIMIT)


class CountUpTo(Subquery):
    """How many rows a sliced query has: counting stops where the slice ends."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


def said_number(count: int) -> str:
    """A number that was counted up to ``COUNT_LIMIT`` + 1, as people read it."""
    return f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"


def is_key(value) -> bool:
    """``value`` can be a primary key. Databases refuse to look for numbers that do not fit into their columns."""
    text = str(value)
    return text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST_KEY


class DeskChoice:
    """A field that completes names, and says its own to those who hear it.

    It shows the chosen rows of a form again even when what came back names no rows at all. ``known`` are the names of
    choices by their keys, where they need not be asked for.
    """

    known: Mapping[str, str] = {}

    @property
    def media(self):
        return super().media + forms.Media(js=[Script("desk/names.js", type="module")])

    def optgroups(self, name, value, attr=None):
        if value and all(key in self.known for key in value) and not self.allow_multiple_selected:
            blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
            chosen = [self.create_option(name, key, self.known[key], True, len(blank)) for key in value]
            return [(None, blank + chosen, 0)]
        return super().optgroups(name, [v for v in value if is_key(v)], attr)


class ChooseOne(DeskChoice, AutocompleteSelect):
    pass


class ChooseSeveral(DeskChoice, AutocompleteSelectMultiple):
    pass


class SeveralField(forms.ModelMultipleChoiceField):
    """Rows by their keys; a value that is no key gets the message that other wrong values get."""

    def _check_values(self, value):
        for key in value:
            if not is_key(key):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(key)[:40]}
                )
        return super()._check_values(value)


class DeskFields:
    """Autocompletes for forms and inlines that stand any input."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseOne(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", SeveralField)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooseSeveral(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class DeskPage(DeskFields, admin.ModelAdmin):
    """A page of the desk: a list with one way of counting and searching, and a form.

    Whatever is saved or deleted here touches the versions in ``touches`` (``topics.versions``): what readers see of it.
    Empty where the acts behind the page do so themselves.
    """

    touches: tuple[str, ...] = ()
    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    def lookup_allowed(self, lookup, value, request=None):
        """Lists are narrowed by their filters only, not by any lookup somebody writes into the address."""
        filters = (part[0] if isinstance(part, (list, tuple)) else part for part in self.get_list_filter(request))
        names = {getattr(part, "parameter_name", part) for part in filters}
        name, _separator, kind = lookup.partition("__")
        return name in names and kind in {"", "exact", "isnull", "isempty"}

    # All that is done here stands in the newsroom's log as well as in Django's.

    def log_addition(self, request, obj, message):
        record(ADD, obj, by=request.user)
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        if message:  # a form that was saved as it was says nothing
            record(CHANGE, obj, by=request.user, details={"message": message})
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        record_each(DELETE, queryset, by=request.user)
        return super().log_deletions(request, queryset)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        touch(*self.touches)

    @transaction.atomic
    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        touch(*self.touches)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        super().delete_queryset(request, queryset)
        touch(*self.touches)

    def get_search_results(self, request, queryset, search_term):
        # No text contains NUL, and PostgreSQL refuses to look for it.
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))


class KeptWhileUsed:
    """What articles are filed under is not deleted while they are. Says so without reading all of them."""

    used_in: str  # the relation to the rows that keep it

    def get_deleted_objects(self, objs, request):
        used = [obj for obj in objs if getattr(obj, self.used_in).exists()]
        if not used:
            return super().get_deleted_objects(objs, request)
        protected = [_("“%s” stands in articles") % obj for obj in used]
        return [], {}, set(), protected


class ReadOnlyPage(DeskPage):
    """What the desk shows and nobody writes there."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
