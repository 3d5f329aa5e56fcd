from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from newsportal.schedule.models import Job


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """What the worker does, when, and how it went. Jobs come from the code: none is added or deleted here."""

    list_display = ("title", "is_on", "minutes", "started_at", "took", "went_well", "next_run_at", "last_line")
    list_display_links = ("title",)
    readonly_fields = ("command", "started_at", "took", "went_well", "outcome", "next_run_at", "is_running")
    fields = (
        ("is_on", "minutes"),
        "command",
        ("started_at", "took", "went_well"),
        "outcome",
        ("next_run_at", "is_running"),
    )
    actions = ["run_soon"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.save(update_fields=form.changed_data)  # the rest is the worker's, who may be writing it now

    @admin.display(description=gettext_lazy("job"), ordering="command")
    def title(self, job):
        return str(job)

    @admin.display(description=gettext_lazy("took"))
    def took(self, job):
        return "" if job.seconds is None else _("%.1f s") % job.seconds

    @admin.display(description=gettext_lazy("went well"), boolean=True)
    def went_well(self, job):
        return None if job.seconds is None else not job.has_failed

    @admin.display(description=gettext_lazy("what it said"))
    def last_line(self, job):
        return job.outcome.splitlines()[-1][:120] if job.outcome else ""

    @admin.display(description=gettext_lazy("running"), boolean=True)
    def is_running(self, job):
        return bool(job.held_until and job.held_until > timezone.now())

    @admin.action(description=gettext_lazy("Run the chosen jobs soon"), permissions=["change"])
    def run_soon(self, request, jobs):
        count = jobs.update(next_run_at=timezone.now())
        said = ngettext("%d job is due: the worker will run it.", "%d jobs are due: the worker will run them.", count)
        self.message_user(request, said % count, messages.SUCCESS)
