"""Where this machine keeps its Chromium; ``python -m tests.browser.chromium`` fails when it has none."""

import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(find_chromium() is None)
