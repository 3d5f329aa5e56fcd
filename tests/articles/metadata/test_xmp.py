import pytest

from articles.metadata.xmp import read_xmp
from tests.articles.metadata.files import NAMESPACES, alternatives, xmp


def test_properties_are_elements_or_attributes():
    packet = xmp(
        alternatives("dc:description", x_default="The quay at noon.")
        + "<dc:creator><rdf:Seq><rdf:li>Ada Reed</rdf:li><rdf:li>Eve Sand</rdf:li></rdf:Seq></dc:creator>"
        + alternatives("dc:rights", x_default="WIRE")
        + alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="A ship at the quay")
        + "<photoshop:City>Hamburg</photoshop:City>",
        'photoshop:Credit="WIRE" photoshop:Instructions="No &lt;sales&gt;"',
    )

    assert read_xmp(packet) == {
        "agency": ["WIRE"],
        "instructions": ["No <sales>"],
        "caption": ["The quay at noon."],
        "creators": ["Ada Reed", "Eve Sand"],
        "copyright": ["WIRE"],
        "alt": ["A ship at the quay"],
        "city": ["Hamburg"],
    }


@pytest.mark.parametrize(
    ("language", "caption"),
    [("en", "The quay"), ("en-gb", "The quay"), ("de", "Der Kai"), ("de-ch", "Der Kai"), ("fr", "The default")],
)
def test_of_several_languages_the_sites_own_is_taken_or_the_default(settings, language, caption):
    settings.LANGUAGE_CODE = language
    packet = xmp(alternatives("dc:description", en="The quay", x_default="The default", de="Der Kai"))

    assert read_xmp(packet)["caption"] == [caption]


def test_first_language_is_better_than_none():
    assert read_xmp(xmp(alternatives("dc:description", ru="Причал", uk="Причал (укр.)")))["caption"] == ["Причал"]


def test_creator_without_a_list_and_graph_without_a_wrapper():
    packet = f"<rdf:RDF {NAMESPACES}><rdf:Description><dc:creator>Ada Reed</dc:creator></rdf:Description></rdf:RDF>"

    assert read_xmp(packet) == {"creators": ["Ada Reed"]}


BOMB = '<!DOCTYPE x [<!ENTITY a "quay"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\x00",
        b"<",
        xmp("<dc:creator>Ada")[:-60],
        xmp("<photoshop:City>&b;</photoshop:City>"),
        xmp("<photoshop:City>&b;</photoshop:City>", before=BOMB),
        xmp("<photoshop:City>&b;</photoshop:City>", before=OUTSIDE),
        xmp("<photoshop:City>quay</photoshop:City>", before="<!DOCTYPE x>"),
        b'<?xml version="1.0" encoding="no-such-charset"?><x/>',
        b'<?xml version="1.0" encoding="utf-8"?><x>\xff</x>',
        xmp("<photoshop:City>quay</photoshop:City>" + " " * 1_000_000),
    ],
)
def test_damaged_and_hostile_packets_say_nothing(packet):
    assert read_xmp(packet) == {}


def test_deep_and_repeated_packets_are_read_in_time():
    nested = "<dc:title><rdf:Description>" * 15_000 + "</rdf:Description></dc:title>" * 15_000
    many = "<dc:subject><rdf:Bag>" + "".join(f"<rdf:li>{n}</rdf:li>" for n in range(20_000)) + "</rdf:Bag></dc:subject>"

    assert read_xmp(xmp(nested)) == {"title": []}
    assert read_xmp(xmp(many)) == {"keywords": [str(number) for number in range(50)]}


def test_what_prints_nothing_or_turns_text_around_is_dropped():
    packet = xmp("<photoshop:City>Ham\u202eburg\u2066 &#x200f;\u200b\n\t x</photoshop:City>")

    assert read_xmp(packet) == {"city": ["Hamburg \u200f\u200b x"]}
