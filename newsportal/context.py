"""What every template may say about the site itself."""

from django.conf import settings


def site(request) -> dict:
    """``has_secret_address``: no link may tell the address of this page, which lets in whoever knows it."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "has_secret_address": getattr(request, "has_secret_address", False),
    }
