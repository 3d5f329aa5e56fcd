from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t

from articles.stream import Cursor
from newsportal.partners.models import Source


class PartnerNewsForm(forms.Form):
    """``?source=SLUG&before=CURSOR``: the headlines of one source, or of all; from a position on.

    What is wrong is said, and what is left of the address holds.
    """

    source = forms.CharField(required=False)
    before = forms.CharField(required=False)

    def __init__(self, data, *, sources: list[Source]):
        super().__init__(data)
        self.sources = {source.slug: source for source in sources}
        self.is_valid()  # fills cleaned_data

    def clean_source(self) -> Source | None:
        slug = self.cleaned_data["source"]
        if slug and slug not in self.sources:
            raise ValidationError(_t("There is no source “%s”.") % slug[:60])
        return self.sources.get(slug)

    def clean_before(self) -> Cursor | None:
        try:
            return Cursor.parse(self.cleaned_data["before"]) if self.cleaned_data["before"] else None
        except ValueError as error:
            raise ValidationError(
                _t("This address of an older page is damaged: here are the newest headlines.")
            ) from error

    @property
    def chosen(self) -> Source | None:
        return self.cleaned_data.get("source")

    @property
    def position(self) -> Cursor | None:
        return self.cleaned_data.get("before")

    def query(self, source: Source | None, before: Cursor | None = None) -> str:
        """The query string of a page of the list; may be empty."""
        known = {"source": source and source.slug, "before": before and str(before)}
        known = {name: value for name, value in known.items() if value}
        return f"?{urlencode(known)}" if known else ""
