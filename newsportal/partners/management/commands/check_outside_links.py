from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsportal.http import fetch
from newsportal.partners.outside_links import MOST_AT_ONCE, find_problem, links_to_check, write_down
from newsportal.partners.side_by_side import side_by_side
from topics.progress import Progress


class Command(BaseCommand):
    help = gettext_lazy(
        "Looks whether the links in other media still lead somewhere. A link that fails twice, a day or more apart, "
        "stands among the dead links at the desk."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, default=MOST_AT_ONCE, help=_("How many links to look at, at most."))

    def handle(self, *, most, **options):
        now = timezone.now()
        links = links_to_check(now, most=max(1, most))
        failing = dead = 0
        with Progress(_("Links"), total=len(links), stream=self.stdout) as progress:
            for link, problem in side_by_side(links, lambda link: find_problem(link, fetch=fetch)):
                if isinstance(problem, Exception) and not isinstance(problem, TimeoutError):
                    raise problem  # a mistake of ours: what the other side does wrong is a result
                check = write_down(link, None if isinstance(problem, TimeoutError) else problem, now=now)
                if check:
                    failing, dead = failing + (check.failures > 0), dead + check.is_dead
                progress.advance()
        self.stdout.write(
            _("%(count)s links: %(failing)s failed, %(dead)s of them dead")
            % {"count": f"{len(links):,}", "failing": failing, "dead": dead}
        )
