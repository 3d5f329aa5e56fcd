from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from articles.caching import DAY, personal, shared
from articles.surrogate_keys import note_list, note_stories
from newsportal.home.front import compose_front
from newsportal.way_back import is_way_back
from newsportal.zones import COOKIE, keep_zone, zone_choices
from topics.surrogate_keys import note

CLOSED_TO_ROBOTS = (
    "/accounts/",
    "/admin/",
    "/currency/?",
    "/currency/part/",
    "/currency/series.csv",
    "/my/",
    "/search/",
    "/news/part/",
    "/partners/?",
    "/zone/",
)


@require_safe
@shared
def home(request):
    front = compose_front()
    note("home")
    note_list(None, filter(None, front.slots))
    for stories in (front.latest.articles, *(block.articles for block in front.blocks)):
        note_stories(stories)
    context = {name: getattr(front, name) for name in ("lead", "top", "latest", "blocks")}
    return render(request, "home.html", context)


@require_safe
@shared(seconds=DAY)
def robots(request):
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    lines += ["", f"Sitemap: {settings.SITE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class ZoneForm(forms.Form):
    zone = forms.ChoiceField(label=_("Time zone"), required=False)
    next = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zone_choices(settings.TIME_ZONE)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def zone(request):
    """Choose the zone in which times are shown; the site's own zone forgets the cookie."""
    if request.method != "POST":
        form = ZoneForm(initial={"zone": request.COOKIES.get(COOKIE, ""), "next": request.GET.get("next", "")})
        return render(request, "newsportal/zone.html", {"form": form})
    form = ZoneForm(request.POST)
    if not form.is_valid():
        return render(request, "newsportal/zone.html", {"form": form})
    address = form.cleaned_data["next"]
    response = redirect(address if is_way_back(address) else "home")
    keep_zone(response, form.cleaned_data["zone"])
    return response
