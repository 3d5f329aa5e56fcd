"""How fast wire copy comes in."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path

from django.core.management import call_command

from articles.archive.planning import Archive
from articles.models import Article
from newsportal.bench.archives import BenchDatabase, empty_sqlite

ITEMS = 1_000
BUDGET_PER_SECOND = 200


def write_sample(path: Path, items: int = ITEMS) -> None:
    """Invented ninjs 1.3 items, one per line."""
    archive = Archive(items)
    topics = {topic.id: topic.name for topic in archive.topics()}
    authors = archive.authors()
    with path.open("w", encoding="utf-8") as file:
        for article in archive.articles():
            came = article.created_at.isoformat()
            item = {
                "uri": f"urn:example:bench:{article.id}",
                "type": "text",
                "version": "1",
                "pubstatus": "usable",
                "firstcreated": came,
                "versioncreated": came,
                "language": "en",
                "headline": article.headline,
                "description_text": article.lead,
                "body_html": "".join(f"<p>{paragraph}</p>" for paragraph in article.paragraphs),
                "byline": " and ".join(authors[pk - 1] for pk in article.author_ids),
                "located": article.city,
                "subject": [{"name": topics[pk]} for pk in article.topic_ids],
            }
            file.write(json.dumps(item) + "\n")


def import_rate(folder: Path) -> float:
    """Items a second that ``import_ninjs`` brings into an empty SQLite database."""
    sample = folder / "sample.ninjs.jsonl"
    write_sample(sample)
    database: BenchDatabase = empty_sqlite(folder, "import")
    with database.as_default():
        began = time.perf_counter()
        call_command("import_ninjs", str(sample), stdout=io.StringIO(), stderr=io.StringIO())
        seconds = time.perf_counter() - began
        imported = Article.objects.count()
    if imported != ITEMS:
        raise AssertionError(f"{imported} of {ITEMS} items came in.")
    return ITEMS / seconds
