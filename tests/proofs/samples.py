"""``python -m tests.proofs.samples FOLDER``: gives every file of a folder to a parser and says what came out.

Files may be anything: feeds that are whole or broken, pages, pictures. An exception that is not the parser's own ends
the proof. With ``--rates`` the files go to the parser of rates instead of that of feeds.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import django

ADDRESS = "https://partner.example/feeds/news.xml"


def feed_counts(body: bytes) -> Counter:
    from newsportal.partners.parsing import read_feed  # its models need Django's settings
    from newsportal.partners.records import FeedError

    try:
        items = len(read_feed(body, url=ADDRESS).items)
    except FeedError:
        return Counter(refused=1)
    return Counter({"read": 1, "items": items, "without items": not items})


def rate_counts(body: bytes) -> Counter:
    from newsportal.currency.reading import read_rates
    from newsportal.currency.records import RatesError

    try:
        records = read_rates(body, codes={}).records
    except RatesError:
        return Counter(refused=1)
    return Counter(read=1, rates=len(records))


def table(folder: Path, count: Callable[[bytes], Counter]) -> Iterator[str]:
    """A line for each folder that holds files, and one for all of them."""
    total: Counter = Counter()
    for part in [folder, *sorted(path for path in folder.rglob("*") if path.is_dir())]:
        files = sorted(path for path in part.iterdir() if path.is_file())
        counts = sum((Counter(files=1) + count(path.read_bytes()) for path in files), Counter())
        if files:
            yield f"{part.relative_to(folder)}: {said(counts)}"
        total += counts
    yield f"All: {said(total)}"


def said(counts: Counter) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counts.items())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rates", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    django.setup()
    for line in table(asked.folder, rate_counts if asked.rates else feed_counts):
        print(line)
