import datetime

from django.utils.translation import gettext_lazy as _

from newsportal.jobs import PeriodicJob, register

register(PeriodicJob("fetch_partner_news", _("Fetch partner news"), every=datetime.timedelta(minutes=5)))
register(
    PeriodicJob(
        "check_outside_links",
        _("Look for dead links in other media"),
        every=datetime.timedelta(days=1),
        limit=datetime.timedelta(minutes=30),
    )
)
