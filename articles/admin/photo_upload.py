"""Bringing many photographs in at once, and writing their texts in one form."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles.admin.page import is_key
from articles.admin.photo_forms import TextsForm
from articles.admin.thumbnails import whole_picture
from articles.models import Photo
from articles.renditions import MAX_BYTES, MAX_PIXELS, MIN_SIDE
from articles.uploads import FILLED_IN, Outcome, Received, notes_of, receive, shown_name
from articles.writing import change_photo

FILES_IN_A_REQUEST = 20  # of a browser without JavaScript, which waits until all are cut to sizes
MOST_PHOTOS = 100  # in one form
SAID = {
    Outcome.ADDED: _("added"),
    Outcome.KNOWN: _("already in the library"),
    Outcome.REFUSED: _("refused"),
}


class PhotoRow:
    """A photograph in the form of many: its three texts, and what its file says."""

    def __init__(self, photo: Photo, data=None):
        self.photo = photo
        self.notes = notes_of(photo)
        self.form = TextsForm(
            data, instance=photo, prefix=f"photo-{photo.pk}", auto_id="id_%s", use_required_attribute=False
        )
        for name in FILLED_IN:
            said = getattr(self.notes, name)
            if said and said.text == getattr(photo, name):
                self.form.fields[name].help_text = _t("From the file (%s).") % said.origin

    @property
    def picture(self):
        return whole_picture(self.photo, "photo-row__image")


class PhotoUploads:
    """Addresses of the library for many photographs, for an admin of photographs."""

    actions = ["describe_chosen"]

    def get_urls(self):
        view = self.admin_site.admin_view
        form = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("upload/", view(form(self.upload)), name="articles_photo_upload"),
            path("upload/one/", view(require_POST(self.upload_one)), name="articles_photo_upload_one"),
            path("describe/", view(form(self.describe)), name="articles_photo_describe"),
            *super().get_urls(),
        ]

    def upload(self, request):
        """Choose files; then what became of each, and the texts of those that are there."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        files = request.FILES.getlist("photos")
        received = [receive(file, by=request.user) for file in files[:FILES_IN_A_REQUEST]]
        received += [self._left_out(file) for file in files[FILES_IN_A_REQUEST:]]
        self._log(request, received)
        photos = {one.photo.pk: one.photo for one in received if one.photo}
        context = {
            "title": _("Add photographs"),
            "is_empty": request.method == "POST" and not files,
            "received": [self._line(request, one) for one in received],
            "rows": [PhotoRow(photo) for photo in self._changeable(request, photos.values())],
            "limits": {
                "files": FILES_IN_A_REQUEST,
                "most": MOST_PHOTOS,
                "megabytes": MAX_BYTES // 1_000_000,
                "bytes": MAX_BYTES,
                "megapixels": MAX_PIXELS // 1_000_000,
                "side": MIN_SIDE,
            },
        }
        return self._page(request, "admin/articles/photo/upload.html", context)

    def upload_one(self, request):
        """One file of many, sent by a script: what became of it, and the row with its texts, as JSON."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        file = request.FILES.get("photos")
        if file is None:
            return JsonResponse({"error": _t("No file has arrived.")}, status=400)
        received = receive(file, by=request.user)
        self._log(request, [received])
        rows = [PhotoRow(photo) for photo in self._changeable(request, filter(None, [received.photo]))]
        line = {"line": self._line(request, received)}
        return JsonResponse(
            {
                "outcome": received.outcome,
                "line": render_to_string("admin/articles/photo/received.html", line, request),
                "photo": rows[0].photo.pk if rows else None,
                "row": render_to_string("admin/articles/photo/row.html", {"row": rows[0]}, request) if rows else "",
            }
        )

    def describe(self, request):
        """The texts of the photographs in ``?photo=`` (repeatable), or of those that were sent back."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = [int(key) for key in (request.POST or request.GET).getlist("photo") if is_key(key)]
        photos = Photo.objects.in_bulk(asked[:MOST_PHOTOS])
        ordered = [photos[pk] for pk in dict.fromkeys(asked) if pk in photos]
        changeable = self._changeable(request, ordered)
        typed = _with_credit_for_all(request.POST, changeable) if request.POST else None
        rows = [PhotoRow(photo, typed) for photo in changeable]
        if request.method == "POST":
            wrong = [row for row in rows if not self._save(request, row)]
            saved = sum(bool(row.form.changed_data) for row in rows if row not in wrong)
            if saved:
                said = ngettext("%s photograph was changed.", "%s photographs were changed.", saved) % saved
                self.message_user(request, said, messages.SUCCESS)
            if wrong:
                self.message_user(request, _t("What stands below could not be saved yet."), messages.ERROR)
            if len(changeable) < len(ordered):
                self.message_user(request, _t("What you may not change was left as it is."), messages.WARNING)
            if not wrong:
                return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))
            rows = wrong
        context = {"title": _("Captions, alternative texts and credits"), "rows": rows, "received": []}
        return self._page(request, "admin/articles/photo/describe.html", context)

    @admin.action(description=_("Write captions and credits"), permissions=["change"])
    def describe_chosen(self, request, queryset):
        keys = list(queryset.values_list("pk", flat=True)[: MOST_PHOTOS + 1])
        if len(keys) > MOST_PHOTOS:
            self.message_user(request, _t("At most %s photographs at a time.") % MOST_PHOTOS, messages.ERROR)
            return None
        address = reverse("admin:articles_photo_describe")
        return HttpResponseRedirect(f"{address}?{urlencode({'photo': keys}, doseq=True)}")

    def _save(self, request, row: PhotoRow) -> bool:
        """Store what was typed; ``False`` when it cannot be."""
        if not row.form.is_valid():
            return False
        if changed := row.form.changed_data:
            change_photo(row.photo, changed)
            self.log_change(request, row.photo, self.construct_change_message(request, row.form, []))
        return True

    def _page(self, request, template: str, context: dict) -> TemplateResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}
        return TemplateResponse(request, template, context)

    def _log(self, request, received: Iterable[Received]) -> None:
        for one in received:
            if one.outcome == Outcome.ADDED:
                self.log_addition(request, one.photo, [{"added": {}}])

    def _left_out(self, file) -> Received:
        reason = _t("Only %s files are taken at a time: please send this one again.") % FILES_IN_A_REQUEST
        return Received(shown_name(file), Outcome.REFUSED, reason=reason)

    def _line(self, request, received: Received) -> dict:
        link = received.photo and reverse("admin:articles_photo_change", args=[received.photo.pk])
        return {"received": received, "said": SAID[received.outcome], "link": link}


def _with_credit_for_all(data, photos: Iterable[Photo]):
    """What was typed, with the one credit where a photograph has got none of its own."""
    data = data.copy()
    for photo in photos:
        name = f"photo-{photo.pk}-credit"
        data[name] = data.get(name, "").strip() or data.get("credit_for_all", "")
    return data
