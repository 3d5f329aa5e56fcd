from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.caching import shared
from articles.stream import Cursor
from newsportal.partners.forms import PartnerNewsForm
from newsportal.partners.models import PartnerItem, Source
from topics.surrogate_keys import note

PAGE_SIZE = 30


@require_safe
@shared(parameters=("source", "before"))
def partner_news(request):
    """What partners published, newest first; with ``?source=`` what one of them did."""
    note("partners")
    sources = list(Source.objects.active().by_name())
    form = PartnerNewsForm(request.GET, sources=sources)
    items = PartnerItem.objects.shown().newest_first().select_related("source")
    if form.chosen:
        items = items.filter(source=form.chosen)
    if form.position:
        items = items.below(form.position)
    found = list(items[: PAGE_SIZE + 1])
    page, is_more = found[:PAGE_SIZE], len(found) > PAGE_SIZE
    context = {
        "form": form,
        "items": page,
        "choices": choices(form, sources),
        "next": is_more and form.query(form.chosen, Cursor(page[-1].published_at, page[-1].pk)),
        "first": form.position and reverse("partner_news") + form.query(form.chosen),
        "canonical": reverse("partner_news") + form.query(form.chosen, form.position),
        "noindex": bool(request.GET),
    }
    return render(request, "partners/news.html", context)


def choices(form: PartnerNewsForm, sources: list[Source]) -> list[dict]:
    address = reverse("partner_news")
    return [
        {"name": name, "url": address + form.query(source), "is_current": source == form.chosen}
        for name, source in [(_("All partners"), None), *((source.name, source) for source in sources)]
    ]
