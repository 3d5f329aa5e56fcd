"""``make lighthouse``: Lighthouse's scores of the main pages on a phone, as the median of five runs.

Runs against the production server on a demonstration site. Fails when a page is below a floor of ``FLOORS``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.browser.chromium import find_chromium
from tests.proofs.demonstration import ROOT, prepare, serve

LIGHTHOUSE = ROOT / ".tools/lighthouse/node_modules/.bin/lighthouse"
FLOORS = {"accessibility": 100, "best-practices": 100, "seo": 100, "performance": 98}
TIMES = {
    "FCP ms": "first-contentful-paint",
    "LCP ms": "largest-contentful-paint",
    "TBT ms": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}
ATTEMPTS = 3  # of a run: on a busy machine Lighthouse now and then loses its browser
RUNS = int(os.environ.get("RUNS") or 5)
CHROMIUM_FLAGS = "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --disable-background-networking"


def report(url: str, folder: Path) -> dict:
    """One run over ``url``, as Lighthouse writes it down; a run that it gives up itself is repeated."""
    path = folder / "report.json"
    command = [
        str(LIGHTHOUSE),
        url,
        f"--chrome-flags={CHROMIUM_FLAGS}",
        f"--only-categories={','.join(FLOORS)}",
        "--form-factor=mobile",
        "--output=json",
        f"--output-path={path}",
        "--quiet",
    ]
    environment = os.environ | {"CHROME_PATH": find_chromium() or ""}
    for _ in range(ATTEMPTS):
        run = subprocess.run(command, env=environment, check=False, timeout=300)  # noqa: S603 - our own command line
        if run.returncode == 0:
            return json.loads(path.read_text(encoding="utf-8"))
    raise SystemExit(f"Lighthouse gave up on {url} {ATTEMPTS} times.")


def medians(reports: list[dict]) -> dict[str, float]:
    """The scores (0 to 100) and times of one page."""
    scores = {name: [100 * each["categories"][name]["score"] for each in reports] for name in FLOORS}
    times = {name: [each["audits"][key]["numericValue"] for each in reports] for name, key in TIMES.items()}
    return {name: statistics.median(values) for name, values in (scores | times).items()}


def failed_audits(report: dict) -> list[str]:
    """What costs points in the categories that must be full, in a line each."""
    lines = []
    for category in FLOORS:
        for reference in report["categories"][category]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                lines.append(f"  {category}: {audit['title']} {audit.get('displayValue', '')}".rstrip())
    return lines


def pages() -> dict[str, str]:
    from articles.models import Article  # after the settings are made

    story = Article.objects.published().exclude(lead_photo=None).newest_first().first()
    return {"home": "/", "stream": "/news/", "article": story.get_absolute_url()}


def main() -> bool:
    """Whether every page reaches every floor."""
    reached = True
    with prepare() as address, serve(address), tempfile.TemporaryDirectory() as folder:
        print("| page |", " | ".join([*FLOORS, *TIMES]), "|")
        print("|---|" + "---|" * (len(FLOORS) + len(TIMES)))
        for name, path in pages().items():
            reports = [report(address + path, Path(folder)) for _ in range(RUNS)]
            values = medians(reports)
            cells = [f"{value:.3f}" if key == "CLS" else f"{value:.0f}" for key, value in values.items()]
            print("|", " | ".join([name, *cells]), "|", flush=True)
            low = [key for key, floor in FLOORS.items() if round(values[key]) < floor]
            if low or values["CLS"] > 0:
                reached = False
                print("\n".join(failed_audits(reports[-1])), flush=True)
    return reached


if __name__ == "__main__":
    sys.exit(0 if main() else "Lighthouse: a page is below its floor.")
