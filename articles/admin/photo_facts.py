"""What stands beside the fields of a photograph: its crops, the stories it is in, and what its file says."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from articles.admin.article_list import standing
from articles.admin.thumbnails import picture_tag
from articles.metadata.notes import FileNotes
from articles.models import Photo
from articles.photo_uses import Use
from articles.photos import renditions_of

USES_SHOWN = 50
# Where readers meet the crops of articles.renditions.CROPS.
CROPS = {"wide": _("Cards"), "square": _("Lists and search"), "social": _("Links on social networks")}
TEXTS = {"caption": _("Caption"), "alt": _("Alternative text"), "credit": _("Credit")}


def show_crops(photo: Photo) -> SafeString | str:
    """One picture of every crop that cuts something away, with its widths; the script lets them follow the mark."""
    shown = []
    for crop, where in CROPS.items():
        if sizes := renditions_of(photo, crop):
            widths = ", ".join(str(size["width"]) for size in sizes)
            shown.append((crop, picture_tag(photo, sizes[-1], "crops__picture"), where, widths))
    if not shown:
        return ""
    figures = format_html_join(
        "",
        '<figure class="crops__crop" data-crop="{}">{}<figcaption>{} <span class="crops__widths">{} px</span>'
        "</figcaption></figure>",
        shown,
    )
    return format_html('<div class="crops">{}</div>', figures)


def show_uses(uses: Sequence[Use]) -> SafeString | str:
    """The stories with a photograph; one more than ``USES_SHOWN`` says that there are more."""
    if not uses:
        return _t("none")
    items = [describe_use(use) for use in uses[:USES_SHOWN]]
    if len(uses) > USES_SHOWN:
        items.append(_t("and more"))
    return format_html(
        '<ul class="desk-uses">{}</ul>', format_html_join("", "<li>{}</li>", ((item,) for item in items))
    )


def describe_use(use: Use) -> SafeString:
    """A story with a photograph, its status, and what the photograph is to it."""
    roles = ", ".join(str(role.label) for role in use.roles)
    link = reverse("admin:articles_article_change", args=[use.article.pk])
    return format_html('<a href="{}">{}</a> ({}): {}', link, use.article, standing(use.article), roles)


def show_notes(notes: FileNotes) -> SafeString | str:
    """All that a file says, each text with the block it stands in."""
    texts = {label: getattr(notes, name) for name, label in TEXTS.items()}
    said = [(label, one.text, one.origin) for label, one in [*texts.items(), *notes.others.items()] if one]
    if not said:
        return _t("nothing")
    rows = format_html_join("", "<dt>{}</dt><dd>{} <span>{}</span></dd>", said)
    return format_html('<dl class="desk-notes">{}</dl>', rows)
