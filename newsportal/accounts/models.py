from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PeopleManager(UserManager):
    @classmethod
    def normalize_email(cls, email):
        """Addresses are kept in small letters, which is how sign-in looks them up."""
        return (email or "").strip().lower()


class Theme(models.TextChoices):
    AUTO = "auto", pgettext_lazy("theme", "As the system says")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class User(AbstractUser):
    """A person with an account: a reader, or one of the newsroom (``is_staff``).

    ``email`` is the address the person named; whether it is theirs says ``accounts.addresses.verified_address``. It is
    empty after somebody else proved that the address is theirs.
    """

    email = models.EmailField(_("e-mail address"))
    zone = models.CharField(_("time zone"), max_length=64, blank=True)  # of the IANA list; empty: the site's own
    theme = models.CharField(_("theme"), max_length=5, choices=Theme, blank=True)  # empty: as each browser has it

    objects = PeopleManager()

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="accounts_user_email_unique",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]
        indexes = [
            # Signing in asks for both: the address as it is kept, the user name whatever its case.
            models.Index(fields=["email"], name="accounts_user_email"),
            models.Index(Upper("username"), name="accounts_user_username_upper"),
        ]
