"""XML from elsewhere as a tree, without entities of its own making."""

from __future__ import annotations

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from newsportal.currency.records import RatesError


def read_tree(body: bytes) -> Element:
    """The root of the document; names keep their prefixes as they are written (``gesmes:Envelope``).

    A document type is refused where it begins, before it can declare an entity or name a file. Raises ``RatesError``.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # LookupError: a charset nobody has heard of
        raise RatesError(_("The file is not whole (%(reason)s).") % {"reason": error}) from error
    return builder.close()


def _refuse(*declaration) -> None:
    raise RatesError(_("The file declares a document type, which no publisher of rates does."))
