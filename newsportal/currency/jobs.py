import datetime

from django.utils.translation import gettext_lazy as _

from newsportal.jobs import PeriodicJob, register

register(PeriodicJob("fetch_rates", _("Fetch exchange rates"), every=datetime.timedelta(hours=1)))
