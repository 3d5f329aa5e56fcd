"""What the feeds hold of a person, for the export of an account. Secret addresses are not in it: they are keys."""

from __future__ import annotations

from articles.models import Article
from articles.structured_data import absolute
from newsportal.accounts.models import User
from newsportal.feeds.models import Digest, Feed, SavedArticle


def feeds(user: User) -> list[dict]:
    """Each feed with its rules (as in ``newsportal.feeds.portability``), when it was read, and its digest."""
    digests = {digest.feed_id: digest for digest in Digest.objects.filter(feed__owner=user)}
    return [
        {
            "name": feed.name,
            "rules": feed.rules.as_data(),
            "is_default": feed.is_default,
            "has_private_addresses": bool(feed.token),
            "is_shared": bool(feed.share_token),
            "created_at": feed.created_at,
            "changed_at": feed.changed_at,
            "seen_until": feed.seen_until,
            "seen_at": feed.seen_at,
            "digest": _digest(digests[feed.pk]) if feed.pk in digests else None,
        }
        for feed in Feed.objects.of(user)
    ]


def _digest(digest: Digest) -> dict:
    fields = ("frequency", "weekday", "hour", "zone", "running_since", "covered_until")
    editions = digest.editions.order_by("due_at").values("due_at", "state", "stories")
    return {**{name: getattr(digest, name) for name in fields}, "editions": list(editions)}


def saved_stories(user: User) -> list[dict]:
    """Stories put aside, the first saved first; of one that readers may no longer see, its number alone."""
    saved = list(SavedArticle.objects.filter(user=user).order_by("saved_at", "pk"))
    readable = Article.objects.published().only("slug").in_bulk([row.article_id for row in saved])
    return [
        {
            "story": row.article_id,
            "address": absolute(readable[row.article_id].get_absolute_url()) if row.article_id in readable else "",
            "saved_at": row.saved_at,
        }
        for row in saved
    ]
