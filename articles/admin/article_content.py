"""Between the form of an article and the content of a revision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.forms import BaseFormSet
from django.http import QueryDict
from taggit.models import Tag

from articles.admin.page import is_key
from articles.models import Article, ArticlePhoto, Author, Authorship, OutsideLink, Photo
from articles.proofreading import Copy
from articles.revisions.applying import column_value, find, written
from articles.revisions.content import (
    COLUMNS,
    LINK,
    ONE,
    TEXTS,
    WORDS,
    blank_content,
    ids,
    plain,
    reference,
    references,
)
from articles.revisions.saving import Shown, shown
from topics.models import Topic

# The rows below the form: where their content stands, and by which field of a row.
ROWS = {Authorship: ("authors", "author"), ArticlePhoto: ("photos", "photo")}
PREFIXES = {"authors": ("authorships", "author", Author), "photos": ("photo_rows", "photo", Photo)}
MOST_KEYS = 100
LONGEST_TEXT = 2_000_000


def open_for_writing(article: Article) -> None:
    """Put the newest text of a stored article into it, in memory alone, as the form shows it.

    What the form starts from is then in ``article.shown``.
    """
    article.shown = shown(article)
    if article.has_working_copy:
        written(article, article.shown.content)
        found = find({name: article.shown.content[name] for name in ONE})
        for name in ONE:
            setattr(article, name, found.one[name])


def start_of(article: Article) -> Shown:
    """What the form of ``article`` starts from; of a new one, nothing."""
    return getattr(article, "shown", None) or Shown(blank_content(), 0)


def copy_shown(article: Article) -> Copy:
    """The text that the form of ``article`` starts from, to be proofread: one query at most."""
    content = start_of(article).content
    photos = Photo.objects.in_bulk(ids(content, "photos"))
    has_topic = bool(ids(content, "section", "topics"))
    return Copy(article, has_topic, list(photos.values()), set(ids(content, "related")))


def initial_values(content: Mapping) -> dict:
    """``content`` as the fields of the article's form take it."""
    values = {name: column_value(name, content[name]) for name in COLUMNS if name in content}
    values |= {name: content[name] and content[name]["id"] for name in ONE}
    values["further_topics"] = [topic["id"] for topic in content["topics"]]
    values["related"] = [story["id"] for story in content["related"]]
    values["tags"] = [Tag(name=name) for name in content["tags"]]
    return values


def initial_rows(model: type, content: Mapping) -> list[dict]:
    """The rows of ``model`` (``Authorship``, ``ArticlePhoto``, ``OutsideLink``) that ``content`` has."""
    if model is OutsideLink:
        return [{**link, "order": order} for order, link in enumerate(content["outside_links"], 1)]
    key, field = ROWS[model]
    return [{field: one["id"], "order": order, "name": one["name"]} for order, one in enumerate(content[key], 1)]


def content_of_form(form, formsets: Iterable[BaseFormSet]) -> dict:
    """What was written in a form that has been found in order, over what the form does not have."""
    content, cleaned = dict(start_of(form.instance).content), form.cleaned_data
    content |= {name: plain(cleaned[name]) for name in COLUMNS if name in cleaned}
    content |= {name: reference(cleaned[name]) for name in ONE if name in cleaned}
    section = content["section"] and content["section"]["id"]
    content["topics"] = references(topic for topic in cleaned["further_topics"] if topic.pk != section)
    content["related"] = references(cleaned["related"])
    content["tags"] = sorted(cleaned["tags"])
    for formset in formsets:
        rows = [row.cleaned_data for row in formset.forms if row.has_changed() and not row.cleaned_data.get("DELETE")]
        rows.sort(key=lambda row: row.get("order") or 0)
        if formset.model is OutsideLink:
            content["outside_links"] = [{name: row[name] for name in LINK} for row in rows]
        else:
            key, field = ROWS[formset.model]
            content[key] = references(row[field] for row in rows)
    return content


def typed_content(data: QueryDict, start: Mapping) -> dict:
    """What was typed in a form, whether or not it is in order, over ``start``: no text is lost, however long or odd.

    Moments stay as they were. Costs five queries at most.
    """
    content = dict(start)
    for name in (*TEXTS, *WORDS):
        if name in data:
            content[name] = data[name].replace("\x00", "")[:LONGEST_TEXT]
    if "headline" in data:
        content["is_breaking"] = "is_breaking" in data
    content |= _chosen(Topic, data, content, one="section", several={"topics": "further_topics"})
    content |= _chosen(Photo, data, content, one="lead_photo")
    content |= _chosen(Article, data, content, several={"related": "related"})
    for key, (prefix, field, model) in PREFIXES.items():
        if f"{prefix}-TOTAL_FORMS" in data:
            numbers = _keys(row.get(field, "") for row in _rows(data, prefix))
            rows = model.objects.in_bulk(numbers)
            content[key] = references(rows[number] for number in numbers if number in rows)
    if "outside_links-TOTAL_FORMS" in data:
        links = [{name: row.get(name, "")[:500] for name in LINK} for row in _rows(data, "outside_links")]
        content["outside_links"] = [link for link in links if any(link.values())]
    if "tags" in data:
        content["tags"] = sorted({tag.strip() for tag in data["tags"].split(",") if tag.strip()})
    return content


def _chosen(model: type, data: QueryDict, content: Mapping, *, one: str = "", several: Mapping = {}) -> dict:  # noqa: B006
    single = _keys([data.get(one, "")]) if one in data else []
    many = {key: _keys(data.getlist(name)) for key, name in several.items() if name in data}
    rows = model.objects.in_bulk({*single, *(pk for keys in many.values() for pk in keys)})
    found = {key: references(rows[pk] for pk in keys if pk in rows and pk not in single) for key, keys in many.items()}
    if one in data:
        found[one] = reference(next((rows[pk] for pk in single if pk in rows), None))
    return found


def _keys(values: Iterable[str]) -> list[int]:
    return list(dict.fromkeys(int(value) for value in values if is_key(value)))[:MOST_KEYS]


def _rows(data: QueryDict, prefix: str) -> list[dict[str, str]]:
    """The rows of a form below ``prefix`` that are not to be deleted, in their order."""
    rows: dict[str, dict[str, str]] = {}
    for name in data:
        start, _dash, field = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and is_key(start) and field:
            rows.setdefault(start, {})[field] = data[name].replace("\x00", "")
    kept = [row for _number, row in sorted(rows.items(), key=lambda item: int(item[0])) if "DELETE" not in row]
    kept.sort(key=lambda row: int(row["order"]) if is_key(row.get("order", "")) else 0)
    return kept[:MOST_KEYS]
