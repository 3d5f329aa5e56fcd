"""Feeds as files: taking them along and bringing them in."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from newsportal.feeds.keeping import feeds_of, reader_page
from newsportal.feeds.models import Feed
from newsportal.feeds.opml import write_opml
from newsportal.feeds.portability import LARGEST, Brought, PortabilityError, as_file, bring_in, read_file
from newsportal.feeds.views.answers import see_other


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("A file that “Export” wrote, here or on another site of this kind."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> list:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than %d kB: it holds no feeds.") % (LARGEST // 1000))
        try:
            return read_file(file.read())
        except PortabilityError as error:
            raise forms.ValidationError(str(error)) from error


@require_safe
@reader_page
def export_feeds(request):
    response = JsonResponse(as_file(feeds_of(request)), json_dumps_params={"indent": 2, "ensure_ascii": False})
    response.headers["Content-Disposition"] = f'attachment; filename="feeds-{timezone.localdate():%Y-%m-%d}.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@reader_page
def import_feeds(request):
    form = ImportForm()
    if request.method == "POST":
        form = ImportForm(request.POST, request.FILES)
        response = see_other(reverse("feeds"))
        if form.is_valid() and brought(request, response, form):
            return response
    return render(request, "newsportal/import_feeds.html", {"form": form})


def brought(request, response, form: ImportForm) -> bool:
    """Bring in the feeds of a valid form; what stands against it is said in the form."""
    try:
        result = bring_in(request, response, form.cleaned_data["file"])
    except PortabilityError as error:
        form.add_error("file", str(error))
        return False
    messages.success(request, said_of(result))
    return True


def said_of(result: Brought) -> str:
    sentences = []
    if result.new:
        sentences.append(ngettext("%d feed was added.", "%d feeds were added.", result.new) % result.new)
    if result.known:
        was_here = ngettext("%d was here already.", "%d were here already.", result.known)
        sentences.append(was_here % result.known)
    return " ".join(sentences)


@require_safe
@login_required
@reader_page
def feeds_opml(request):
    """The private addresses of the reader's feeds, for a feed reader; feeds without one are not in it."""
    feeds = [feed for feed in Feed.objects.of(request.user) if feed.token]
    response = HttpResponse(write_opml(feeds), content_type="text/x-opml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="feeds.opml"'
    return response
