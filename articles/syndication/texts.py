"""The whole text of a story as it is read far from its page: every address in it is complete."""

from __future__ import annotations

import re

from django.conf import settings

from articles.markup import escape_text, start_tag

# What articles.body composed holds no ">" and no quotation mark inside the value of an attribute.
LINK_OR_PICTURE = re.compile(r"<(?:a|img) [^>]*>")
OWN_ADDRESS = re.compile(r'(?<= )(href|src)="([/#][^"]*)"')
# Feed readers that fetch pictures for their users know ``src`` alone.
CHOICE_OF_SIZES = re.compile(r' (?:srcset|sizes)="[^"]*"')


def full_text(*, lead: str, figure: str, dateline: str, pages: list[str], url: str) -> str:
    """A story from its lead to its end, without its headline, as HTML.

    ``lead`` and ``dateline`` are plain text; ``figure`` is HTML, and so are the ``pages`` (of ``articles.body``) of
    the story at ``url``. What is missing is empty.
    """
    text = "".join(complete_addresses(page, url=url) for page in pages)
    return f"{_paragraph(lead)}{figure}{_paragraph(dateline)}{text}"


def figure_of(*, url: str, width: int, height: int, alt: str, credit: str) -> str:
    """A photograph with its credit."""
    image = start_tag("img", {"src": url, "width": width, "height": height, "alt": alt})
    return f"<figure>{image}<figcaption>© {escape_text(credit)}</figcaption></figure>"


def notice_of(title: str, text: str) -> str:
    """A correction, from plain texts: its paragraphs, the first with the title before it."""
    first, *others = [part.strip() for part in text.split("\n\n") if part.strip()] or [""]
    opening = f"<p><strong>{escape_text(title)}:</strong> {escape_text(first)}</p>"
    return opening + "".join(_paragraph(other) for other in others)


def complete_addresses(html: str, *, url: str) -> str:
    """A composed page of the story at ``url``: its links and pictures lead to this site from wherever it is read."""

    def completed(tag: re.Match) -> str:
        return OWN_ADDRESS.sub(_completed, CHOICE_OF_SIZES.sub("", tag[0]))

    def _completed(attribute: re.Match) -> str:
        name, address = attribute.groups()
        return f'{name}="{url if address.startswith("#") else settings.SITE_URL}{address}"'

    return LINK_OR_PICTURE.sub(completed, html)


def _paragraph(text: str) -> str:
    return f"<p>{escape_text(text)}</p>" if text else ""
