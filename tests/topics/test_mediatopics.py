import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_section, make_topic
from topics.mediatopics import Adoption, Concept, VocabularyRefused, best_translation, read_vocabulary, take_over
from topics.models import FormerSlug, Topic
from topics.tree import hang_under, rename_slug

SAMPLE = Path(__file__).parent / "samples" / "vocabulary.json"


def read(language="en"):
    return read_vocabulary(SAMPLE.read_bytes(), language=language)


def tree():
    fields = ("name", "slug", "parent__name", "depth", "media_topic", "is_active", "is_section")
    return list(Topic.objects.in_tree_order().values_list(*fields))


def test_read_vocabulary_puts_parents_first():
    assert read() == [
        Concept("medtop:01000000", "Nature", "All that grows", None, False),
        Concept("medtop:20000001", "Water", "Seas and rivers", "medtop:01000000", False),
        Concept("medtop:20000002", "Boats and ships", "Whatever floats", "medtop:20000001", False),
        Concept("medtop:20000003", "Canals", "", "medtop:20000001", True),
    ]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["Natur", "Vatten", "Båtar", "Canals"]),
        ("da", ["Nature", "Vand", "Boats and ships", "Canals"]),
        ("de-at", ["Nature", "Water", "Boote", "Canals"]),
        ("pt", ["Nature", "Águas", "Boats and ships", "Canals"]),
    ],
)
def test_read_vocabulary_names_concepts_in_the_sites_language(language, names):
    assert [concept.name for concept in read(language)] == names


@pytest.mark.parametrize(
    ("texts", "language", "best"),
    [
        ({"pt-PT": "a", "pt-BR": "b"}, "pt-br", "b"),
        ({"pt-PT": "a", "pt-BR": "b"}, "pt", "a"),
        ({"en-GB": "a", "en-US": "b"}, "en-us", "b"),
        ({"en-GB": "a", "fr": " "}, "fr", "a"),
        ({"fr": "a"}, "de", ""),
    ],
)
def test_best_translation(texts, language, best):
    assert best_translation(texts, language) == best


def concept(**fields):
    return {"qcode": "medtop:1", "prefLabel": {"en-GB": "one"}, **fields}


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"{", "The file is not JSON"),
        (b"\xff", "The file is not JSON"),
        (b"[" * 100_000, "The file is not JSON"),
        ([], "no “conceptSet”"),
        ({"conceptSet": []}, "no “conceptSet”"),
        ({"conceptSet": [5]}, "Concept 1 is not readable: it is no object"),
        ({"conceptSet": [concept(), concept(prefLabel=5)]}, "Concept 2 is not readable: “prefLabel” has no texts"),
        ({"conceptSet": [concept(prefLabel={})]}, "it has no code or no name"),
        ({"conceptSet": [concept(broader=5)]}, "“broader” is no list of texts"),
        ({"conceptSet": [concept(qcode="x" * 40)]}, "its code is too long"),
        ({"conceptSet": [concept(), concept()]}, "The code medtop:1 is there twice."),
        (
            {"conceptSet": [concept(broader=["medtop:2"]), concept(qcode="medtop:2", broader=["medtop:1"])]},
            "medtop:1 stands under itself.",
        ),
    ],
)
def test_read_vocabulary_says_what_is_wrong(source, problem):
    data = source if isinstance(source, bytes) else json.dumps(source).encode()

    with pytest.raises(VocabularyRefused, match=problem):
        read_vocabulary(data, language="en")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)
CONCEPTS = st.lists(
    st.dictionaries(
        st.sampled_from(["qcode", "uri", "prefLabel", "definition", "broader", "narrower", "retired"]), JSON
    )
)


@given(JSON | st.fixed_dictionaries({"conceptSet": CONCEPTS | JSON}))
def test_read_vocabulary_raises_nothing_but_its_own_error(source):
    try:
        concepts = read_vocabulary(json.dumps(source).encode(), language="en")
    except VocabularyRefused:
        return
    assert concepts


@pytest.mark.django_db
def test_take_over_makes_the_tree():
    outcome = take_over(read())

    assert outcome == Adoption(created=4)
    assert tree() == [
        ("Nature", "nature", None, 0, "medtop:01000000", True, False),
        ("Water", "water", "Nature", 1, "medtop:20000001", True, False),
        ("Boats and ships", "boats-and-ships", "Water", 2, "medtop:20000002", True, False),
        ("Canals", "canals", "Water", 2, "medtop:20000003", False, False),
    ]
    assert Topic.objects.get(slug="water").description == "Seas and rivers"


@pytest.mark.django_db
def test_take_over_twice_changes_nothing():
    take_over(read())
    before = list(Topic.objects.values())

    assert take_over(read(), after_renaming=pytest.fail) == Adoption(unchanged=4)
    assert list(Topic.objects.values()) == before


@pytest.mark.django_db
def test_take_over_leaves_what_editors_have_changed():
    take_over(read())
    water = Topic.objects.get(slug="water")
    rename_slug(water, "waters")
    hang_under(water, make_section("Planet"))
    Topic.objects.filter(pk=water.pk).update(name="The waters", is_section=True, description="Ours.", is_active=False)
    before = list(Topic.objects.values())

    outcome = take_over(read())

    assert outcome == Adoption(unchanged=4, elsewhere=["The waters (medtop:20000001)"])
    assert list(Topic.objects.values()) == before


@pytest.mark.django_db
def test_take_over_renames_on_request_and_keeps_the_address():
    take_over(read("sv"))

    told: list[Topic] = []

    outcome = take_over(read(), rename=True, after_renaming=told.extend)

    assert outcome == Adoption(renamed=3, unchanged=1)
    assert [topic.name for topic in told] == ["Nature", "Water", "Boats and ships"]
    assert [row[:2] for row in tree()] == [
        ("Nature", "natur"),
        ("Water", "vatten"),
        ("Boats and ships", "båtar"),
        ("Canals", "canals"),
    ]


@pytest.mark.django_db
def test_take_over_gives_topics_of_the_same_name_their_code_and_leaves_them_where_they_are():
    top = make_section("Leisure")
    boats = make_topic("BOATS and Ships", slug="boating", parent=top)
    make_topic("Canals")

    outcome = take_over(read())

    assert outcome == Adoption(created=3, adopted=1, elsewhere=["BOATS and Ships (medtop:20000002)"])
    boats.refresh_from_db()
    assert (boats.media_topic, boats.parent, boats.slug, boats.description) == (
        "medtop:20000002",
        top,
        "boating",
        "Whatever floats",
    )
    # The name of a retired concept is nobody's: the site's own topic stays its own.
    assert [row[1:6] for row in tree() if row[0] == "Canals"] == [
        ("canals", None, 0, None, True),
        ("canals-2", "Water", 2, "medtop:20000003", False),
    ]


@pytest.mark.django_db
def test_take_over_deactivates_what_is_retired_later():
    take_over(read())

    later = [replace(concept, is_retired=True) for concept in read()]

    assert take_over(later) == Adoption(retired=3, unchanged=1)
    assert not Topic.objects.active().exists()
    assert take_over(later) == Adoption(unchanged=4)


@pytest.mark.django_db
def test_take_over_avoids_former_slugs():
    FormerSlug.objects.create(slug="water", topic=make_topic("Rivers"))

    take_over(read())

    assert Topic.objects.get(media_topic="medtop:20000001").slug == "water-2"
