import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from newsportal.feeds.addresses import Token, new_token, open_address
from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Digest, Feed
from newsportal.feeds.rules import Choice, Rules
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def feed(user):
    make_section("World")
    return create_feed(user, name="Abroad", rules=Rules(include=Choice(topics=("world",))))


@pytest.fixture
def owner(client, user, feed):
    client.force_login(user)
    return client


@pytest.fixture
def verified(user):
    return EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


def act(client, name, **fields):
    return client.post("/my/abroad/delivery/", {"act": name, **fields}, follow=True)


def tokens(feed) -> tuple[str | None, str | None]:
    feed.refresh_from_db()
    return feed.token, feed.share_token


def test_token_has_256_bits_and_fits_its_address():
    made = {new_token() for _ in range(50)}

    assert len(made) == 50
    assert all(re.fullmatch(Token.regex, token) for token in made)


def test_pages_of_a_feed_name_its_private_addresses_to_its_owners_feed_reader(owner, feed):
    def named(page):
        return re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', owner.get(page).content.decode())

    before = named("/my/")
    open_address(feed)

    kinds = {"application/rss+xml": "rss", "application/atom+xml": "atom", "application/feed+json": "json"}
    links = [(kind, f"/feeds/{feed.token}.{format}") for kind, format in kinds.items()]
    assert (before, named("/my/"), named("/my/abroad/delivery/")) == ([], links, links)


def test_feed_has_no_addresses_until_its_owner_makes_them(owner, feed):
    page = owner.get("/my/abroad/delivery/").content.decode()

    assert tokens(feed) == (None, None)
    assert "/feeds/" not in re.sub(r"<nav.*?</nav>|/my/feeds/", "", page, flags=re.S)


def test_addresses_are_made_once_renewed_and_switched_off(owner, feed):
    page = act(owner, "open").content.decode()
    first, _ = tokens(feed)
    for format in ("rss", "atom", "json"):
        assert page.count(f"http://127.0.0.1:8000/feeds/{first}.{format}</a>") == 1
        assert owner.get(f"/feeds/{first}.{format}").status_code == 200

    act(owner, "open")
    assert tokens(feed) == (first, None)

    act(owner, "renew")
    second, _ = tokens(feed)
    assert [owner.get(f"/feeds/{token}.rss").status_code for token in (first, second)] == [404, 200]

    act(owner, "close")
    assert tokens(feed) == (None, None)
    assert owner.get(f"/feeds/{second}.rss").status_code == 404


def test_sharing_is_switched_on_and_off_and_on_again_under_another_link(owner, feed):
    page = act(owner, "share").content.decode()
    _, first = tokens(feed)
    assert f"http://127.0.0.1:8000/shared/{first}/</a>" in page

    act(owner, "unshare")
    assert (tokens(feed), owner.get(f"/shared/{first}/").status_code) == ((None, None), 404)

    act(owner, "share")
    assert tokens(feed)[1] not in {None, first}


def test_new_addresses_leave_the_date_of_the_feeds_rules(owner, feed):
    changed_at = feed.changed_at

    act(owner, "open")
    act(owner, "share")

    assert Feed.objects.get().changed_at == changed_at


def test_page_is_its_owners_alone(feed, client):
    asked = [client.get("/my/abroad/delivery/"), client.post("/my/abroad/delivery/", {"act": "open"})]
    assert [response.headers["Location"] for response in asked] == ["/accounts/login/?next=/my/abroad/delivery/"] * 2

    client.force_login(make_user("other"))
    asked = [client.get("/my/abroad/delivery/"), client.post("/my/abroad/delivery/", {"act": "open"})]
    assert [response.status_code for response in asked] == [404, 404]
    assert tokens(feed) == (None, None)


def test_page_is_kept_nowhere(owner):
    response = owner.get("/my/abroad/delivery/")

    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_forms_need_their_token(user, feed):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    assert strict.post("/my/abroad/delivery/", {"act": "open"}).status_code == 403
    assert tokens(feed) == (None, None)


@pytest.mark.parametrize("name", ["", "explode", "\x00", "a" * 200_000], ids=["nothing", "unknown", "null", "long"])
def test_unknown_act_is_a_bad_request(owner, feed, name):
    assert act(owner, name).status_code == 400
    assert tokens(feed) == (None, None)


# The digest on the same page

DAILY = {"frequency": "daily", "weekday": "0", "hour": "7", "zone": "Europe/Berlin"}


def test_digest_waits_for_a_verified_address(owner, feed):
    page = owner.get("/my/abroad/delivery/").content.decode()
    assert "you have none yet" in page
    assert '<a href="/accounts/email/">' in page
    assert 'value="digest"' not in page

    assert act(owner, "digest", **DAILY).status_code == 200
    assert not Digest.objects.exists()


def test_digest_is_chosen_changed_and_ended(owner, feed, verified):
    page = act(owner, "digest", **DAILY | {"frequency": "weekly", "weekday": "4", "zone": "Asia/Tokyo"})
    digest = Digest.objects.get()
    chosen = (digest.feed, digest.frequency, digest.weekday, digest.hour, digest.zone)
    assert chosen == (feed, "weekly", 4, 7, "Asia/Tokyo")
    assert digest.running_since is not None
    assert "The digest is on its way at the hour you chose." in page.content.decode()

    act(owner, "digest", **DAILY)
    changed = Digest.objects.get()
    assert (changed.pk, changed.token, changed.frequency) == (digest.pk, digest.token, "daily")

    page = act(owner, "end").content.decode()
    assert Digest.objects.get().running_since is None
    assert "The next one:" not in page


def test_form_begins_with_the_zone_of_the_reader(owner, user, verified, settings):
    assert owner.get("/my/abroad/delivery/").context["form"]["zone"].value() == settings.TIME_ZONE

    user.zone = "Asia/Tokyo"
    user.save()
    assert owner.get("/my/abroad/delivery/").context["form"]["zone"].value() == "Asia/Tokyo"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hour": "24"},
        {"hour": "-1"},
        {"hour": "seven"},
        {"hour": "9" * 5000},
        {"hour": ""},
        {"weekday": "7"},
        {"weekday": "\x00"},
        {"zone": "Atlantis/Capital"},
        {"zone": "../../etc/passwd"},
        {"zone": "\x00"},
        {"frequency": "hourly"},
    ],
    ids=str,
)
def test_wrong_choice_is_explained_and_changes_nothing(owner, verified, wrong):
    response = act(owner, "digest", **DAILY | wrong)

    assert (response.status_code, list(response.context["form"].errors)) == (200, list(wrong))
    assert not Digest.objects.exists()


def test_digest_that_was_never_begun_can_be_ended(owner):
    assert act(owner, "end").status_code == 200
    assert not Digest.objects.exists()
