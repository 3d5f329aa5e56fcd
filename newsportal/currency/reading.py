"""Which format a file is in, and what it says. A new format is a line here."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from newsportal.currency import cbr, ecb
from newsportal.currency.records import RateFile, RatesError
from newsportal.currency.xmltree import read_tree

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_rates(body: bytes, *, codes: Mapping[str, str]) -> RateFile:
    """Read any file of any publisher; ``codes`` is what ``cbr.read_dynamic`` needs. Raises ``RatesError`` only."""
    start = body[:1000].removeprefix(BYTE_ORDER_MARK).lstrip()
    if not start:
        raise RatesError(_("The file is empty."))
    if start.startswith(b"PK"):
        return ecb.read_zip(body)
    if start.startswith(b"Date,"):
        return ecb.read_csv(body)
    if not start.startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        raise RatesError(_("This is no file of a publisher of rates that we know."))
    root = read_tree(body.lstrip())
    if root.tag == ecb.ROOT:
        return ecb.read_xml(root)
    if root.tag == cbr.ROOT:
        return cbr.read_dynamic(root, codes) if cbr.is_dynamic(root) else cbr.read_daily(root)
    raise RatesError(_("This is no file of a publisher of rates that we know."))
