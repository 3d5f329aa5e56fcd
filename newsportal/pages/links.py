"""What links in stories to standing pages lead to."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from articles.own_links import answers_for
from newsportal.pages.models import Page


@answers_for("page")
def standing_pages(pages: Sequence[dict], at: datetime.datetime) -> list[str | None]:
    """``None`` for each page that is there, else the sentence that says it is not: one query for all."""
    there = set(Page.objects.filter(slug__in=[page["slug"] for page in pages]).values_list("slug", flat=True))
    return [None if page["slug"] in there else _("There is no such page.") for page in pages]
