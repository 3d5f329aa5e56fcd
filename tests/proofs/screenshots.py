"""``make screenshots``: pictures of the main pages for the documentation, from a demonstration site."""

from __future__ import annotations

import io
import os
import secrets
import sys
from collections.abc import Iterator

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import find_chromium
from tests.proofs.demonstration import ROOT, prepare, serve

FOLDER = ROOT / "docs/screenshots"
SCREENS = {390: 844, 820: 1180, 1440: 900}  # width: height
SCHEMES = ("light", "dark")
QUALITIES = range(44, 19, -2)  # the best at which all pictures together are small enough
MOST_BYTES = 1_450_000
TALLEST = 2000  # the home page is shown further down than the screen reaches


# Pictures further down load when they are needed; those in view are awaited.
PICTURES_IN_VIEW = """async () => {
  const inView = (image) => image.checkVisibility() && image.getBoundingClientRect().y < innerHeight;
  await Promise.all([...document.images].filter(inView).map((image) => image.decode()));
}"""


Pictures = dict[str, bytes]  # PNG by name


def take(pictures: Pictures, page: Page, name: str, *, whole: bool = False) -> None:
    size = page.viewport_size
    if whole:
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": size["width"], "height": height})
    page.evaluate(PICTURES_IN_VIEW)
    pictures[name] = page.screenshot(animations="disabled")
    page.set_viewport_size(size)
    print(f"  {name}", flush=True)


def contexts(browser: Browser, address: str) -> Iterator[tuple[str, int, BrowserContext]]:
    """A reader who has a feed, for each width and scheme, with the end of their pictures' names."""
    for width, height in SCREENS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                base_url=address,
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            yield f"{width}-{scheme}", width, context
            context.close()


def take_readers_pages(pictures: Pictures, browser: Browser, address: str) -> None:
    from tests.proofs.pages import addresses, full_story, topic  # its models need the settings of the prepared site

    known = addresses()
    for end, width, context in contexts(browser, address):
        page = context.new_page()
        for name, path in {
            "home": "/",
            "article": full_story().get_absolute_url(),
            "topic": topic().get_absolute_url(),
            "topics": "/topics/",
        }.items():
            page.goto(path)
            take(pictures, page, f"{name}-{end}", whole=name == "home" and width == max(SCREENS))
        page.goto(known["news-filtered"] + "#filter")
        page.locator(".filter").evaluate("(filter) => scrollTo(0, filter.offsetTop - 16)")
        take(pictures, page, f"filter-{end}")
        page.get_by_role("button", name="Save to my feed").click()
        page.wait_for_url("**/my/")
        page.reload()  # without the message
        take(pictures, page, f"my-feed-{end}")
    with browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(known["article"])
        page.evaluate("document.documentElement.dir = 'rtl'")
        take(pictures, page, "article-mirrored-1440-light")


def take_desk(pictures: Pictures, browser: Browser, address: str, username: str, password: str) -> None:
    from tests.proofs.pages import full_story  # the same

    with browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.goto(f"/admin/login/?next=/admin/articles/article/{full_story().pk}/change/")
        page.locator("[name=login]").fill(username)
        page.locator("[name=password]").fill(password)
        page.locator("[name=password]").press("Enter")
        text = page.locator(".ProseMirror[contenteditable=true]")
        text.wait_for()
        page.reload()  # without the message
        text.wait_for()
        take(pictures, page, "desk-1440-light")


def compressed(pictures: Pictures, quality: int) -> Pictures:
    """``pictures`` as WebP."""
    written = {}
    for name, png in pictures.items():
        file = io.BytesIO()
        with Image.open(io.BytesIO(png)) as picture:
            picture.convert("RGB").save(file, "webp", quality=quality, method=6)
        written[name] = file.getvalue()
    return written


def write(pictures: Pictures) -> bool:
    """Put ``pictures`` in the place of those in ``FOLDER``; returns whether they are small enough together."""
    for quality in QUALITIES:
        written = compressed(pictures, quality)
        size = sum(map(len, written.values()))
        if size <= MOST_BYTES:
            break
    for path in FOLDER.glob("*.webp"):
        path.unlink()
    for name, content in written.items():
        (FOLDER / f"{name}.webp").write_bytes(content)
    print(f"{size / 1000:,.0f} KB together (at most {MOST_BYTES / 1000:,.0f}), at quality {quality}")
    return size <= MOST_BYTES


def make_editor() -> tuple[str, str]:
    """An account of the desk: its name and password."""
    from django.contrib.auth import get_user_model  # the same
    from django.contrib.auth.models import Group

    password = secrets.token_urlsafe(12)
    editor = get_user_model().objects.create_user("editor", password=password, is_staff=True)
    editor.groups.add(Group.objects.get(name="Editor"))
    return editor.username, password


def main() -> bool:
    """Whether the pictures are small enough."""
    executable = find_chromium()
    if not executable:
        raise SystemExit("There is no Chromium on this machine.")
    FOLDER.mkdir(exist_ok=True)
    pictures: Pictures = {}
    with prepare() as address:
        editor = make_editor()
        # Playwright's loop runs in this thread, which Django takes for an asynchronous context.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        with serve(address), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
            take_readers_pages(pictures, browser, address)
            take_desk(pictures, browser, address, *editor)
            browser.close()
    return write(pictures)


if __name__ == "__main__":
    sys.exit(0 if main() else "The pictures are too large together.")
