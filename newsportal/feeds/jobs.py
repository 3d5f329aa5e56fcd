import datetime

from django.utils.translation import gettext_lazy as _

from newsportal.jobs import PeriodicJob, register

register(
    PeriodicJob(
        "send_digests",
        _("Send readers the digests that are due"),
        every=datetime.timedelta(minutes=5),
        limit=datetime.timedelta(hours=2),
    )
)
