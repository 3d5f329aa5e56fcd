"""Wire items as Python values, and running them through the import."""

import datetime
from pathlib import Path

from articles.ninjs import importing
from articles.ninjs.importing import Options, import_entries
from articles.ninjs.reading import Entry

SAMPLES = Path(__file__).parent / "samples"


def run(*items, **options):
    entries = [Entry(f"wire:{number}", SAMPLES, value=item) for number, item in enumerate(items, start=1)]
    return import_entries(entries, Options(**options))


def item(uri="urn:example:1", **fields):
    return {
        "uri": uri,
        "type": "text",
        "version": "1",
        "versioncreated": "2026-03-09T10:00:00Z",
        "headline": "Rain",
        "description_text": "It rains.",
        "body_html": "<p>It rains in Elmsea.</p>",
        "subject": [{"name": "weather"}],
        **fields,
    }


def counts(summary):
    """What is not zero."""
    names = [*importing.COUNTS, "problem_count", "skipped"]
    return {name: value for name in names if (value := getattr(summary, name))}


def moment(text):
    return datetime.datetime.fromisoformat(text)


def edit_text(article):
    """What an editor does to a story."""
    type(article).objects.filter(pk=article.pk).update(lead="It pours.")
