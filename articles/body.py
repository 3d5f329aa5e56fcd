"""The body of an article: a safe subset of HTML, and what a reader's page prints of it.

``clean_body`` is the one way in; ``compose`` the one way out. What ``compose`` returns may be marked safe.

A clean body is a row of blocks: paragraphs, headings from ``h2``, lists, quotations, tables, figures with our
own pictures, ``<aside class="pull-quote">``, and ``<hr class="page-break">`` between the pages.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.translation import gettext_lazy as _

from articles.attributes import ATTRIBUTES, link_target, own_picture, permitted_value
from articles.elements import BLOCKS, INLINE, ITEMS, PULL_QUOTE, TABLE_PARTS
from articles.markup import End, Start, Text, Token, escape_text, read_markup, start_tag
from articles.plaintext import plain_text, word_count
from articles.tidying import tidy

TAGS = INLINE | BLOCKS | set(ITEMS) | TABLE_PARTS | {"p", "br", "hr", "img", "figcaption"}
ADDRESSES = {"a": {"href"}, "img": {"src"}}
FIXED_VALUES = {"a": {"rel": {"noopener"}}, "aside": {"class": {PULL_QUOTE}}, "hr": {"class": {"page-break"}}}
ID_LENGTH = 60
# What is wider than the screen can be scrolled, with the keyboard too.
TABLE_FRAME = {"class": "table-scroll", "tabindex": 0, "role": "region", "aria-label": _("Table")}


@dataclass(frozen=True)
class BodyPicture:
    """What a page needs to show one of our photographs; ``caption`` and ``credit`` are plain text."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    credit: str
    caption: str = ""


@dataclass(frozen=True)
class Heading:
    """A line of the contents: ``id`` is its anchor, ``level`` 2 or 3, ``page`` counts from 1."""

    id: str
    text: str
    level: int
    page: int


@dataclass(frozen=True)
class Composition:
    """An article ready to print: the HTML of each page (at least one), the contents, the number of words."""

    pages: tuple[str, ...]
    contents: tuple[Heading, ...]
    words: int


def clean_body(html: str, *, media_url: str = "/media/") -> str:
    """Any HTML as a clean body; the same again when it is one already.

    Takes text of any kind and size, in linear time, and raises nothing. Text is kept except inside scripts,
    styles, forms and the like. Films, and pictures that are not ours under ``media_url``, become links.
    """
    for _round in range(3):
        tidied = tidy(html, media_url)
        html = _sanitise(tidied, media_url)
        if html == tidied:
            break
        # The sanitiser knows addresses that are none ("http://1.2.3.4.5/"). Such links lose their tag next.
    return html


def picture_digests(body: str) -> set[str]:
    """The digests of our own pictures in a clean body."""
    if "<img" not in body:
        return set()
    return {_digest(token) for token in read_markup(body) if isinstance(token, Start) and token.name == "img"}


def compose(body: str, pictures: Mapping[str, BodyPicture] | None = None, *, media_url: str = "/media/") -> Composition:
    """The pages, contents and length of a clean body.

    ``pictures`` holds photographs by digest. One that is missing there, or has no credit, is left out with
    its figure: nothing is published without credit. A caption in the body is preferred to the photograph's.

    Each ``h2`` and ``h3`` gets an ``id`` made from its text, unique in the article and beginning with ``s-``.
    As long as no template has ids beginning so, a heading can never take the place of a part of the layout.
    Labels are in the language active at the time.
    """
    composer = _Composer(pictures or {})
    for token in read_markup(_sanitise(body, media_url)):  # Costs little; then no caller can be careless.
        composer.add(token)
    return composer.finish()


@lru_cache(maxsize=8)
def _sanitiser(media_url: str) -> nh3.Cleaner:
    def judged(name: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return link_target(value)
        if attribute == "src":
            return own_picture(value, media_url)
        if attribute in FIXED_VALUES.get(name, ()):
            return value
        return permitted_value(name, attribute, value)

    return nh3.Cleaner(
        tags=TAGS,
        attributes={name: set(ATTRIBUTES.get(name, ())) | ADDRESSES.get(name, set()) for name in TAGS},
        tag_attribute_values=FIXED_VALUES,
        attribute_filter=judged,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _sanitise(html: str, media_url: str) -> str:
    return _sanitiser(media_url).clean(html)


def _digest(picture: Start) -> str:
    return picture.attributes.get("src", "").split("/")[-2]  # …/<digest>/<name>


class _Composer:
    def __init__(self, pictures: Mapping[str, BodyPicture]):
        self.pictures = pictures
        self.pages: list[str] = []
        self.contents: list[Heading] = []
        self.page: list[str] = []
        self.heading_at = 0  # where on the page the heading begins that is open
        self.figure: list[Token] = []  # the tokens so far of the figure that is open
        self.tables = 0  # how many are open, one in a cell of the other
        self.times_used: dict[str, int] = {}  # ids

    def finish(self) -> Composition:
        self._turn_page()
        pages = tuple(self.pages) or ("",)
        return Composition(pages, tuple(self.contents), word_count(plain_text("\n".join(pages))))

    def add(self, token: Token) -> None:
        if self.figure or token == Start("figure", {}):
            self.figure.append(token)
            if token == End("figure"):
                self.page.append(self._figure())
                self.figure.clear()
            return
        match token:
            case Start("hr", {"class": "page-break"}):
                self._turn_page()
                return
            case Start("table"):
                self.tables += 1
                if self.tables == 1:
                    self.page.append(start_tag("div", TABLE_FRAME))
            case Start("h2" | "h3"):
                self.heading_at = len(self.page)
        self.page.append(_html(token))
        match token:
            case End("h2" | "h3"):
                self._name_heading(token.name)
            case End("table"):
                self.tables -= 1
                if self.tables == 0:
                    self.page.append("</div>")

    def _turn_page(self) -> None:
        if page := "".join(self.page):
            self.pages.append(page)
        self.page.clear()

    def _name_heading(self, name: str) -> None:
        text = plain_text("".join(self.page[self.heading_at :]))
        heading = Heading(self._unused_id(text), text, level=int(name[1]), page=len(self.pages) + 1)
        self.page[self.heading_at] = start_tag(name, {"id": heading.id})
        self.contents.append(heading)

    def _unused_id(self, text: str) -> str:
        name = f"s-{_slug(text) or f'section-{len(self.contents) + 1}'}"
        while name in self.times_used:
            self.times_used[name] += 1
            name = f"{name}-{self.times_used[name]}"
        self.times_used[name] = 1
        return name

    def _figure(self) -> str:
        """The figure as it is printed, or nothing if its picture may not be."""
        image = next((t for t in self.figure if isinstance(t, Start) and t.name == "img"), None)
        picture = self.pictures.get(_digest(image)) if image else None
        if not picture or not picture.credit.strip():
            return ""
        names = [token.name if isinstance(token, Start | End) else "" for token in self.figure]
        caption = escape_text(picture.caption.strip())
        if "figcaption" in names:
            begin = names.index("figcaption")
            caption = "".join(map(_html, self.figure[begin + 1 : names.index("figcaption", begin + 1)]))
        credit = escape_text(picture.credit.strip().removeprefix("©").strip())
        attributes = {
            "src": picture.src,
            "srcset": picture.srcset,
            "sizes": picture.sizes,
            "width": picture.width,
            "height": picture.height,
            "alt": image.attributes.get("alt", ""),
            "loading": "lazy",
            "decoding": "async",
        }
        return (
            f'<figure class="figure">{start_tag("img", attributes)}<figcaption>{caption and f"{caption} "}'
            f'<span class="figure__credit">© {credit}</span></figcaption></figure>'
        )


def _html(token: Token) -> str:
    match token:
        case Text(text):
            return escape_text(text)
        case Start(name, attributes):
            return start_tag(name, attributes)
        case End(name):
            return f"</{name}>"


def _slug(text: str) -> str:
    """Letters, marks and digits of every script in lower case, with a hyphen for all between them."""
    folded = unicodedata.normalize("NFKC", text).lower()
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return "-".join(kept.split())[:ID_LENGTH].strip("-")
