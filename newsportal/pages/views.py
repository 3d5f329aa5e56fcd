from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.caching import shared
from newsportal.pages.models import Page
from topics.surrogate_keys import note


@require_safe
@shared
def standing_page(request, slug: str):
    note("pages")
    page = get_object_or_404(Page, slug=slug)
    return render(request, "pages/page.html", {"page": page})
