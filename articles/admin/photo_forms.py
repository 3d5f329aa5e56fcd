"""The forms of the library: one photograph with its file and focal point, and the three texts of many."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles.metadata.notes import LONGEST_CAPTION
from articles.models import Photo
from articles.photo_uses import in_print, stories_with_figure
from articles.renditions import MAX_BYTES, PictureRefused, read_picture


class TextsForm(forms.ModelForm):
    """Caption, alternative text and credit of a photograph."""

    class Meta:
        model = Photo
        fields = ["alt", "credit", "caption"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
            "caption": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in TextsForm.Meta.fields:
            if name in self.fields:
                # What counts as changed is what somebody changed here, not what somebody else stored meanwhile.
                self.fields[name].show_hidden_initial = True
        if "caption" in self.fields:
            # Not on the widget as well: browsers would cut what is pasted without a word.
            self.fields["caption"].validators.append(MaxLengthValidator(LONGEST_CAPTION))

    def clean_alt(self):
        return " ".join(self.cleaned_data["alt"].split())

    def clean_credit(self):
        credit = self.cleaned_data["credit"].removeprefix("©").strip()
        if not credit and self.instance.credit and in_print([self.instance.pk]):
            raise ValidationError(_("Readers see this photograph: it cannot be without its credit."))
        return credit


class PhotoForm(TextsForm):
    class Meta(TextsForm.Meta):  # the fields are those of the admin
        widgets = TextsForm.Meta.widgets | {
            # Originals have no public address, so Django's own widget would have nothing to link to.
            "original": forms.FileInput(attrs={"accept": "image/*"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.data_of_picture: bytes | None = None
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
