from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from PIL import Image

from articles.admin.page import DeskPage
from articles.caching import personal
from articles.models import Photo, Status
from articles.photos import (
    render_photo,
    rendition_url,
    renditions_of,
    stories_beside,
    stories_showing,
    stories_with_figure,
    take_in,
)
from articles.renditions import MAX_BYTES, PictureRefused, read_picture
from articles.search.indexing import index_changed
from articles.writing import recompose_stories_with

BODY_WIDTH = 800
PICKER_SIZE = 24


def thumbnail(photo: Photo) -> SafeString | str:
    """A small picture for lists and rows; empty while there are no renditions."""
    for crop in ("square", "full"):
        if sizes := renditions_of(photo, crop):
            return _picture(photo, sizes[0], "desk-thumbnail")
    return ""


def _picture(photo: Photo, rendition: dict, css_class: str) -> SafeString:
    return format_html(
        '<img class="{}" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        css_class,
        rendition_url(photo, rendition),
        photo.alt,
        rendition["width"],
        rendition["height"],
    )


def body_rendition(photo: Photo) -> dict | None:
    """The rendition that an article's text names; readers get the other widths as well."""
    sizes = renditions_of(photo, "full")
    return next((size for size in reversed(sizes) if size["width"] <= BODY_WIDTH), sizes[0] if sizes else None)


class PhotoForm(forms.ModelForm):
    class Meta:  # model and fields are those of the admin
        widgets = {
            # Originals have no public address, so Django's own widget would have nothing to link to.
            "original": forms.FileInput(attrs={"accept": "image/*"}),
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.data_of_picture: bytes | None = None
        if "credit" in self.fields:
            self.fields["credit"].required = True
        if "original" in self.fields and self.instance.pk:
            self.fields["original"].help_text = _("Choose a file only to replace the picture.")

    def clean_original(self):
        upload = self.cleaned_data["original"]
        if "original" not in self.changed_data:
            return upload
        data = upload.read(MAX_BYTES + 1)  # what is larger is refused below
        try:
            digest = read_picture(data).digest
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        if known := Photo.objects.filter(digest=digest).exclude(pk=self.instance.pk).first():
            link = reverse("admin:articles_photo_change", args=[known.pk])
            raise ValidationError(
                format_html('{} <a href="{}">{}</a>', _("This picture is already in the library:"), link, known)
            )
        if digest == self.instance.digest:
            return self.instance.original
        if self.instance.pk:
            if story := stories_with_figure(self.instance).first():
                raise ValidationError(
                    _("The picture stands in the text of “%s”: add the new one to the library instead.") % story
                )
        self.data_of_picture = data
        return upload

    def clean_alt(self):
        return " ".join(self.cleaned_data["alt"].split())


@admin.register(Photo)
class PhotoAdmin(DeskPage):
    form = PhotoForm
    change_form_template = "admin/articles/photo/change_form.html"
    fieldsets = [
        (None, {"fields": ["original", "credit", "alt", "caption"]}),
        (_("Focal point"), {"fields": ["picture", ("focal_x", "focal_y")]}),
        (_("In use"), {"fields": ["stories", "facts"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["picture", "stories", "facts"]
    list_display = ["picture_in_list", "name", "credit", "has_alt", "created_at"]
    list_display_links = ["picture_in_list", "name"]
    search_fields = ["caption", "alt", "credit", "digest"]
    ordering = ["-created_at", "-pk"]
    sortable_by = ["created_at"]

    class Media:
        css = {"all": ["desk/focal_point.css"]}

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.fieldsets[:1]

    # Who may what

    def has_change_permission(self, request, obj=None):
        if not super().has_change_permission(request, obj):
            return False
        if obj is None or request.user.has_perm("articles.edit_every_article"):
            return True
        return obj.created_by_id == request.user.pk and not self._is_in_print(obj)

    @staticmethod
    def _is_in_print(photo: Photo) -> bool:
        return (
            photo.lead_of.filter(status=Status.PUBLISHED).exists()
            or photo.article_rows.filter(article__status=Status.PUBLISHED).exists()
        )

    # The list

    @admin.display(description=_("picture"))
    def picture_in_list(self, photo):
        return thumbnail(photo) or photo.digest

    @admin.display(description=_("caption"))
    def name(self, photo):
        return str(photo)

    @admin.display(description=_("alternative text"), boolean=True)
    def has_alt(self, photo):
        return bool(photo.alt.strip())

    # The form

    @admin.display(description=_("picture"))
    def picture(self, photo):
        rendition = body_rendition(photo)
        if not rendition:
            return ""
        return format_html(
            '<focal-point class="focal-point" title="{}">{}</focal-point>',
            _("Click on what must stay in every crop."),
            _picture(photo, rendition, "focal-point__picture"),
        )

    @admin.display(description=_("stories"))
    def stories(self, photo):
        leads = photo.lead_of.order_by("-pk")[:10]
        others = photo.article_rows.select_related("article").order_by("-pk")[:10]
        titles = dict.fromkeys([*map(str, leads), *(str(row.article) for row in others)])
        return ", ".join(titles) or _("none")

    @admin.display(description=_("original"))
    def facts(self, photo):
        link = reverse("admin:articles_photo_original", args=[photo.pk])
        text = _t("%(width)s × %(height)s pixels") % {"width": photo.width, "height": photo.height}
        return format_html('{} · <a href="{}">{}</a>', text, link, _("Download the original"))

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Sent twice at the same moment: the other request stored the picture after this one had looked for it.
            self.message_user(request, _t("This picture has just been added."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_photo_changelist"))

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        if form.data_of_picture is not None:
            take_in(obj, form.data_of_picture)
        elif {"focal_x", "focal_y"} & set(form.changed_data):
            render_photo(obj)
        obj.save()
        if change and {"credit", "caption"} & set(form.changed_data):
            recompose_stories_with(obj)
        if change and "caption" in form.changed_data:
            index_changed(stories_beside(obj))

    def get_deleted_objects(self, objs, request):
        used = [story for photo in objs for story in stories_showing(photo)[:5]]
        if not used:
            return super().get_deleted_objects(objs, request)
        return [], {}, set(), [_t("article “%s”") % story for story in used]

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
