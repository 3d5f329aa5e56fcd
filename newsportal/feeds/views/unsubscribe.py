"""Ending a digest from the mail itself: with one click in the mail program (RFC 8058), or on a page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from articles.caching import personal
from newsportal.feeds.digests import end_digest
from newsportal.feeds.models import Digest
from newsportal.feeds.views.answers import see_other
from newsportal.feeds.views.token_feeds import keeps_its_address_secret


# The token is the right to end the digest: mail programs send neither cookies nor an origin of ours.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@personal
@keeps_its_address_secret
def unsubscribe(request, token: str):
    """A POST ends the digest, as often as it comes; a GET, which programs send unasked, only says which one it is."""
    digest = get_object_or_404(Digest.objects.select_related("feed").defer("feed__rules"), token=token)
    if request.method == "POST":
        end_digest(digest)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse("", content_type="text/plain")
        return see_other(reverse("unsubscribe", args=[token]))
    return render(request, "newsportal/unsubscribe.html", {"digest": digest, "feed": digest.feed})
