"""Importing wire copy: the run, item by item, and what came of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Status, WireItem
from articles.ninjs.drafting import Filing, fill
from articles.ninjs.parsing import Item, ItemSkipped, parse_item
from articles.ninjs.pictures import photographs
from articles.ninjs.reading import Entry
from articles.ninjs.storing import Outcome, Story, obey_kill, store_new, store_version, was_edited
from articles.ninjs.values import ItemRefused
from articles.ninjs.versions import Version
from articles.ninjs.vocabulary import Vocabulary
from articles.publishing import missing_for_publication
from topics.models import Topic
from topics.tree import number_tree

BATCH = 100  # items in one transaction: what a killed import loses, and how long others wait to write
PROBLEMS_SHOWN = 20


@dataclass(frozen=True)
class Options:
    """How to import: ``section`` takes the stories whose topics lead to none; without ``publish`` all are drafts."""

    publish: bool = True
    section: Topic | None = None
    new_topics: bool = True
    dry_run: bool = False


@dataclass
class Summary:
    """What came of an import. Of ``problems`` the first few are kept, and ``problem_count`` counts them all."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    left: int = 0  # edited here since, or not published: nothing was written
    failed: int = 0
    drafts: int = 0  # of those created: stories that lack something, or that were not to be published
    photographs: int = 0
    photographs_missing: int = 0
    topics_made: int = 0
    unreadable_files: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    problem_count: int = 0
    interrupted: bool = False

    def report(self, place: str, problem: str) -> None:
        self.problem_count += 1
        if len(self.problems) < PROBLEMS_SHOWN:
            self.problems.append(f"{place}: {problem}")

    def add(self, other: Summary) -> None:
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.skipped.update(other.skipped)
        self.problems += other.problems[: PROBLEMS_SHOWN - len(self.problems)]
        self.problem_count += other.problem_count


COUNTS = [name for name, kind in Summary.__annotations__.items() if kind == "int" and name != "problem_count"]


def import_entries(
    entries: Iterable[Entry], options: Options | None = None, *, advance: Callable[[int], None] = lambda steps: None
) -> Summary:
    """Make articles of ``entries``, or newer versions of those that are here.

    A broken item is reported and the rest go on. What is done is stored every ``BATCH`` items, so that a run that was
    cut short can simply be started again; an interrupt from the keyboard ends it with the summary so far.
    ``advance`` is told how many entries were dealt with.
    """
    return _Run(options or Options(), advance).of(entries)


class _Run:
    def __init__(self, options: Options, advance: Callable[[int], None]):
        self.options = options
        self.advance = advance
        self.summary = Summary()
        self.counts = Summary()  # of the batch at hand: it counts once it is stored
        self.vocabulary = Vocabulary(new_topics=options.new_topics, dry_run=options.dry_run)
        self.now = timezone.now()
        # What this run has seen of an item and the database does not know: kills of unknown items, all in a dry run.
        self.seen: dict[str, Version] = {}

    def of(self, entries: Iterable[Entry]) -> Summary:
        batch: dict[str, tuple[Entry, Item]] = {}
        waiting = 0
        try:
            for entry in entries:
                item = self._read(entry)
                # The same item twice: the first has to be stored before the second is judged.
                if waiting >= BATCH or (item and item.uri in batch):
                    self._finish(batch, waiting)
                    batch, waiting = {}, 0
                waiting += 1
                if item:
                    batch[item.uri] = (entry, item)
            self._finish(batch, waiting)
        except KeyboardInterrupt:
            self.summary.interrupted = True
        if not self.options.dry_run:
            number_tree()  # also for the topics of a run that was killed before it came this far
        return self.summary

    def _read(self, entry: Entry) -> Item | None:
        if entry.is_file:
            self.summary.unreadable_files += 1
            self.summary.report(entry.place, entry.problem)
            return None
        self.summary.read += 1
        try:
            if entry.problem:
                raise ItemRefused(entry.problem)
            return parse_item(entry.value)
        except ItemSkipped as reason:
            self.summary.skipped[str(reason)] += 1
        except ItemRefused as error:
            self.summary.failed += 1
            self.summary.report(entry.place, str(error))
        return None

    def _finish(self, batch: dict[str, tuple[Entry, Item]], steps: int) -> None:
        self.counts = Summary()
        known = {wire.uri: wire for wire in WireItem.objects.filter(uri__in=batch)}
        stories: list[tuple[Entry, Story]] = []
        versions: list[tuple[Entry, partial[Outcome]]] = []
        for entry, item in batch.values():
            wire = known.get(item.uri)
            newest = self._newest(item, wire)
            if newest and (item.version < newest or (item.is_usable and item.version == newest)):
                self.counts.unchanged += 1
            elif wire is None and not item.is_usable:
                self.seen[item.uri] = item.version
                self.counts.skipped[_("canceled or withheld before it came here")] += 1
            elif wire is None:
                stories.append((entry, self._story(entry, item)))
            elif act := self._act(entry, item, wire):
                versions.append((entry, act))
            if self.options.dry_run:
                self.seen[item.uri] = item.version if newest is None else max(newest, item.version)
        if self.options.dry_run:
            self._count_created(stories)
            for entry, act in versions:
                self._judge(entry, Outcome.WITHDRAWN if act.func is obey_kill else Outcome.UPDATED)
        else:
            with transaction.atomic():
                self._store(stories)
                for entry, act in versions:
                    self._attempt(entry, act)
        self.summary.add(self.counts)
        self.summary.topics_made = self.vocabulary.made
        self.advance(steps)

    def _newest(self, item: Item, wire: WireItem | None) -> Version | None:
        """The newest version of the item that is here or that this run has seen."""
        versions = [Version.read(wire.version)] if wire else []
        versions += [self.seen[item.uri]] if item.uri in self.seen else []
        return max(versions, default=None)

    def _act(self, entry: Entry, item: Item, wire: WireItem) -> partial[Outcome] | None:
        """What is to be done with a newer version, once the transaction is open; ``None`` when nothing is."""
        if not item.is_usable:
            return partial(obey_kill, wire, item)
        if was_edited(wire):
            self._judge(entry, Outcome.EDITED)
            return None
        filing = self._filing(entry, item)
        return partial(
            store_version,
            wire,
            item,
            filing,
            tree=self.vocabulary.tree,
            now=self.now,
            republish=self.options.publish,
        )

    def _filing(self, entry: Entry, item: Item) -> Filing:
        topics = self.vocabulary.topics(item.subjects)
        found = photographs(item.pictures, entry.folder, keep=not self.options.dry_run)
        self.counts.photographs += len(found.photos)
        self.counts.photographs_missing += found.missing
        for problem in found.problems:
            self.counts.report(entry.place, problem)
        return Filing(
            topics=topics,
            authors=self.vocabulary.authors(item.authors),
            tags=self.vocabulary.tags(item.tags),
            section=self.vocabulary.section_above(topics) or self.options.section,
            photos=found.photos,
        )

    def _story(self, entry: Entry, item: Item) -> Story:
        filing = self._filing(entry, item)
        article = Article()
        fill(article, item, filing, now=self.now)
        if self.options.publish:
            has_topic = bool(filing.topics or filing.section)
            missing = missing_for_publication(article, has_topic=has_topic, further=filing.photos[1:])
            lacking = [lack.message for lack in missing if lack.stops]
            if not lacking:
                article.status = Status.PUBLISHED
            else:
                self.counts.report(entry.place, _("Kept as a draft. %(why)s") % {"why": " ".join(lacking)})
        return Story(item, article, filing)

    def _store(self, stories: list[tuple[Entry, Story]]) -> None:
        try:
            store_new([story for _entry, story in stories], tree=self.vocabulary.tree)
        except (DatabaseError, ValueError) as error:
            if len(stories) == 1:
                self._fail(stories[0][0], error)
                return
            for pair in stories:  # one of them is the culprit: each for itself
                pair[1].article.pk = None
                pair[1].article._state.adding = True
                self._store([pair])
            return
        self._count_created(stories)

    def _count_created(self, stories: list[tuple[Entry, Story]]) -> None:
        self.counts.created += len(stories)
        self.counts.drafts += sum(story.article.status == Status.DRAFT for _entry, story in stories)

    def _attempt(self, entry: Entry, act: partial[Outcome]) -> None:
        try:
            self._judge(entry, act())
        except (DatabaseError, ValidationError, ValueError) as error:
            self._fail(entry, error)

    def _judge(self, entry: Entry, outcome: Outcome) -> None:
        if outcome is Outcome.UPDATED:
            self.counts.updated += 1
        elif outcome is Outcome.UNCHANGED:
            self.counts.unchanged += 1
        elif outcome in {Outcome.WITHDRAWN, Outcome.WITHDRAWN_EDITED}:
            self.counts.withdrawn += 1
            if outcome is Outcome.WITHDRAWN_EDITED:
                self.counts.report(entry.place, _("The agency withdrew a story that was edited here."))
        elif outcome is Outcome.EDITED:
            self.counts.left += 1
            self.counts.report(entry.place, _("The story was edited here and was left as it is."))
        elif outcome is Outcome.UNPUBLISHED:
            self.counts.left += 1
            self.counts.report(entry.place, _("The agency canceled a story that is not published here."))

    def _fail(self, entry: Entry, error: Exception) -> None:
        self.counts.failed += 1
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error).splitlines()[0][:200]
        self.counts.report(entry.place, reason)
