"""The desk's pages for photographs."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from PIL import Image

from articles.admin.page import DeskPage
from articles.admin.photo_facts import USES_SHOWN, describe_use, show_crops, show_notes, show_uses
from articles.admin.photo_forms import PhotoForm
from articles.admin.photo_list import AddedByFilter, AddedFilter, LacksFilter, PhotoColumns, UseFilter
from articles.admin.photo_upload import PhotoUploads
from articles.admin.thumbnails import body_rendition, picture_tag
from articles.caching import personal
from articles.metadata.notes import read_notes
from articles.models import Photo
from articles.photo_uses import in_print, used_among, uses_of
from articles.photos import render_photo, rendition_url, renditions_of, store_photo, take_in
from articles.uploads import fill_in, notes_of
from articles.writing import change_photo

PICKER_SIZE = 24
USED_NAMED, USES_NAMED = 10, 5  # where deleting is refused
PICTURE_FIELDS = {"original", "digest", "width", "height", "renditions"}


@admin.register(Photo)
class PhotoAdmin(PhotoColumns, PhotoUploads, DeskPage):
    form = PhotoForm
    change_form_template = "admin/articles/photo/change_form.html"
    change_list_template = "admin/articles/photo/change_list.html"
    fieldsets = [
        (None, {"fields": ["original", "alt", "credit", "caption"]}),
        (_("Focal point"), {"fields": ["picture", ("focal_x", "focal_y")]}),
        (_("In use"), {"fields": ["stories"]}),
        (_("The file"), {"fields": ["facts", "file_notes"]}),
    ]
    readonly_fields = ["picture", "stories", "facts", "file_notes"]
    list_filter = [LacksFilter, UseFilter, AddedByFilter, AddedFilter]
    ordering = ["-created_at", "-pk"]

    class Media:
        css = {"all": ["desk/library.css", "desk/focal_point.css"]}

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.fieldsets[:1]

    # Who may what: reporters change what they brought in themselves, until readers see it

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or bool(self._changeable(request, [obj]))

    def _changeable(self, request, photos: Iterable[Photo]) -> list[Photo]:
        """Those of ``photos`` that the user may change, at the cost of at most three queries."""
        photos = list(photos)
        if not super().has_change_permission(request):
            return []
        if request.user.has_perm("articles.edit_every_article"):
            return photos
        printed = in_print([photo.pk for photo in photos])
        return [photo for photo in photos if photo.created_by_id == request.user.pk and photo.pk not in printed]

    # The form

    @admin.display(description=_("picture"))
    def picture(self, photo):
        rendition = body_rendition(photo)
        if not rendition:
            return ""
        return format_html(
            '<div class="focal"><focal-point class="focal-point" data-mark="{}" data-place="{}">{}</focal-point>'
            "{}</div>",
            _("Focal point: drag it, or move it with the arrow keys (with Shift in larger steps)."),
            # Filled in by the script, in its own place for each number.
            _("{x} % from the left, {y} % from the top"),
            picture_tag(photo, rendition, "focal-point__picture"),
            show_crops(photo),
        )

    @admin.display(description=_("stories"))
    def stories(self, photo):
        return show_uses(uses_of(photo, most=USES_SHOWN + 1))

    @admin.display(description=_("original"))
    def facts(self, photo):
        link = reverse("admin:articles_photo_original", args=[photo.pk])
        text = _t("%(width)s × %(height)s pixels") % {"width": photo.width, "height": photo.height}
        return format_html('{} · <a href="{}">{}</a>', text, link, _("Download the original"))

    @admin.display(description=_("what it says of itself"))
    def file_notes(self, photo):
        return show_notes(notes_of(photo))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Sent twice at the same moment: the other request stored the picture after this one had looked for it.
            self.message_user(request, _t("This picture has just been added."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))

    def save_model(self, request, obj, form, change):
        changed = set(form.changed_data)
        if form.data_of_picture is not None:
            take_in(obj, form.data_of_picture)
            changed |= PICTURE_FIELDS
        elif {"focal_x", "focal_y"} & changed:
            render_photo(obj)
            changed.add("renditions")
        if change:
            change_photo(obj, changed)
        else:
            obj.created_by = request.user
            filled = fill_in(obj, read_notes(io.BytesIO(form.data_of_picture)))
            store_photo(obj)
            self._say_filled_in(request, filled)
        if not obj.may_be_published:
            said = _t("“%s” has no credit yet: no story can go out with it.") % obj
            self.message_user(request, said, messages.WARNING)

    def _say_filled_in(self, request, filled: dict[str, str]) -> None:
        if filled:
            names = (f"{Photo._meta.get_field(name).verbose_name} ({origin})" for name, origin in filled.items())
            self.message_user(request, _t("Filled in from the file: %s.") % ", ".join(names), messages.INFO)

    # Deleting: never what a story shows, whatever its status

    def get_deleted_objects(self, objs, request):
        used = used_among(list(objs))
        if not used:
            return super().get_deleted_objects(objs, request)
        kept = [
            format_html("“{}”: {}", photo, describe_use(use))
            for photo in used[:USED_NAMED]
            for use in uses_of(photo, most=USES_NAMED)
        ]
        if len(used) > USED_NAMED:
            kept.append(_t("and %s more photographs in use") % (len(used) - USED_NAMED))
        return [], {}, set(), kept

    def delete_view(self, request, object_id, extra_context=None):
        try:
            return super().delete_view(request, object_id, extra_context)
        except (ProtectedError, IntegrityError):
            # Between the look at the stories and the deletion somebody has put it into one.
            self.message_user(request, _t("The photograph is in use now: nothing was deleted."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_photo_change", args=[object_id]))

    def changelist_view(self, request, extra_context=None):
        try:
            return super().changelist_view(request, extra_context)
        except (ProtectedError, IntegrityError):
            self.message_user(request, _t("A photograph is in use now: nothing was deleted."), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))

    # Addresses of the desk

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("pick/", view(self.pick), name="articles_photo_pick"),
            path("<int:object_id>/original/", view(self.original), name="articles_photo_original"),
            *super().get_urls(),
        ]

    def pick(self, request):
        """Photographs for the picker as JSON: those that match ``q``, newest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos, _distinct = self.get_search_results(request, self.get_queryset(request), request.GET.get("q", ""))
        found = photos.order_by("-created_at", "-pk")[:PICKER_SIZE]
        return personal(require_safe(_pictures))(request, found)

    def original(self, request, object_id: int):
        """The file as it came in, for the newsroom only."""
        photo = self.get_object(request, str(object_id))
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        if photo is None:
            raise Http404
        return personal(require_safe(_original))(request, photo)


def _pictures(request, photos):
    listed = []
    for photo in photos:
        rendition, small = body_rendition(photo), renditions_of(photo, "square") or renditions_of(photo, "full")
        if rendition and small:
            listed.append(
                {
                    "id": photo.pk,
                    "name": str(photo),
                    "src": rendition_url(photo, rendition),
                    "thumbnail": rendition_url(photo, small[0]),
                    "alt": photo.alt,
                    "caption": photo.caption,
                    "credit": photo.credit,
                }
            )
    return JsonResponse({"photos": listed})


def _original(request, photo):
    try:
        file = photo.original.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    kind = (Image.open(file).format or "bin").lower()
    file.seek(0)
    response = FileResponse(
        file, as_attachment=True, filename=f"{photo.digest}.{kind}", content_type="application/octet-stream"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
