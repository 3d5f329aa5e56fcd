from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.ninjs.importing import Options, Summary, import_entries
from articles.ninjs.reading import read_entries
from topics.models import Topic
from topics.progress import Progress

INTERRUPTED = 130  # what shells expect of a command that was ended with Ctrl-C


class Command(BaseCommand):
    """Exit code 1 means that a file could not be read; items that could not be imported are listed at the end."""

    help = gettext_lazy(
        "Imports wire copy in IPTC ninjs 1, 2 or 3: one item a file, a JSON array, or an item a line, plain or gzip. "
        "Photographs are taken from the folder of each file. Can be repeated: newer versions update what is here."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help=_("Say what would be done, and do nothing."))
        parser.add_argument("--draft", action="store_true", help=_("Bring all new stories in as drafts."))
        parser.add_argument(
            "--section", metavar="SLUG", help=_("The section of stories whose topics stand under no section.")
        )
        parser.add_argument(
            "--no-new-topics", action="store_true", help=_("Leave out subjects that are no topics here.")
        )

    def handle(self, *, files, dry_run, draft, section, no_new_topics, **options):
        choice = Options(publish=not draft, section=_section(section), new_topics=not no_new_topics, dry_run=dry_run)
        with Progress(_("Items"), stream=self.stdout) as progress:
            entries = (entry for path in files for entry in read_entries(path))
            summary = import_entries(entries, choice, advance=progress.advance)
        self._tell(summary, dry_run=dry_run)
        if summary.interrupted:
            raise CommandError(_("Interrupted: run the import again to go on."), returncode=INTERRUPTED)
        if summary.unreadable_files:
            count = summary.unreadable_files
            raise CommandError(
                ngettext("%(count)s file could not be read.", "%(count)s files could not be read.", count)
                % {"count": count}
            )

    def _tell(self, summary: Summary, *, dry_run: bool) -> None:
        if summary.problem_count:
            self.stdout.write(_("Problems:"))
            for problem in summary.problems:
                self.stdout.write(f"  {problem}")
            if further := summary.problem_count - len(summary.problems):
                self.stdout.write(_("  … and %(count)s more") % {"count": further})
        for reason, count in summary.skipped.most_common():
            self.stdout.write(_("Skipped: %(count)s, %(reason)s") % {"count": count, "reason": reason})
        lines = [
            (_("stories created"), summary.created),
            (_("of these kept as drafts"), summary.drafts),
            (_("updated"), summary.updated),
            (_("unchanged"), summary.unchanged),
            (_("withdrawn"), summary.withdrawn),
            (_("left alone"), summary.left),
            (_("failed"), summary.failed),
            (_("new topics"), summary.topics_made),
            (_("photographs"), summary.photographs),
            (_("photographs not at hand"), summary.photographs_missing),
        ]
        self.stdout.write(_("Items read: %(count)s") % {"count": f"{summary.read:,}"})
        for label, count in lines:
            if count:
                self.stdout.write(f"  {label}: {count:,}")
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing has been written."))
        elif not (summary.created or summary.updated or summary.withdrawn):
            self.stdout.write(_("Nothing has changed."))


def _section(slug: str | None) -> Topic | None:
    if not slug:
        return None
    section = Topic.objects.sections().filter(slug=slug).first()
    if section is None:
        raise CommandError(_("There is no section with the slug “%(slug)s”.") % {"slug": slug})
    return section
