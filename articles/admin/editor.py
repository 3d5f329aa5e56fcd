"""The WYSIWYG editor of bodies, and the pages of the desk that hold one.

What ``articles.tidying`` keeps, the editor can show and keeps as well; without JavaScript the body is a textarea
with HTML. The part of the editor that is ours is ``static/desk/editor.js``.
"""

from __future__ import annotations

from csp.decorators import csp_replace
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import Media

# Buttons stand side by side: the editor's own drop-down cannot be opened from the keyboard.
MENU = [
    {"group": "blockType -lists"},
    {"group": "lists"},
    {"group": "nodes -blockType -lists"},
    {"group": "marks"},
    {"group": "link"},
    {"group": "table"},
    {"group": "history"},
    {"group": "utility"},
]
EXTENSIONS = {
    "Menu": {"groups": MENU},
    "NoSpellCheck": False,
    "Heading": {"levels": [2, 3, 4]},
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "CodeBlock": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Caption": True,
    "Image": True,
    "Bold": True,
    "Italic": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "Link": {"enableTarget": False},
    "History": True,
    "HTML": True,
}
OWN_MODULE = "desk/editor.js"
# Elements that come with imported copy; the editor has no button for them, but does not lose them either.
OWN_EXTENSIONS = ("Abbreviation", "Cite", "Quotation", "Small", "Moment", "DescriptionList", "Term", "Description")


class BodyWidget(ProseEditorWidget):
    def __init__(self, attrs=None):
        super().__init__(attrs={"rows": 24} | (attrs or {}), config={"extensions": EXTENSIONS}, preset="configurable")

    def get_config(self):
        config = super().get_config()
        own = {
            "Label": {"text": str(_("Body"))},
            "PageBreak": {"title": str(_("Page break"))},
            "PullQuote": {"title": str(_("Pull quote"))},
            "Table": {"caption": str(_("Caption of the table"))},
            "Figure": {"photos": reverse("admin:articles_photo_pick"), "title": str(_("Photograph"))},
            **dict.fromkeys(OWN_EXTENSIONS, True),
        }
        return config | {
            "extensions": config["extensions"] | own,
            "js_modules": [*config["js_modules"], static(OWN_MODULE)],
        }

    @property
    def media(self):
        # Named together, they keep this order.
        return super().media + Media(css={"all": ["django_prose_editor/editor.css", "desk/editor.css"]})


class EditorPage:
    """A page whose form holds the editor. Its import map and its style tag are let in by a nonce."""

    change_form_template = "admin/editor_change_form.html"

    @method_decorator(csp_replace(settings.EDITOR_CSP))
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        context["editor_nonce"] = str(request.csp_nonce)
        context["media"] = Media.from_media(context["media"]).with_nonce(context["editor_nonce"])
        return super().render_change_form(request, context, *args, **kwargs)
