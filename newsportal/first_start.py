"""``python -m newsportal.first_start``: writes the ``.env`` of a site that has none.

Runs before Django's settings are read, which refuse to load without a secret.
"""

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

FIRST_ENVIRONMENT = """\
# Written by the first `make run`; yours to change. .env.example explains every line.
SECRET_KEY={secret_key}
SITE_NAME=Northlight
AGENCY=NORTHLIGHT
TIME_ZONE=Europe/Helsinki
"""


def ensure_environment(path: Path) -> bool:
    """Write the environment of a first site to ``path``, readable by its owner only.

    A file that is there is left as it is. Returns whether one was written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(FIRST_ENVIRONMENT.format(secret_key=secrets.token_urlsafe(64)))
    return True


if __name__ == "__main__" and ensure_environment(BASE_DIR / ".env"):
    print("Wrote .env with a new secret key")
