"""allauth's forms in our words: labels and hints as plain text, and no placeholders in their place."""

from __future__ import annotations

import json

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import get_adapter as get_second_step_adapter
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from newsportal.accounts.addresses import is_taken, verified_address

ADDRESS = _("E-mail address")
CODE = _("Code")
PASSWORD = _("Password")
AGAIN = _("The new password once more")
LONGEST_CREDENTIAL = 20_000


def password_rules() -> str:
    return " ".join(str(text) for text in password_validation.password_validators_help_texts())


PASSWORD_RULES = lazy(password_rules, str)()


class InOurWords:
    labels: dict = {}
    hints: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


class LoginForm(InOurWords, account.LoginForm):
    labels = {
        "login": _("E-mail address or user name"),
        "password": PASSWORD,
        "remember": _("Keep me signed in on this device"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["login"].max_length = 254
        self.fields["remember"].initial = True


class SignupForm(InOurWords, account.SignupForm):
    labels = {"email": ADDRESS, "password1": PASSWORD}
    hints = {"password1": PASSWORD_RULES}

    def validate_unique_email(self, value):
        if is_taken(value):
            raise get_adapter().validation_error("email_taken")
        return value

    def try_save(self, request):
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Somebody signed up with the same address at the same moment.
            messages.error(request, get_adapter().error_messages["email_taken"])
            raise ImmediateHttpResponse(redirect("account_signup")) from None


class AddEmailForm(InOurWords, account.AddEmailForm):
    labels = {"email": _("New address")}
    hints = {"email": _("We send a message there. The address counts once you follow the link in it.")}


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    labels = {"oldpassword": _("Current password"), "password1": _("New password"), "password2": AGAIN}
    hints = {"password1": PASSWORD_RULES}


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    labels = {"password1": _("New password"), "password2": AGAIN}
    hints = {"password1": PASSWORD_RULES}


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    labels = {"email": ADDRESS}


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": AGAIN}
    hints = {"password1": PASSWORD_RULES}


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": PASSWORD}


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):
    labels = {"email": ADDRESS}


class ConfirmLoginCodeForm(InOurWords, account.ConfirmLoginCodeForm):
    labels = {"code": CODE}


class SecondStepForm(InOurWords, second_step.AuthenticateForm):
    labels = {"code": CODE}
    hints = {"code": _("From your authenticator app, or one of your recovery codes.")}


class ReauthenticateByCodeForm(InOurWords, second_step.ReauthenticateForm):
    labels = {"code": CODE}
    hints = {"code": _("From your authenticator app, or one of your recovery codes.")}


class VerifiedFirst:
    """A second step needs a verified address: else strangers could lock the owner of an address out of it."""

    def clean(self):
        if not verified_address(self.user):
            raise get_second_step_adapter().validation_error("unverified_email")
        return super().clean()


class ActivateTOTPForm(VerifiedFirst, InOurWords, totp.ActivateTOTPForm):
    labels = {"code": _("The code it shows")}


class CredentialField(forms.JSONField):
    """What a browser says for a passkey, as far as its shape goes; the library that reads it trusts that."""

    widget = forms.HiddenInput

    default_error_messages = {"invalid": _("This passkey could not be read. Please try once more.")}

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST_CREDENTIAL:
            raise self.unreadable()
        try:
            value = super().to_python(value)
        except RecursionError:  # brackets in brackets in brackets
            raise self.unreadable() from None
        if not isinstance(value, dict) or not isinstance(value.get("response"), dict):
            raise self.unreadable()
        return value

    def unreadable(self) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def bound_data(self, data, initial):
        return ""  # an answer counts once, so a form that comes back has none

    def prepare_value(self, value):
        return ""


class Passkey(InOurWords):
    """Forms that hold what the browser answered for a passkey (``static/js/passkey-form.js`` fills it in)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["credential"] = CredentialField(
            error_messages={"required": _("This browser sent no passkey. It needs JavaScript.")}
        )

    def _refuse_broken(self, clean):
        try:
            return clean()
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, json.JSONDecodeError) as error:
            # ValidationError is none of these. What is, comes from parts of the answer that are no base64, CBOR, …
            raise get_second_step_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(VerifiedFirst, Passkey, webauthn.AddWebAuthnForm):
    labels = {"name": _("A name for it")}
    hints = {"name": _("So that you can tell it from others: “My telephone”.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["passwordless"] = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)

    def clean(self):
        return self._refuse_broken(super().clean)


class RenamePasskeyForm(InOurWords, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}


class SecondStepPasskeyForm(Passkey, webauthn.AuthenticateWebAuthnForm):
    def clean_credential(self):
        return self._refuse_broken(super().clean_credential)


class LoginPasskeyForm(Passkey, webauthn.LoginWebAuthnForm):
    def clean_credential(self):
        return self._refuse_broken(super().clean_credential)


class ReauthenticatePasskeyForm(Passkey, webauthn.ReauthenticateWebAuthnForm):
    def clean_credential(self):
        return self._refuse_broken(super().clean_credential)
