"""Where a feed goes: to feed readers, to other people, into the mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from newsportal.accounts.addresses import verified_address
from newsportal.feeds import addresses
from newsportal.feeds.digest_form import DigestForm
from newsportal.feeds.digests import end_digest, schedule_of, start_digest
from newsportal.feeds.keeping import feed_of, reader_page
from newsportal.feeds.models import Digest, Feed, SentDigest
from newsportal.feeds.views.answers import see_other

# What the buttons of the page do, by the value of "act": the act, and what it says when it is done.
ACTS = {
    "open": (addresses.open_address, gettext_lazy("The feed has private addresses now.")),
    "renew": (addresses.renew_address, gettext_lazy("These are the new addresses; the old ones lead nowhere now.")),
    "close": (addresses.close_address, gettext_lazy("The private addresses lead nowhere now.")),
    "share": (addresses.share, gettext_lazy("Whoever has the link can read this feed now.")),
    "unshare": (addresses.stop_sharing, gettext_lazy("The link leads nowhere now.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reader_page
def delivery(request, slug: str):
    """The ways out of a feed; a POST does what the button called ``act`` says."""
    feed = feed_of(request, slug)
    if request.method != "POST":
        return render(request, "newsportal/delivery.html", delivery_of(request.user, feed, form_for(feed)))
    with transaction.atomic():
        # One act on a feed at a time: two clicks on one button must not begin two digests.
        feed = get_object_or_404(Feed.objects.select_for_update(), pk=feed.pk)
        form = form_for(feed, request.POST if request.POST.get("act") == "digest" else None)
        done = act(request, feed, form)
    if not done:
        return render(request, "newsportal/delivery.html", delivery_of(request.user, feed, form))
    messages.success(request, done)
    return see_other(reverse("delivery", args=[feed.slug]))


def form_for(feed: Feed, data=None) -> DigestForm:
    zone = feed.owner.zone or settings.TIME_ZONE
    return DigestForm(data, instance=Digest.objects.filter(feed=feed).first() or Digest(feed=feed, zone=zone))


def act(request, feed: Feed, form: DigestForm) -> str:
    """Do what the reader asked for; returns what to say about it, or "" when the form says what is missing."""
    name, digest = request.POST.get("act"), form.instance
    if name in ACTS:
        verb, said = ACTS[name]
        verb(feed)
        return said
    if name == "end":
        if digest.pk:
            end_digest(digest)
        return _("The digest has ended.")
    if name != "digest":
        raise BadRequest("no such act")
    if not form.is_valid() or not verified_address(request.user):
        return ""
    start_digest(form.save(commit=False), timezone.now())
    return _("The digest is on its way at the hour you chose.")


def delivery_of(user, feed: Feed, form: DigestForm) -> dict:
    digest = Digest.objects.filter(feed=feed, running_since__isnull=False).first()
    return {
        "feed": feed,
        "private_addresses": addresses.private_addresses(feed),
        "shared_address": addresses.shared_address(feed),
        "form": form,
        "digest": digest,
        "next_due": schedule_of(digest).next(timezone.now()) if digest else None,
        "last_edition": SentDigest.objects.filter(digest=digest).order_by("-due_at").first() if digest else None,
        "recipient": verified_address(user),
    }
