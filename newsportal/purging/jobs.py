import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from newsportal.jobs import PeriodicJob, register

if settings.TELLS_CACHES:
    register(
        PeriodicJob("send_purges", _("Tell caches in front what has changed"), every=datetime.timedelta(minutes=1))
    )
