"""Accounts in a browser: with and without JavaScript, with passkeys, in both themes, on all screens."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from newsportal.accounts.models import User
from tests.browser.barriers import overflows, problems_of
from tests.factories import make_article
from tests.newsportal.accounts.people import PASSWORD, make_reader

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def sign_in(page: Page, name="ada@readers.example", password=PASSWORD, path="/accounts/login/") -> None:
    page.goto(path)
    page.get_by_label("E-mail address or user name").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def link_of_last_mail() -> str:
    return re.search(r"http://\S+(/accounts/\S+)", mail.outbox[-1].body)[1]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_reader_signs_up_verifies_leaves_and_comes_back(open_page, javascript):
    page = open_page(java_script_enabled=javascript)
    page.goto("/accounts/")
    page.get_by_role("link", name="No account yet? Sign up").click()
    page.get_by_label("E-mail address").fill("ada@readers.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    expect(page.get_by_text("ada@readers.example is not verified yet.")).to_be_visible()

    page.goto(link_of_last_mail())
    page.get_by_role("button", name="Yes, verify it").click()
    expect(page.get_by_text("ada@readers.example is verified: messages you ask for go there.")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    sign_in(page)
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_code_and_new_password_come_by_mail(page):
    make_reader()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Get a code by e-mail instead").click()
    page.get_by_label("E-mail address").fill("ada@readers.example")
    page.get_by_role("button", name="Send the code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    page.get_by_label("Code").fill(mail.outbox[-1].body.splitlines()[2])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("You are signed in.")).to_be_visible()

    page.goto("/accounts/password/reset/")
    page.get_by_label("E-mail address").fill("ada@readers.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page).to_have_url(re.compile("/accounts/password/reset/done/$"))
    page.goto(link_of_last_mail())
    page.get_by_label("New password", exact=True).fill("another odd sentence")
    page.get_by_label("The new password once more").fill("another odd sentence")
    page.get_by_role("button", name="Use this password").click()
    expect(page).to_have_url(re.compile("/accounts/password/reset/key/done/$"))
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    sign_in(page, password="another odd sentence")
    expect(page.get_by_text("You are signed in.")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_preferences_follow_the_reader(open_page, javascript):
    story = make_article()
    make_reader(theme="dark", zone="Asia/Kolkata")
    page = open_page(java_script_enabled=javascript, color_scheme="light")

    sign_in(page)
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    if javascript:
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")  # this browser has learnt it
    page.goto(story.get_absolute_url())

    expect(page.locator("time").first).to_have_attribute("datetime", re.compile(r"\+0530$"))
    paper = "rgb(16, 20, 23)" if javascript else "rgb(253, 253, 252)"
    expect(page.locator("body")).to_have_css("background-color", paper)


def test_saved_theme_is_there_at_once_and_can_be_chosen_otherwise_here(page):
    make_reader()
    sign_in(page)
    page.get_by_role("main").get_by_role("radio", name="Dark").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your preferences are saved.")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")

    page.get_by_role("banner").get_by_role("radio", name="Light").check()
    page.goto("/accounts/")

    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def with_key(page: Page) -> None:
    """Plug in a device that keeps passkeys and knows its owner."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_passkey_signs_in_without_a_password(page):
    make_reader()
    with_key(page)
    sign_in(page)
    page.get_by_role("main").get_by_role("link", name="Two steps and passkeys: not in use").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("A name for it").fill("My telephone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="My telephone")).to_be_visible()
    sign_out(page)

    page.goto("/accounts/login/?next=/accounts/sessions/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    sign_out(page)

    sign_in(page)  # with a password, the passkey is the second step
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def test_passkey_that_does_not_come_is_said_in_a_sentence(page):
    with_key(page)
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_text("No passkey came back.")).to_be_visible()


def test_passkeys_say_that_they_need_javascript(plain_page):
    plain_page.goto("/accounts/login/")

    expect(plain_page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(plain_page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_account_is_deleted(page, watch):
    watch.expect("403")
    make_reader()
    sign_in(page)
    page.get_by_role("link", name="Delete the account").click()
    page.get_by_label("Your password").fill("not this one")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("This is not your password.")).to_be_visible()

    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Delete my account").click()

    expect(page.get_by_role("heading", name="The account is deleted")).to_be_visible()
    assert not User.objects.exists()


STRANGERS = [
    "login/",
    "login/?next=/my/",
    "signup/",
    "login/code/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "password/reset/key/1-x/",
    "confirm-email/x/",
    "inactive/",
    "deleted/",
]
READERS = [
    "",
    "email/",
    "password/change/",
    "reauthenticate/",
    "2fa/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/totp/activate/",
    "sessions/",
    "delete/",
    "logout/",
]


@pytest.mark.accessibility
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_and_pages_fit_the_screen(open_page, scheme, width):
    # axe writes styles into the page while it measures, which our policy refuses to anybody.
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    make_reader()
    found = {}

    def look(name: str) -> None:
        found[name] = problems_of(page) | ({"overflow"} if overflows(page) else set())

    for path in STRANGERS:
        page.goto(f"/accounts/{path}")
        look(path)
    sign_in(page, "ada@readers.example", "wrong")
    expect(page.get_by_text("do not belong together")).to_be_visible()
    look("refused")
    sign_in(page)
    expect(page.get_by_text("You are signed in.")).to_be_visible()
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("The key:")).to_be_visible()
    for path in READERS:
        page.goto(f"/accounts/{path}")
        look(path)

    assert {path: problems for path, problems in found.items() if problems} == {}
