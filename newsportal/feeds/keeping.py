"""The feeds of whoever asks: rows of an account, or the one feed of a browser's cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.caching import personal
from newsportal.accounts.models import User
from newsportal.feeds.cookie import COOKIE, FeedTooLarge, forget_cookie, keep_in_cookie, rules_in_cookie
from newsportal.feeds.models import Feed
from newsportal.feeds.rules import Rules, RulesError

MOST_FEEDS = 20
# Addresses below /my/ that are no feed's name (the first four are promised to stay free).
RESERVED = {"edit", "follow", "feeds", "saved", "part", "new", "preview", "names", "digests", "search"}


def reader_page(view):
    """A page for one reader. The feed a browser kept joins the account's at the first such page after signing in."""

    @wraps(view)
    @personal
    def wrapped(request, *args, **kwargs):
        if not (request.user.is_authenticated and COOKIE in request.COOKIES):
            return view(request, *args, **kwargs)
        if rules := rules_in_cookie(request):
            take_over(request.user, rules)
        response = view(request, *args, **kwargs)
        forget_cookie(response)
        return response

    return wrapped


def feeds_of(request: HttpRequest) -> list[Feed]:
    """The reader's feeds in their order; without an account the cookie's, if there is one."""
    if request.user.is_authenticated:
        return list(Feed.objects.of(request.user))
    rules = rules_in_cookie(request)
    return [cookie_feed(rules)] if rules else []


def feed_of(request: HttpRequest, slug: str | None = None) -> Feed:
    """The reader's feed at ``slug``, or the default one; a reader who has none yet gets an empty, unsaved one.

    Raises ``Http404`` for a name that none of the reader's own feeds has.
    """
    if slug is None:
        return next((feed for feed in feeds_of(request) if feed.is_default), None) or first_feed(request.user)
    for feed in feeds_of(request):
        if feed.slug == slug:
            return feed
    raise Http404


def cookie_feed(rules: Rules) -> Feed:
    """A feed without an owner: it is never saved, and has no address but ``/my/``."""
    return Feed(name=_("My feed"), rules=rules, is_default=True)


def first_feed(user) -> Feed:
    if not user.is_authenticated:
        return cookie_feed(Rules())
    return Feed(owner=user, name=_("My feed"), slug=free_slug(user, _("My feed")), is_default=True)


def keep_rules(response: HttpResponse, feed: Feed, rules: Rules) -> None:
    """Make ``rules`` those of ``feed``, in its row or in the cookie that goes with ``response``.

    Raises ``RulesError``, with ``response`` and ``feed`` as they were: also when a cookie cannot hold the rules.
    Raises ``Http404`` when the feed was deleted meanwhile, in another window.
    """
    rules.checked()
    if feed.owner_id is None:
        try:
            keep_in_cookie(response, rules)
        except FeedTooLarge as error:
            raise RulesError(
                _("These are more rules than this browser can remember: take some out, or sign up and keep them all.")
            ) from error
    feed.rules = rules
    if feed.pk:
        if not Feed.objects.filter(pk=feed.pk).update(rules=rules, changed_at=timezone.now()):
            raise Http404
    elif feed.owner_id is not None:
        feed.pk = take_over(feed.owner, rules).pk  # a feed made meanwhile, in another window, keeps its rules as well
        feed.refresh_from_db()


@transaction.atomic
def change_rules(response: HttpResponse, feed: Feed, change: Callable[[Rules], Rules]) -> None:
    """Let ``change`` make new rules of those of ``feed`` as they are now: of two changes at once none is lost.

    Raises ``RulesError`` and ``Http404``, as ``keep_rules`` does.
    """
    if feed.pk:
        hold_feed(feed)
    keep_rules(response, feed, change(feed.rules))


@transaction.atomic
def take_over(user: User, rules: Rules) -> Feed:
    """Let ``rules`` join the account's default feed, or stand beside it where they cannot; returns where they are.

    Nothing is lost: what the default feed decides otherwise, or has no room for, becomes a feed of its own.
    """
    hold_feeds(user)
    default = Feed.objects.filter(owner=user, is_default=True).first()
    if default is None:
        return create_feed(user, name=_("My feed"), rules=rules)
    joined = Rules(default.rules.include | rules.include, default.rules.mute | rules.mute)
    # A feed of all news but what is muted would shrink to the included topics of the other.
    alike = bool(default.rules.include) == bool(rules.include) or not (default.rules and rules)
    try:
        joined.checked()
    except RulesError:
        alike = False
    if alike:
        default.rules = joined
        default.save(update_fields=["rules", "changed_at"])
        return default
    apart = Feed.objects.filter(owner=user, rules=rules).first()
    return apart or create_feed(user, name=_("From this browser"), rules=rules, limited=False)


@transaction.atomic
def create_feed(user: User, *, name: str, rules: Rules = Rules(), limited: bool = True) -> Feed:  # noqa: B008 - frozen
    """A new feed at the end of the reader's list; the first is the default. Raises ``RulesError`` when it is full."""
    rules.checked()
    hold_feeds(user)
    feeds = list(Feed.objects.of(user))
    if limited and len(feeds) >= MOST_FEEDS:
        raise RulesError(_("An account holds up to %d feeds: delete one first.") % MOST_FEEDS)
    return Feed.objects.create(
        owner=user,
        name=name,
        slug=free_slug(user, name),
        order=feeds[-1].order + 1 if feeds else 0,
        is_default=not feeds,
        rules=rules,
    )


@transaction.atomic
def rename_feed(feed: Feed, name: str) -> None:
    """Give the feed another name, and with it another address."""
    hold_feed(feed)
    feed.name, feed.slug = name, free_slug(feed.owner, name, besides=feed)
    feed.save(update_fields=["name", "slug", "changed_at"])


@transaction.atomic
def make_default(feed: Feed) -> None:
    hold_feed(feed)
    Feed.objects.filter(owner=feed.owner_id, is_default=True).update(is_default=False)
    feed.is_default = True
    feed.save(update_fields=["is_default"])


@transaction.atomic
def move_feed(feed: Feed, *, by: int) -> None:
    """Move the feed ``by`` places down its reader's list (up when negative), as far as the list goes."""
    hold_feed(feed)
    feeds = list(Feed.objects.of(feed.owner))
    place = feeds.index(feed)
    feeds.insert(max(0, place + by), feeds.pop(place))
    for order, moved in enumerate(feeds):
        moved.order = order
    Feed.objects.bulk_update(feeds, ["order"])


@transaction.atomic
def delete_feed(feed: Feed) -> None:
    """Delete the feed with all its addresses; the next in the list becomes the default if it was that."""
    hold_feed(feed)
    owner, was_default = feed.owner, feed.is_default
    feed.delete()
    if was_default and (following := Feed.objects.of(owner).first()):
        make_default(following)


def hold_feeds(user: User) -> None:
    """Until the transaction ends nobody else changes which feeds ``user`` has, in which order and by which names."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)


def hold_feed(feed: Feed) -> None:
    """``hold_feeds`` of its owner, with ``feed`` as it is now.

    Raises ``Http404`` when it was deleted meanwhile, in another window.
    """
    hold_feeds(feed.owner)
    try:
        feed.refresh_from_db()
    except Feed.DoesNotExist as error:
        raise Http404 from error


def free_slug(user: User, name: str, besides: Feed | None = None) -> str:
    """The end of the address of a feed with this name: no reserved word, and none of the reader's other feeds'."""
    taken = RESERVED | set(Feed.objects.of(user).exclude(pk=besides and besides.pk).values_list("slug", flat=True))
    base = slugify(name, allow_unicode=True)[:60].strip("-_") or "feed"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
