"""Files with metadata, written byte by byte as agencies' programs write them."""

import io

from PIL import Image

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES = (
    f'xmlns:rdf="{RDF}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
)


def iim(*sets: tuple[int, bytes], charset: bytes | None = b"\x1b%G") -> bytes:
    """An IPTC-IIM block with data sets of record 2, after the one that names the character set."""
    envelope = [(1, 90, charset)] if charset is not None else []
    return b"".join(
        bytes([0x1C, record, number]) + len(data).to_bytes(2, "big") + data
        for record, number, data in [*envelope, *((2, *one) for one in sets)]
    )


def xmp(properties: str = "", attributes: str = "", *, before: str = "") -> bytes:
    """An XMP packet with one description."""
    return (
        f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{before}<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {NAMESPACES}><rdf:Description rdf:about="" {attributes}>{properties}</rdf:Description></rdf:RDF>'
        f'</x:xmpmeta>{" " * 200}<?xpacket end="w"?>'
    ).encode()


def alternatives(name: str, **texts: str) -> str:
    items = "".join(f'<rdf:li xml:lang="{lang.replace("_", "-")}">{text}</rdf:li>' for lang, text in texts.items())
    return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"


def picture(kind="JPEG", *, iptc: bytes | None = None, colour="navy", size=(400, 300), **options) -> bytes:
    """A picture; ``iptc`` is a block of IPTC-IIM, ``xmp`` and ``exif`` are what Pillow takes."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **options)
    data = file.getvalue()
    return data[:2] + _photoshop(iptc) + data[2:] if iptc is not None else data


def _photoshop(block: bytes) -> bytes:
    resource = b"8BIM\x04\x04\x00\x00" + len(block).to_bytes(4, "big") + block + b"\x00" * (len(block) % 2)
    segment = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment
