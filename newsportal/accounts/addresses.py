"""Whose address is whose: what a person named, and what they proved by following a link sent there."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from newsportal.accounts.models import User


def verified_address(user: User) -> str:
    """The address that mail to ``user`` may go to; "" when they have verified none."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return addresses.values_list("email", flat=True).first() or ""


def is_verified(email: str) -> bool:
    """Whether somebody with an account has verified this address."""
    return EmailAddress.objects.filter(email=email.lower(), verified=True).exists()


def is_taken(email: str) -> bool:
    """Whether an account has this address as its own; one that is merely about to change to it does not count."""
    return User.objects.filter(email=email.lower()).exists() or is_verified(email)


def claim_to(email: str) -> EmailAddress | None:
    """The address as an active account names it, verified or not; ``None`` when no account does."""
    email = email.lower()
    claims = EmailAddress.objects.filter(email=email, user__is_active=True).order_by("-verified", "-primary", "pk")
    if claim := claims.first():
        return claim
    # Accounts made at the desk have an address without a row of its own until they first need one.
    user = User.objects.filter(email=email, is_active=True).first()
    return EmailAddress.objects.create(user=user, email=email, primary=not has_primary(user)) if user else None


def has_primary(user: User) -> bool:
    return EmailAddress.objects.filter(user=user, primary=True).exists()


@transaction.atomic
def release(email: str, *, owner: User) -> None:
    """Take an address that ``owner`` has proved to be theirs from the accounts that merely named it."""
    EmailAddress.objects.filter(email=email.lower(), verified=False).exclude(user=owner).delete()
    User.objects.filter(email=email.lower()).exclude(pk=owner.pk).update(email="")


@transaction.atomic
def assign(user: User, email: str) -> None:
    """Make ``email`` the one address of ``user``, unverified, whatever they had before (the desk's way)."""
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email.lower(), primary=True)
