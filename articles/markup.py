"""Reading and writing HTML piece by piece.

The standard library's ``html.parser`` is not used: before the security releases of 2025 it raises on
``<![x[`` and takes quadratic time over unclosed comments. This reader accepts any text, in linear time.
It is not what keeps readers safe (that is the last step of ``articles.body.clean_body``): a misread tag
costs formatting, nothing more.
"""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple


class Text(NamedTuple):
    text: str


class Start(NamedTuple):
    name: str
    attributes: dict[str, str]
    inside: str = ""  # for OPAQUE elements: their source up to the end tag, which is not read any further


class End(NamedTuple):
    name: str


Token = Text | Start | End

# Every branch runs up to its end or to the end of the text and never gives characters back.
TAG = re.compile(
    r"""<!--(?:-?>|.*?(?:--!?>|\Z))
      | <(?:[!?]|/(?![a-z]))[^>]*+(?:>|\Z)
      | <(?P<slash>/?)(?P<name>[a-z][^\s/>]*+)
        (?P<attributes>(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+)(?:>|\Z)""",
    re.ASCII | re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
ATTRIBUTE = re.compile(
    r"""([^\s/=]++) (?: \s*+=\s*+ (?: "([^"]*+)"?+ | '([^']*+)'?+ | ([^\s"']\S*+) ) )?+""",
    re.ASCII | re.VERBOSE,
)
# In addresses "&copy=2" and "&section=3" are parameters, not signs: names need their semicolon there.
ATTRIBUTE_REFERENCE = re.compile(r"&(?:#\w+;?|\w+;)", re.ASCII)
# What no printed text contains: control and unassigned characters, halves of pairs, byte order marks.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")

CODE = {"script", "style"}
OPAQUE = CODE | set(
    "applet audio button canvas form head iframe math noembed noframes noscript object select svg template "
    "textarea title video xmp".split()
)
END_OF = {name: re.compile(rf"</{name}(?![^\s/>])", re.ASCII | re.IGNORECASE) for name in OPAQUE}


def read_markup(html: str) -> Iterator[Token]:
    """Text, start and end tags in order; character references resolved, names in lower case.

    Comments and declarations are left out, and so is the content of ``OPAQUE`` elements. Such an element
    without an end tag is taken for a stray tag and its content is read, except for scripts and styles.
    """
    html = UNPRINTABLE.sub("", html.replace("\r\n", "\n").replace("\r", "\n"))
    position = 0
    never_ended = set()
    while tag := TAG.search(html, position):
        if tag.start() > position:
            yield Text(_resolved(html[position : tag.start()]))
        position = tag.end()
        if tag["name"] is None:
            continue
        name = tag["name"].lower()
        if tag["slash"]:
            yield End(name)
            continue
        inside = ""
        if name in OPAQUE and name not in never_ended:
            if end := END_OF[name].search(html, position):
                inside, position = html[position : end.start()], end.start()
            elif name in CODE:
                position = len(html)
            else:
                never_ended.add(name)  # Looking again for each of a thousand "<form>" would be quadratic.
        yield Start(name, _read_attributes(tag["attributes"]), inside)
    if position < len(html):
        yield Text(_resolved(html[position:]))


def start_tag(name: str, attributes: Mapping[str, object] | None = None) -> str:
    """``<name key="value">``, escaped as browsers serialise it."""
    pairs = (f' {key}="{escape_attribute(str(value))}"' for key, value in (attributes or {}).items())
    return f"<{name}{''.join(pairs)}>"


def escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(value: str) -> str:
    return escape_text(value).replace('"', "&quot;")


def _read_attributes(source: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(source):
        value = ATTRIBUTE_REFERENCE.sub(lambda reference: unescape(reference[0]), "".join(values))
        attributes.setdefault(name.lower(), _printable(value))  # Of two equal names the first counts.
    return attributes


def _printable(text: str) -> str:
    """References such as ``&#8;`` bring in what the source itself did not contain."""
    return UNPRINTABLE.sub("", text)


def _resolved(text: str) -> str:
    return _printable(unescape(text)) if "&" in text else text
