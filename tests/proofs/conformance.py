"""``make conformance``: the Nu HTML checker over one page of every kind that readers can meet."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.proofs.demonstration import ROOT, prepare

CHECKER = ROOT / ".tools/checker/node_modules/vnu-jar/build/dist/vnu.jar"
# A part of a page is checked inside the smallest page that can hold it.
AROUND_FRAGMENT = '<!doctype html><html lang="en"><head><title>Part</title></head><body><main>{}</main></body></html>'


def write_pages(folder: Path) -> int:
    from tests.proofs.pages import FRAGMENTS, html_of_pages  # its models need the settings of the prepared site

    pages = html_of_pages()
    for name, html in pages.items():
        text = AROUND_FRAGMENT.format(html) if name in FRAGMENTS else html
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return len(pages)


def main() -> bool:
    """Whether the checker finds no error."""
    logging.disable()  # errors are asked for on purpose
    with prepare(), tempfile.TemporaryDirectory() as folder:
        count = write_pages(Path(folder))
        checked = subprocess.run(  # noqa: S603 - our own command line
            ["java", "-Xss2m", "-jar", str(CHECKER), "--errors-only", "--format", "gnu", folder],  # noqa: S607
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    sys.stderr.write(checked.stderr.replace(f"file:{folder}/", ""))
    print(f"HTML of {count} pages checked: {'no error' if not checked.returncode else 'errors, see above'}")
    return not checked.returncode


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
