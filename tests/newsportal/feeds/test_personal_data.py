import datetime

import pytest
from django.utils import timezone

from newsportal.accounts.export import export
from newsportal.feeds.addresses import open_address, share
from newsportal.feeds.digests import start_digest
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Digest, SavedArticle, SentDigest
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
RYE = Rules(Choice(words=("rye",)))


def test_export_of_an_account_holds_feeds_digests_and_saved_stories_but_no_token():
    user, other, now = make_user(), make_user("other"), timezone.now()
    feed = create_feed(user, name="Rye", rules=RYE)
    open_address(feed)
    share(feed)
    create_feed(user, name="Plain")
    create_feed(other, name="Foreign")
    digest = Digest(feed=feed, zone="UTC", hour=5)
    start_digest(digest, now)
    SentDigest.objects.create(digest=digest, due_at=now, claimed_at=now, state="sent", stories=3)
    story, gone = make_article("Seen"), make_article("Gone", status="withdrawn")
    for n, (owner, article) in enumerate([(user, story), (user, gone), (other, story)]):
        SavedArticle.objects.create(user=owner, article=article, saved_at=now + n * datetime.timedelta(minutes=1))

    data = export(user)

    common = {"created_at", "changed_at", "seen_until", "seen_at"}
    assert [{k: v for k, v in row.items() if k not in common} for row in data["feeds"]] == [
        {
            "name": "Rye",
            "rules": {"include": {"words": ["rye"]}},
            "is_default": True,
            "has_private_addresses": True,
            "is_shared": True,
            "digest": {
                "frequency": "daily",
                "weekday": 0,
                "hour": 5,
                "zone": "UTC",
                "running_since": now,
                "covered_until": digest.covered_until,
                "editions": [{"due_at": now, "state": "sent", "stories": 3}],
            },
        },
        {
            "name": "Plain",
            "rules": {},
            "is_default": False,
            "has_private_addresses": False,
            "is_shared": False,
            "digest": None,
        },
    ]
    assert data["saved_stories"] == [
        {"story": story.pk, "address": f"http://127.0.0.1:8000{story.get_absolute_url()}", "saved_at": now},
        {"story": gone.pk, "address": "", "saved_at": now + datetime.timedelta(minutes=1)},
    ]
    assert [token for token in (feed.token, feed.share_token, digest.token) if token in str(data)] == []
