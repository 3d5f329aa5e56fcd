"""Following and muting one thing with one click: what the buttons on the site's pages do to the default feed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.models import Author
from articles.search.query import Query
from newsportal.feeds.cuts import with_stories
from newsportal.feeds.keeping import feed_of, hold_feeds, keep_rules
from newsportal.feeds.rules import Choice, Rules, RulesError, quoted
from topics.models import Topic

KINDS = {"topic": "topics", "tag": "tags", "author": "authors", "word": "words"}


class UnknownSubject(RulesError):
    """Nothing on the site has this name (any more)."""


class Act(StrEnum):
    FOLLOW = "follow"
    MUTE = "mute"
    UNDO = "undo"


class State(StrEnum):
    """What the feed says of a subject."""

    FOLLOWED = "followed"
    MUTED = "muted"
    NONE = "none"


STATE_AFTER = {Act.FOLLOW: State.FOLLOWED, Act.MUTE: State.MUTED, Act.UNDO: State.NONE}


@dataclass(frozen=True)
class Subject:
    """What a rule is about. ``values`` are all ways in which a feed may name it, the one to write down first."""

    kind: str
    values: tuple[str, ...]
    name: str

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.values[0]}"

    @property
    def written(self) -> Choice:
        return Choice.of(**{KINDS[self.kind]: self.values[:1]})

    @property
    def however_named(self) -> Choice:
        return Choice(**{KINDS[self.kind]: self.values})

    def state_in(self, rules: Rules) -> State:
        if len(rules.include & self.however_named):
            return State.FOLLOWED
        return State.MUTED if len(rules.mute & self.however_named) else State.NONE


@dataclass(frozen=True)
class Outcome:
    """``state`` is what the feed says now; ``was_so`` that it said so before, and nothing was changed."""

    state: State
    was_so: bool
    said: str


def change_feed(request: HttpRequest, response: HttpResponse, *, act: Act, key: str) -> Outcome:
    """Follow, mute or forget ``key`` (``topic:world``, ``word:football``) in the default feed of whoever asks.

    Raises ``RulesError`` for a key that is none and for rules that cannot be kept, and ``UnknownSubject``; then
    nothing has changed. ``response`` carries the feed of a reader without an account.
    """
    with transaction.atomic():
        if request.user.is_authenticated:
            # Of two clicks in a row, neither may write over the other; a first feed has no row yet to wait for.
            hold_feeds(request.user)
        feed = feed_of(request)
        subject = subject_of(key, feed.rules, known_only=act != Act.UNDO)
        state, wanted = subject.state_in(feed.rules), STATE_AFTER[act]
        if state != wanted:
            keep_rules(response, feed, _changed(feed.rules, act, subject))
    return Outcome(wanted, state == wanted, _sentence(subject, wanted, was_so=state == wanted))


def subject_of(key: str, rules: Rules, *, known_only: bool = True) -> Subject:
    """What ``key`` names, with the names that ``rules`` may have for it: former slugs of a topic, spellings of a word.

    Raises ``RulesError`` when it is no key and ``UnknownSubject`` when readers know nothing of that name; without
    ``known_only`` the latter is no hindrance, because a feed may hold what has since gone.
    """
    kind, _colon, value = key.partition(":")
    value = " ".join(value.split())
    if kind not in KINDS or not value or "\x00" in value:
        raise RulesError(_("This names nothing that a feed could follow or mute."))
    Choice.of(**{KINDS[kind]: [value]})  # too long, or no word
    if kind == "word":
        return _word(value, rules)
    subject = {"topic": _topic, "tag": _tag, "author": _author}[kind](value, rules)
    if subject is None and known_only:
        raise UnknownSubject(_("There is no “%s” here to follow or mute.") % value)
    return subject or Subject(kind, (value,), value)


def _topic(slug: str, rules: Rules) -> Subject | None:
    kept = (*rules.include.topics, *rules.mute.topics)
    found = Topic.objects.at_slugs(list(dict.fromkeys((slug, *kept))))
    topic = found.get(slug)
    if topic is None:
        return None
    others = [name for name, other in found.items() if other == topic and name != topic.slug]
    return Subject("topic", (topic.slug, *others), topic.name)


def _tag(slug: str, rules: Rules) -> Subject | None:
    tag = with_stories(Tag).filter(slug=slug).first()
    return tag and Subject("tag", (tag.slug,), tag.name)


def _author(slug: str, rules: Rules) -> Subject | None:
    author = with_stories(Author).filter(slug=slug).first()
    return author and Subject("author", (author.slug,), author.name)


def _word(written: str, rules: Rules) -> Subject:
    asked = Query.parse(written).asks_for
    kept = [word for word in (*rules.include.words, *rules.mute.words) if Query.parse(word).asks_for == asked]
    return Subject("word", tuple(dict.fromkeys((written, *kept))), quoted(written))


def _changed(rules: Rules, act: Act, subject: Subject) -> Rules:
    rules = rules.without(subject.however_named)
    if act == Act.FOLLOW:
        return rules.including(subject.written)
    return rules.muting(subject.written) if act == Act.MUTE else rules


def _sentence(subject: Subject, state: State, *, was_so: bool) -> str:
    sentences = {
        (State.FOLLOWED, False): _("Your feed follows %s now."),
        (State.FOLLOWED, True): _("Your feed followed %s already."),
        (State.MUTED, False): _("Your feed leaves out %s now."),
        (State.MUTED, True): _("Your feed left out %s already."),
        (State.NONE, False): _("Your feed has no rule about %s any more."),
        (State.NONE, True): _("Your feed had no rule about %s."),
    }
    return sentences[state, was_so] % subject.name
