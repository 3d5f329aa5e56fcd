"""What may stand in the attributes of an article's body: addresses, numbers, languages."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

SPAN = r"(?!1$)[1-9]\d?"  # 1 says nothing

# Attributes that are kept, each with the form of its value. Addresses and classes are judged separately.
ATTRIBUTES = {
    "a": {"hreflang": r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "title": r".+"},
    "abbr": {"title": r".+"},
    "img": {"alt": r".*"},
    "ol": {"start": r"(?!1$)-?\d{1,6}"},
    "td": {"colspan": SPAN, "rowspan": SPAN},
    "th": {"colspan": SPAN, "rowspan": SPAN, "scope": r"(row|col)(group)?"},
    "time": {"datetime": r"[0-9A-Za-z:.+ -]{1,40}"},
}

HOST = re.compile(r"""[^\s"'%<>\\^`{|}@]+""")
UNSAFE_IN_ADDRESS = str.maketrans({character: f"%{ord(character):02X}" for character in ' "<>`'})


def link_target(address: str) -> str | None:
    """The address as it may stand in ``href``, or None if a link must not lead there.

    Allowed are complete http(s), ``mailto:`` and ``tel:`` addresses, paths on this site (``/…``) and places
    on the page (``#…``). ``//host`` is refused, also in the spellings browsers repair to it; so are names and
    passwords before the host (``https://bank.example@evil.example``).
    """
    address = re.sub(r"[\t\r\n]", "", address).strip()  # as browsers do before they look at it
    if "\\" in address:
        return None
    if address.startswith(("/", "#")):
        is_complete = not address.startswith("//") and address != "#"
        return address.translate(UNSAFE_IN_ADDRESS) if is_complete else None
    scheme, _colon, rest = address.partition(":")
    scheme = scheme.lower()
    if scheme in {"http", "https"}:
        try:
            parts = urlsplit(address)
            is_complete = bool(HOST.fullmatch(parts.netloc)) and bool(parts.hostname) and parts.port != 0
        except ValueError:  # a port or an IPv6 address that is none
            return None
    else:
        is_complete = scheme in {"mailto", "tel"} and bool(rest)
    return f"{scheme}:{rest}".translate(UNSAFE_IN_ADDRESS) if is_complete else None


def web_address(address: str) -> str | None:
    """The address if it is a complete http(s) one, else None."""
    target = link_target(address)
    return target if target and target.startswith("http") else None


def own_picture(address: str, media_url: str) -> str | None:
    """The address if it is that of one of our renditions: ``<media_url><16 hex digits>/<name>.webp``."""
    address = address.strip()
    pattern = re.escape(media_url) + r"[0-9a-f]{16}/[A-Za-z0-9][A-Za-z0-9_-]*\.(webp|jpg)"
    return address if re.fullmatch(pattern, address) else None


def permitted_value(name: str, attribute: str, value: str) -> str | None:
    """The value of one of ``ATTRIBUTES``, its spaces put in order, or None if it is not of the right form."""
    pattern = ATTRIBUTES.get(name, {}).get(attribute)
    value = " ".join(value.split())
    return value if pattern is not None and re.fullmatch(pattern, value, re.ASCII) else None


def permitted_attributes(name: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """Those of an element's ``ATTRIBUTES`` which are of the right form and not empty."""
    values = {key: permitted_value(name, key, attributes.get(key, "")) for key in ATTRIBUTES.get(name, {})}
    return {key: value for key, value in values.items() if value}
