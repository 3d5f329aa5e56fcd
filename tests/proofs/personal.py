"""The pages that one reader alone sees, with something in each of them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from articles.models import Article
from newsportal.feeds.addresses import open_address, share
from newsportal.feeds.digests import start_digest
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Digest, Feed
from newsportal.feeds.rules import Choice, Rules
from newsportal.feeds.saving import save_for_later
from topics.models import Topic


def make_reader():
    """Somebody with a verified address, two feeds, a digest and a saved story."""
    user = get_user_model().objects.create_user("ada", "ada@readers.example", "a-lantern-at-sea")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    sections = [topic.slug for topic in Topic.objects.sections()]
    rules = Rules(Choice(topics=tuple(sections[:2]), words=("harbour",)), Choice(topics=tuple(sections[-1:])))
    create_feed(user, name="My feed", rules=rules)
    feed = create_feed(user, name="Abroad", rules=Rules(Choice(topics=(sections[0], "gone")), Choice(words=("cup",))))
    open_address(feed)
    share(feed)
    start_digest(Digest(feed=feed, zone="Europe/Helsinki"), timezone.now())
    save_for_later(user, Article.objects.published().newest_first()[0])
    return user


def personal_pages(*, headers: dict[str, str]) -> dict[str, HttpResponse]:
    """Each kind of page of an account and its feeds as it is sent, under a short name."""
    user, nobody = make_reader(), Client(headers=headers)
    client = Client(headers=headers)
    client.force_login(user)
    feed = Feed.objects.get(owner=user, slug="abroad")
    edited = {"name": "Abroad", "topic": feed.rules.include.topics[0], "tags": "no such tag", "words": "harbour"}
    paths = {
        "feed": "/my/",
        "feed-named": "/my/abroad/",
        "feed-part": "/my/abroad/part/",
        "feed-edit": "/my/abroad/edit/",
        "feeds": "/my/feeds/",
        "feeds-import": "/my/feeds/import/",
        "feed-delivery": "/my/abroad/delivery/",
        "saved": "/my/saved/",
        "account": "/accounts/",
        "account-email": "/accounts/email/",
        "account-password": "/accounts/password/change/",
        "account-sessions": "/accounts/sessions/",
        "account-two-steps": "/accounts/2fa/",
        "account-logout": "/accounts/logout/",
    }
    for_nobody = {
        "feed-shared": f"/shared/{feed.share_token}/",
        "unsubscribe": f"/unsubscribe/{feed.digest.token}/",
        "login": "/accounts/login/",
        "signup": "/accounts/signup/",
        "password-reset": "/accounts/password/reset/",
        "login-code": "/accounts/login/code/",
        "feeds-of-nobody": "/my/feeds/",
        "feed-edit-of-nobody": "/my/edit/",
    }
    pages = {name: client.get(path) for name, path in paths.items()}
    pages |= {name: nobody.get(path) for name, path in for_nobody.items()}
    pages["feed-edit-refused"] = client.post("/my/abroad/edit/", edited)
    pages["feed-preview"] = client.post("/my/preview/", edited)
    pages["feeds-import-refused"] = client.post("/my/feeds/import/")
    pages["follow-refused"] = client.post(
        "/my/follow/", {"follow": "topic:no-such-topic"}, headers={"sec-fetch-site": "same-origin"}
    )
    pages["login-refused"] = nobody.post("/accounts/login/", {"login": "ada", "password": "wrong"})
    return pages
