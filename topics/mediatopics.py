"""The IPTC Media Topics (https://iptc.org/standards/media-topics/): reading the vocabulary and taking it over.

The file is SKOS as JSON: a ``conceptSet`` of concepts with ``qcode``, ``prefLabel`` and ``definition`` by language,
``broader`` and ``narrower``, and ``retired`` when a concept is no longer to be used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext as _

from topics.models import Topic
from topics.tree import free_slug, number_tree, taken_slugs
from topics.versions import touch

FALLBACK_LANGUAGE = "en-gb"
# The keys of some releases are codes of countries, not of languages.
ODD_KEYS = {"sv": "se", "da": "dk"}
NAME_LENGTH = 120
CODE_LENGTH = 24


class VocabularyRefused(ValueError):
    """The file is no vocabulary we can read; the message says why, to people."""


@dataclass(frozen=True)
class Concept:
    """A Media Topic: ``code`` such as ``medtop:20000345``, ``parent`` the code above it or ``None`` at the top."""

    code: str
    name: str
    description: str
    parent: str | None
    is_retired: bool


@dataclass
class Adoption:
    """What came of taking the vocabulary over; ``elsewhere`` are topics that stand somewhere else on this site."""

    created: int = 0
    adopted: int = 0  # were here under the same name, and have their code now
    renamed: int = 0
    retired: int = 0
    unchanged: int = 0
    elsewhere: list[str] = field(default_factory=list)


def read_vocabulary(data: bytes, *, language: str) -> list[Concept]:
    """The concepts in the file's bytes, parents before their children, with names in ``language`` (BCP 47).

    Where a name is not translated, the British English one is taken. Raises ``VocabularyRefused``.
    """
    try:
        source = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise VocabularyRefused(_("The file is not JSON: %(reason)s") % {"reason": error}) from None
    entries = source.get("conceptSet") if isinstance(source, dict) else None
    if not isinstance(entries, list) or not entries:
        raise VocabularyRefused(_("The file has no “conceptSet”, so it is not the vocabulary."))
    concepts = {}
    narrower: dict[str, str] = {}
    for number, entry in enumerate(entries, start=1):
        try:
            concept = _concept(entry, language)
            narrower |= dict.fromkeys(map(_code, _strings(entry, "narrower")), concept.code)
        except (TypeError, ValueError) as error:
            raise VocabularyRefused(
                _("Concept %(number)s is not readable: %(reason)s") % {"number": number, "reason": error}
            ) from None
        if concept.code in concepts:
            raise VocabularyRefused(_("The code %(code)s is there twice.") % {"code": concept.code})
        concepts[concept.code] = concept
    for code, concept in concepts.items():
        parent = concept.parent or narrower.get(code)
        concepts[code] = replace(concept, parent=parent if parent in concepts else None)
    return _parents_first(concepts)


@transaction.atomic
def take_over(
    concepts: Sequence[Concept],
    *,
    rename: bool = False,
    advance: Callable[[int], None] = lambda steps: None,
    after_renaming: Callable[[list[Topic]], None] = lambda topics: None,
) -> Adoption:
    """Make topics of ``concepts``, which come with parents before children. All of it or nothing.

    A concept is found by its code, else by name or slug among the topics that have none. What is here stays as the
    editors have it: name (unless ``rename``), slug, description, place in the tree, section. Only one thing is
    followed: a concept that is retired becomes inactive. A topic is never moved, because the articles under it would
    have to move along; those that stand elsewhere are listed. ``after_renaming`` is called, in the same transaction,
    with the topics that have another name now.
    """
    outcome = Adoption()
    renamed: list[Topic] = []
    rows = list(Topic.objects.order_by("pk"))
    by_code = {topic.media_topic: topic for topic in rows if topic.media_topic}
    nameless = {slug: topic for topic in reversed(rows) if not topic.media_topic for slug in _names_of(topic)}
    slugs = taken_slugs()
    waiting: list[Topic] = []
    for concept in concepts:
        parent = by_code.get(concept.parent)
        if parent and parent.pk is None:
            _insert(waiting)
        topic = by_code.get(concept.code)
        if topic is None and not concept.is_retired:
            topic = nameless.get(slugify(concept.name, allow_unicode=True))
            topic = None if topic and topic.media_topic else topic
            if topic:
                _adopt(topic, concept)
                outcome.adopted += 1
        elif topic is not None:
            if _follow(topic, concept, outcome, rename=rename):
                renamed.append(topic)
        if topic is None:
            topic = _new_topic(concept, parent, slugs)
            waiting.append(topic)
            outcome.created += 1
        elif topic.parent_id != (parent.pk if parent else None):
            outcome.elsewhere.append(f"{topic} ({concept.code})")
        by_code[concept.code] = topic
        advance(1)
    _insert(waiting)
    number_tree()
    touch("topics")
    if renamed:
        after_renaming(renamed)
    return outcome


def best_translation(texts: Mapping[str, str], language: str) -> str:
    """The text in ``language``, else in a variety of it, else in British or any English; empty when there is none."""
    by_key = {key.lower(): text.strip() for key, text in texts.items()}
    wanted = language.lower().replace("_", "-")
    base = wanted.partition("-")[0]
    keys = [wanted, base, f"{base}-{base}", *sorted(key for key in by_key if key.startswith(f"{base}-"))]
    keys += [ODD_KEYS.get(base, ""), FALLBACK_LANGUAGE, "en", "en-us"]
    return next((by_key[key] for key in keys if by_key.get(key)), "")


def _concept(entry: Any, language: str) -> Concept:
    if not isinstance(entry, dict):
        raise TypeError(_("it is no object"))
    code = _code(_string(entry, "qcode") or _string(entry, "uri"))
    name = capfirst(best_translation(_translations(entry, "prefLabel"), language))
    if not code or not name:
        raise ValueError(_("it has no code or no name"))
    if len(code) > CODE_LENGTH:
        raise ValueError(_("its code is too long"))
    broader = [_code(value) for value in _strings(entry, "broader")]
    return Concept(
        code=code,
        name=name[:NAME_LENGTH],
        description=best_translation(_translations(entry, "definition"), language),
        parent=broader[0] if broader else None,
        is_retired=bool(entry.get("retired")),
    )


def _code(value: str) -> str:
    """``medtop:20000345`` from itself or from ``http://cv.iptc.org/newscodes/mediatopic/20000345``."""
    number = value.strip().rstrip("/").replace(":", "/").rpartition("/")[2]
    return f"medtop:{number}" if number else ""


def _string(entry: Mapping, name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str):
        raise TypeError(_("“%(name)s” is no text") % {"name": name})
    return value


def _strings(entry: Mapping, name: str) -> list[str]:
    values = entry.get(name, [])
    values = [values] if isinstance(values, str) else values
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError(_("“%(name)s” is no list of texts") % {"name": name})
    return values


def _translations(entry: Mapping, name: str) -> dict[str, str]:
    texts = entry.get(name, {})
    if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
        raise TypeError(_("“%(name)s” has no texts by language") % {"name": name})
    return texts


def _parents_first(concepts: Mapping[str, Concept]) -> list[Concept]:
    placed: dict[str, Concept] = {}
    for code in concepts:
        line: list[str] = []
        current: str | None = code
        while current is not None and current not in placed:
            if current in line:
                raise VocabularyRefused(_("%(code)s stands under itself.") % {"code": current})
            line.append(current)
            current = concepts[current].parent
        placed.update((above, concepts[above]) for above in reversed(line))
    return list(placed.values())


def _names_of(topic: Topic) -> set[str]:
    return {topic.slug, slugify(topic.name, allow_unicode=True)} - {""}


def _adopt(topic: Topic, concept: Concept) -> None:
    topic.media_topic = concept.code
    topic.description = topic.description or concept.description
    topic.save(update_fields=["media_topic", "description"])


def _follow(topic: Topic, concept: Concept, outcome: Adoption, *, rename: bool) -> bool:
    """Whether the topic has another name now."""
    changed = []
    if concept.is_retired and topic.is_active:
        topic.is_active = False
        changed.append("is_active")
        outcome.retired += 1
    if rename and topic.name != concept.name:
        topic.name = concept.name
        changed.append("name")
        outcome.renamed += 1
    if changed:
        topic.save(update_fields=changed)
    else:
        outcome.unchanged += 1
    return "name" in changed


def _new_topic(concept: Concept, parent: Topic | None, slugs: set[str]) -> Topic:
    slug = free_slug(concept.name, taken=slugs)
    slugs.add(slug)
    return Topic(
        name=concept.name,
        slug=slug,
        description=concept.description,
        parent=parent,
        is_active=not concept.is_retired,
        media_topic=concept.code,
    )


def _insert(topics: list[Topic]) -> None:
    """Insert and empty the list: together, as long as none of them stands under another."""
    Topic.objects.bulk_create(topics)
    topics.clear()
