"""Links our stories give to other media: how a page describes itself, and whether it is still there."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from articles.models import Article, OutsideLink
from newsportal.http import FetchError, Limits, Response, TooLarge, Unreachable
from newsportal.partners.models import LinkCheck
from newsportal.partners.querysets import CHECK_AGAIN, CHECK_FAILED_AGAIN, FAILURES_OF_THE_DEAD
from newsportal.partners.webpages import Description, describe_page

Fetch = Callable[..., Response]

# An editor waits for this one.
DESCRIBING = Limits(bytes=4_000_000, seconds=10)
# Of a page that is there its beginning is enough; the door says "too large" then, which is an answer too.
CHECKING = Limits(bytes=100_000, seconds=15)
MOST_AT_ONCE = 500
MISSING = {404, 410}


def describe_address(address: str, *, fetch: Fetch) -> Description:
    """What the page at ``address`` says of itself; the outlet is at least the host's name.

    Raises ``FetchError`` with a sentence for people when there is no such page.
    """
    response = fetch(address, limits=DESCRIBING)
    if not 200 <= response.status < 300:
        raise FetchError(_("The page answered with status %(status)s.") % {"status": response.status})
    return describe_page(response.body, url=response.url, content_type=response.headers.get("Content-Type", ""))


def links_to_check(now: datetime.datetime, *, most: int = MOST_AT_ONCE) -> list[OutsideLink]:
    """Links of stories that readers see: those never looked at first, then those looked at longest ago.

    One that failed for the first time is looked at again after a day, all others after a week.
    """
    is_suspect = Q(link_check__failures__gt=0, link_check__failures__lt=FAILURES_OF_THE_DEAD)
    is_due = (
        Q(link_check__isnull=True)
        | ~Q(link_check__url=F("url"))
        | Q(link_check__checked_at__lte=now - CHECK_AGAIN)
        | is_suspect & Q(link_check__checked_at__lte=now - CHECK_FAILED_AGAIN)
    )
    links = OutsideLink.objects.filter(is_due, article__in=Article.objects.published(now))
    return list(
        links.select_related("link_check").order_by(F("link_check__checked_at").asc(nulls_first=True), "-pk")[:most]
    )


def find_problem(link: OutsideLink, *, fetch: Fetch) -> str | None:
    """Why readers find nothing there, in words; "" if they do; None if that cannot be said (too slow, 403, 500 …)."""
    try:
        response = fetch(link.url, limits=CHECKING)
    except TooLarge:
        return ""
    except Unreachable as error:
        return str(error)
    except FetchError:
        return None
    if response.status in MISSING:
        return _("The page is gone (status %(status)s).") % {"status": response.status}
    return "" if 200 <= response.status < 300 else None


@transaction.atomic
def write_down(link: OutsideLink, problem: str | None, *, now: datetime.datetime) -> LinkCheck | None:
    """Store what ``find_problem`` found about ``link``, as ``links_to_check`` gave it; returns what holds now.

    Without a verdict only the moment changes. None if the link was deleted meanwhile; what another run has written down
    meanwhile stays: two looks at the same time are one.
    """
    if not OutsideLink.objects.select_for_update().filter(pk=link.pk).values_list("pk"):
        return None
    known = getattr(link, "link_check", None)
    stored = LinkCheck.objects.filter(link=link).first()
    if stored and (known is None or stored.checked_at != known.checked_at):
        return stored
    check = stored or LinkCheck(link=link)
    if check.url != link.url:
        check.url, check.failures, check.failing_since, check.problem = link.url, 0, None, ""
    if problem:
        check.failures, check.problem = min(check.failures + 1, 1000), problem[:300]
        check.failing_since = check.failing_since or now
    elif problem is not None:
        check.failures, check.failing_since, check.problem = 0, None, ""
    check.checked_at = now
    check.save()
    return check
