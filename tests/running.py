"""Running ``manage.py`` as an operator does: a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRET_KEY = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN"


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py`` with ``variables`` over an otherwise empty environment; nothing of ``.env`` counts."""
    names = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    # A variable that is there, even empty, is not filled from .env.
    blank = {name.partition("=")[0]: "" for name in names if name and not name.startswith("#")}
    return subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=blank | {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"} | variables,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
