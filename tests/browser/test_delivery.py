"""A feed on its way to a feed reader, to other people and into the mail: with JavaScript and without."""

import json
import re
from io import StringIO

import feedparser
import pytest
import time_machine
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import expect

from newsportal.feeds.keeping import create_feed
from newsportal.feeds.models import Digest
from newsportal.feeds.rules import Choice, Rules
from newsportal.feeds.schedule import DAY
from tests.browser.barriers import RULES
from tests.browser.stream import headlines
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])


@pytest.fixture
def reader():
    world = make_section("World", order=1)
    for n in range(45, 0, -1):
        make_article(f"Story {n:02}", section=world, hours_ago=n)
    make_article("Football abroad", section=world, hours_ago=0.5)
    user = make_user()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    rules = Rules(include=Choice(topics=("world",)), mute=Choice(words=("football",)))
    create_feed(user, name="Abroad", rules=rules)
    return user


@pytest.fixture
def open_as(open_page, site):
    """``open_as(user, …)``: a page of somebody who is signed in."""

    def open_as(user, **options):
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        page = open_page(**options)
        page.context.add_cookies([cookie])
        return page

    return open_as


@BOTH
def test_reader_follows_a_feed_in_a_feed_reader_until_the_address_is_switched_off(open_as, reader, watch, javascript):
    page = open_as(reader, java_script_enabled=javascript)
    page.goto("/my/abroad/delivery/")
    page.get_by_role("button", name="Make private addresses").click()
    address = page.get_by_role("link", name=re.compile(r"\.rss$")).get_attribute("href")

    feed = feedparser.parse(page.request.get(address).body())
    assert [entry.title for entry in feed.entries] == [f"Story {n:02}" for n in range(1, 31)]

    page.get_by_role("button", name="Switch them off").click()
    expect(page.get_by_role("status").first).to_contain_text("The private addresses lead nowhere now.")
    assert page.request.get(address).status == 404


@BOTH
def test_feed_is_shared_copied_by_a_stranger_and_taken_back(open_as, open_page, reader, watch, javascript):
    owner = open_as(reader, java_script_enabled=javascript)
    owner.goto("/my/abroad/delivery/")
    owner.get_by_role("button", name="Share by link").click()
    link = owner.get_by_role("link", name=re.compile("shared")).get_attribute("href")

    stranger = open_page(java_script_enabled=javascript)
    stranger.goto(link)
    expect(stranger.locator("h1")).to_have_text("Abroad")
    expect(stranger.get_by_text("Shows World. Leaves out “football”.")).to_be_visible()
    expect(headlines(stranger)).to_have_text([f"Story {n:02}" for n in range(1, 21)])
    stranger.get_by_role("link", name="Show more").click()
    expect(stranger.get_by_role("link", name="Story 21")).to_be_visible()
    first = 1 if javascript else 21
    expect(headlines(stranger)).to_have_text([f"Story {n:02}" for n in range(first, 41)])
    stranger.get_by_role("button", name="Copy this feed").click()
    expect(stranger).to_have_url(re.compile("/my/$"))
    expect(headlines(stranger)).to_have_text([f"Story {n:02}" for n in range(1, 21)])

    owner.get_by_role("button", name="Stop sharing").click()
    expect(owner.get_by_role("button", name="Share by link")).to_be_visible()
    watch.expect("404")
    assert stranger.goto(link).status == 404


@BOTH
def test_digest_is_ordered_sent_and_ended_by_its_link(open_as, open_page, reader, javascript):
    page = open_as(reader, java_script_enabled=javascript)
    page.goto("/my/abroad/delivery/")
    page.get_by_label("Hour").select_option("06:00")
    page.get_by_label("Time zone").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Send me this digest").click()
    expect(page.get_by_role("status").first).to_contain_text("The digest is on its way at the hour you chose.")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")

    digest = Digest.objects.get()
    with time_machine.travel(digest.running_since + DAY):
        call_command("send_digests", stdout=StringIO())
    [message] = mail.outbox
    end = re.search(r"^End it: (\S+)$", message.body, re.MULTILINE)[1]

    from_mail = open_page(java_script_enabled=javascript)
    from_mail.goto(end)
    from_mail.get_by_role("button", name="End the digest").click()
    expect(from_mail.locator("h1")).to_have_text("The digest “Abroad” has ended")
    digest.refresh_from_db()
    assert digest.running_since is None


@BOTH
def test_feeds_move_to_another_reader_in_a_file(open_as, open_page, reader, tmp_path, javascript):
    page = open_as(reader, java_script_enabled=javascript)
    page.goto("/my/feeds/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    file = tmp_path / "feeds.json"
    download.value.save_as(file)
    assert [feed["name"] for feed in json.loads(file.read_text())["feeds"]] == ["Abroad"]

    other = open_page(java_script_enabled=javascript)
    other.goto("/my/feeds/")
    other.get_by_role("link", name="Bring feeds in").click()
    other.get_by_label("File").set_input_files(file)
    other.get_by_role("button", name="Bring in").click()

    expect(other.get_by_role("status").first).to_contain_text("1 feed was added.")
    other.goto("/my/")
    expect(headlines(other)).to_have_text([f"Story {n:02}" for n in range(1, 21)])


WAYS_OUT = {
    "Make private addresses": "The feed has private addresses now.",
    "Share by link": "Whoever has the link can read this feed now.",
    "Send me this digest": "The digest is on its way at the hour you chose.",
}


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_pages_are_accessible_and_fit_the_screen(open_as, reader, width, scheme):
    page = open_as(reader, color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto("/my/abroad/delivery/")
    for button, told in WAYS_OUT.items():
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("status").first).to_contain_text(told)
    link = page.get_by_role("link", name=re.compile("shared")).get_attribute("href")
    digest = Digest.objects.get()

    for address in ("/my/abroad/delivery/", link, "/my/feeds/import/", f"/unsubscribe/{digest.token}/"):
        page.goto(address)
        found = [(hit["id"], hit["nodes"][0]["html"]) for hit in Axe().run(page, options=RULES).response["violations"]]
        assert (address, found) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth") == width
