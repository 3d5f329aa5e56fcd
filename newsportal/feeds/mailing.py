"""An edition of a digest as a message, and the one connection to the mail server that a run needs."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from articles.structured_data import absolute
from newsportal.feeds.editions import Edition


class Unreachable(Exception):
    """There is no connection to the mail server: nothing was handed over."""


class Refused(Exception):
    """The mail server has not taken the message; the reason is the exception's cause."""


class Uncertain(Exception):
    """The connection broke while the message was handed over; the reason is the exception's cause."""


def message_of(edition: Edition, *, recipient: str) -> EmailMultiAlternatives:
    """The edition as text and HTML. Whatever cannot be put into a message raises here, not when it is sent."""
    host = urlsplit(settings.SITE_URL).hostname
    digest = edition.digest
    unsubscribe = absolute(reverse("unsubscribe", args=[digest.token]))
    context = {
        "edition": edition,
        "feed": digest.feed,
        "unsubscribe": unsubscribe,
        "feed_url": absolute(digest.feed.get_absolute_url()),
        "settings_url": absolute(reverse("delivery", args=[digest.feed.slug])),
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
    }
    with timezone.override(edition.zone):
        text = render_to_string("email/digest.txt", context)
        html = render_to_string("email/digest.html", context)
    message = EmailMultiAlternatives(
        subject=subject_of(edition),
        body=text,
        to=[recipient],
        headers={
            # The same for an edition that had to be made twice: mail programs then show it once.
            "Message-ID": f"<digest-{digest.pk}-{edition.due_at:%Y%m%d%H%M}@{host}>",
            "List-ID": f"<feed-{digest.feed_id}.{host}>",  # RFC 2919
            "List-Unsubscribe": f"<{unsubscribe}>",  # RFC 2369, and RFC 8058 for the next one
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notices, please
        },
    )
    message.attach_alternative(html, "text/html")
    message.message()
    return message


def subject_of(edition: Edition) -> str:
    """The feed and how many stories, such as "Grain: 12 new stories"; in one line, whatever the feed is called."""
    name = " ".join(edition.digest.feed.name.split())
    if not edition.is_counted:
        said = ngettext("%(name)s: more than %(count)d story", "%(name)s: more than %(count)d stories", edition.count)
    else:
        said = ngettext("%(name)s: %(count)d new story", "%(name)s: %(count)d new stories", edition.count)
    return said % {"name": name, "count": edition.count}


class Post:
    """A connection to the mail server for many messages; opened when the first one is ready, closed at the end."""

    def __init__(self):
        self.backend = get_connection()

    def __enter__(self) -> Post:
        return self

    def __exit__(self, *exception) -> None:
        self.hang_up()

    def make_ready(self) -> None:
        """See to it that the next message finds a connection. Raises ``Unreachable``."""
        try:
            if not self._is_alive():
                self.hang_up()
            self.backend.open()
        except OSError as error:  # those of smtplib are among them
            raise Unreachable(str(error)) from error

    def send(self, message: EmailMultiAlternatives) -> None:
        """Hand ``message`` over. Raises ``Refused``, or ``Uncertain`` when only the mail server knows."""
        try:
            taken = self.backend.send_messages([message])
        # The answers of a server that has not taken the message; what else may break, may break after it did.
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError) as error:
            raise Refused(str(error)) from error
        except Exception as error:
            self.hang_up()
            raise Uncertain(str(error)) from error
        if not taken:
            raise Refused("the mail backend sent nothing")

    def hang_up(self) -> None:
        with suppress(OSError):
            self.backend.close()

    def _is_alive(self) -> bool:
        """Whether an open connection still answers: servers hang up on those who have been silent for minutes.

        It is asked before an edition is handed over, because afterwards nobody could tell what became of it.
        """
        if not isinstance(self.backend, EmailBackend) or self.backend.connection is None:
            return True
        try:
            return self.backend.connection.noop()[0] == 250
        except smtplib.SMTPException:
            return False
