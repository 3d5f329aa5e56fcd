"""Static files as production serves them: one stylesheet for readers, and every name with a hash of its content."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/site.css"
# Only files beside the stylesheet: what they say about addresses stays right when they move into it.
IMPORT = re.compile(r"""^@import url\("([\w-]+\.css)"\) layer\(([\w-]+)\);$""", re.MULTILINE)
STRING_OR_COMMENT = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.DOTALL)


def without_comments(stylesheet: str) -> str:
    """``stylesheet`` as browsers understand it: comments are written for us, and were a quarter of what is sent."""
    return STRING_OR_COMMENT.sub(lambda found: found[1] or "", stylesheet)


def join_imports(stylesheet: str, read: Callable[[str], str]) -> str:
    """``stylesheet`` with each ``@import url("NAME.css") layer(LAYER);`` replaced by ``read(NAME.css)`` in that layer.

    Comments go; everything else stays as it is and where it is. Raises ``ValueError`` for an import of any other form,
    also inside an imported file, where browsers would pass over it without a word.
    """
    joined = IMPORT.sub(
        lambda found: f"@layer {found[2]} {{\n{without_comments(read(found[1]))}}}", without_comments(stylesheet)
    )
    if left := re.search(r"@import[^;]*", joined):
        raise ValueError(
            f'"{left[0]}" cannot be joined: write @import url("name.css") layer(name); on a line of its own'
        )
    return joined


class JoinedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the files that ``STYLESHEET`` imports before hashing and compressing: readers fetch one.

    The modules' imports get the hashed names, too, so that no reader's cache mixes two releases.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any):
        if STYLESHEET in paths and not dry_run:
            paths = paths | {STYLESHEET: (_holding_joined(paths), STYLESHEET)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def _holding_joined(paths: dict[str, tuple[Storage, str]]) -> Storage:
    """A storage that holds nothing but the joined stylesheet, under the name it has among ``paths``."""

    def read(name: str) -> str:
        name = f"css/{name}"
        if name not in paths:
            raise ValueError(f"{STYLESHEET} imports {name}, which is not there")
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    joined = InMemoryStorage()
    joined.save(STYLESHEET, ContentFile(join_imports(read(STYLESHEET.removeprefix("css/")), read).encode()))
    return joined
