"""What our accounts do otherwise than allauth's, above all: which mail may leave."""

from __future__ import annotations

import io
import secrets
import string

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.addresses import claim_to, is_verified, release, verified_address
from newsportal.accounts.models import User
from newsportal.accounts.preferences import bring_to_browser
from newsportal.way_back import is_way_back

# The one mail an address may get before it is verified, and the two that somebody asked for by typing an address.
VERIFICATIONS = {"account/email/email_confirmation", "account/email/email_confirmation_signup"}
ASKED_FOR = {"account/email/password_reset_key", "account/email/login_code"}
LETTERS = string.ascii_lowercase + string.digits


def display_name(user: User) -> str:
    return user.get_full_name() or user.email or user.username


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_taken": _("There is already an account with this e-mail address. Sign in, or ask for a new password."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("This address and this password do not belong together."),
        "username_password_mismatch": _("This name and this password do not belong together."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _("This code is not right, or no longer."),
        "too_many_login_attempts": _("These were too many attempts. Please wait some minutes."),
        "rate_limited": _("These were too many attempts. Please wait some minutes."),
    }

    def get_client_ip(self, request):
        """Whom the limits count. A request that passed fewer proxies than there are counts for its own address."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return request.META["REMOTE_ADDR"]

    def is_safe_url(self, url):
        # The library's own way stumbles over addresses such as "//[", and takes relative ones.
        return is_way_back(url or "")

    def populate_username(self, request, user):
        """A name that tells nothing; people sign in with their address."""
        if not user.username:
            user.username = "reader-" + "".join(secrets.choice(LETTERS) for _ in range(10))

    def send_mail(self, template_prefix, email, context):
        """Every mail leaves here. An address nobody has verified gets nothing but the request to verify it."""
        if template_prefix in VERIFICATIONS or is_verified(email):
            super().send_mail(template_prefix, email, context)
        elif template_prefix in ASKED_FOR:
            self.ask_to_verify(email)

    def ask_to_verify(self, email: str) -> None:
        """Send the verification in place of what was asked for, as rarely as verifications are sent anyway."""
        claim = claim_to(email)
        if claim and ratelimit.consume(self.request, action="confirm_email", key=email.lower()):
            claim.send_confirmation(self.request)

    def confirm_email(self, request, email_address):
        """An address belongs to who verified it first: the accounts that merely named it lose it.

        The address it replaces is told, though it is no longer of the account when it is.
        """
        before = verified_address(email_address.user)
        with transaction.atomic():
            if email_address.can_set_verified():
                release(email_address.email, owner=email_address.user)
            is_confirmed = super().confirm_email(request, email_address)
        if is_confirmed and before not in {"", email_address.email}:
            context = {"from_email": before, "to_email": email_address.email}
            super().send_mail("account/email/address_replaced", before, context)
        return is_confirmed

    def post_login(self, request, user, **kwargs):
        response = super().post_login(request, user, **kwargs)
        bring_to_browser(request, response, user)
        return response

    # Addresses in mail are those of the site, whatever host the request named.

    def get_email_confirmation_url(self, request, emailconfirmation):
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key):
        uid, _dash, token = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or no longer."),
        "unverified_email": _("First verify your e-mail address: it is the way back when a device is lost."),
    }

    def build_totp_svg(self, url):
        """The QR code on a ground of its own, so that cameras read it in the dark theme too."""
        import qrcode  # drawn rarely, and slow to load
        from qrcode.image.svg import SvgPathFillImage

        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user):
        return super().get_public_key_credential_user_entity(user) | {"display_name": display_name(user)}
