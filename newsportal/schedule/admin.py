import datetime

from django.contrib import admin, messages
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.jobs import periodic_jobs
from newsportal.schedule.claiming import waiting_since
from newsportal.schedule.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """What the worker does, when, and how it went.

    Jobs come from the code: none is added here, and only those that the code has dropped can be deleted.
    """

    list_display = ("title", "is_on", "minutes", "started_at", "took", "went_well", "next_run", "last_lines")
    list_display_links = ("title",)
    readonly_fields = ("command", "started_at", "took", "went_well", "outcome", "next_run", "is_running")
    fields = (
        ("is_on", "minutes"),
        "command",
        ("started_at", "took", "went_well"),
        "outcome",
        ("next_run", "is_running"),
    )
    actions = ["run_soon"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return obj is not None and obj.plan is None and super().has_delete_permission(request, obj)

    def changelist_view(self, request, extra_context=None):
        since = waiting_since(timezone.now())
        if since and request.method == "GET":
            said = _("No worker seems to run. A job has been due since: %s")  # the moment may end with a point
            self.message_user(request, said % written(since), messages.WARNING)
        return super().changelist_view(request, extra_context)

    def save_model(self, request, obj, form, change):
        obj.save(update_fields=form.changed_data)  # the rest is the worker's, who may be writing it now

    @admin.display(description=gettext_lazy("job"), ordering="command")
    def title(self, job):
        return str(job) if job.plan else _("%s (not in this version)") % job

    @admin.display(description=gettext_lazy("took"))
    def took(self, job):
        return "" if job.seconds is None else _("%.1f s") % job.seconds

    @admin.display(description=gettext_lazy("went well"), boolean=True)
    def went_well(self, job):
        return None if job.seconds is None else not job.has_failed

    @admin.display(description=gettext_lazy("next run"), ordering="next_run_at")
    def next_run(self, job):
        # As text: the form would show a moment as it is.
        return written(job.next_run_at) if job.is_on and job.plan else None

    @admin.display(description=gettext_lazy("what it said"))
    def last_lines(self, job):
        # The last line of a failure mostly says that it is one; the reasons stand before it.
        lines = job.outcome.splitlines()[-3 if job.has_failed else -1 :]
        return " ".join(line[:120] for line in lines)

    @admin.display(description=gettext_lazy("running"), boolean=True)
    def is_running(self, job):
        return bool(job.held_until and job.held_until > timezone.now())

    @admin.action(description=gettext_lazy("Run the chosen jobs soon"), permissions=["change"])
    def run_soon(self, request, jobs):
        chosen = jobs.count()
        count = jobs.filter(is_on=True, command__in=periodic_jobs()).update(next_run_at=timezone.now())
        if count:
            said = ngettext(
                "%d job is due: the worker will run it.", "%d jobs are due: the worker will run them.", count
            )
            self.message_user(request, said % count, messages.SUCCESS)
        if count < chosen:
            self.message_user(request, _("Jobs that are off, or not in this version, do not run."), messages.WARNING)


def written(moment: datetime.datetime) -> str:
    return formats.localize(timezone.localtime(moment))
