"""XMP: metadata as RDF in XML (ISO 16684-1), in which the IPTC's standard is written today."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.conf import settings

from articles.metadata.fields import Fields, add

LONGEST = 1_000_000  # bytes
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LANGUAGE = "http://www.w3.org/XML/1998/namespace lang"
DC = "http://purl.org/dc/elements/1.1/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
IPTC_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"

NAMES = {
    f"{DC} description": "caption",
    f"{IPTC_CORE} AltTextAccessibility": "alt",
    f"{DC} creator": "creators",
    f"{PHOTOSHOP} Credit": "agency",
    f"{PHOTOSHOP} Source": "source",
    f"{DC} title": "title",
    f"{PHOTOSHOP} Headline": "headline",
    f"{DC} rights": "copyright",
    f"{RIGHTS} UsageTerms": "usage",
    f"{PHOTOSHOP} Instructions": "instructions",
    f"{PHOTOSHOP} City": "city",
    f"{PHOTOSHOP} Country": "country",
    f"{PHOTOSHOP} DateCreated": "taken",
    f"{DC} subject": "keywords",
}


class Refused(Exception):
    """The packet declares a document type, as no program that writes XMP does."""


def read_xmp(packet: bytes | str) -> Fields:
    """The fields of a packet; none of one that is too long, damaged, or declares a document type."""
    if isinstance(packet, str):
        packet = packet.encode("utf-8", "replace")
    root = _tree(packet.rstrip(b"\x00")) if len(packet) <= LONGEST else None
    fields: Fields = {}
    if root is None:
        return fields
    # Those at the top alone: what is nested says something of a part, and could be nested without end.
    graphs = [root] if root.tag == f"{RDF} RDF" else _inside(root, "RDF")
    for description in (found for graph in graphs for found in _inside(graph, "Description")):
        # A property is an element, or, in the short form of RDF, an attribute.
        for name, text in description.items():
            if name in NAMES:
                add(fields, NAMES[name], text)
        for element in description:
            if element.tag in NAMES:
                for text in _texts(element):
                    add(fields, NAMES[element.tag], text)
    return fields


def _tree(packet: bytes) -> Element | None:
    """The root of the packet; names are ``namespace local``. A document type is refused before it declares anything."""
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(packet, True)
        return builder.close()
    except (expat.ExpatError, LookupError, ValueError, AssertionError, Refused):  # LookupError: an unknown charset
        return None


def _refuse(*declaration) -> None:
    raise Refused


def _inside(element: Element, name: str) -> list[Element]:
    return [child for child in element if child.tag == f"{RDF} {name}"]


def _texts(element: Element) -> list[str]:
    """The values of a property: its own text, all of a list, or of the same in several languages one."""
    items = list(element.iter(f"{RDF} li"))
    if not items:
        return ["".join(element.itertext())]
    texts = ["".join(item.itertext()) for item in items]
    if not _inside(element, "Alt"):
        return texts
    by_language = {item.get(LANGUAGE, "").lower(): text for item, text in zip(items, texts, strict=True)}
    own = settings.LANGUAGE_CODE.lower()
    wanted = (own, own.partition("-")[0], "x-default")
    return [next((by_language[name] for name in wanted if by_language.get(name)), texts[0])]
