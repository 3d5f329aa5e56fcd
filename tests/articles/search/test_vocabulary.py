import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Status, VocabularyLetter, VocabularyWord
from articles.search.query import Query
from articles.search.vocabulary import collect_vocabulary, proposal
from tests.factories import make_article, make_author, make_topic

pytestmark = pytest.mark.django_db


def words() -> dict[str, int]:
    return dict(VocabularyWord.objects.order_by("word").values_list("word", "stories"))


def write(**counts: int) -> None:
    VocabularyWord.objects.bulk_create(VocabularyWord(word=word, stories=count) for word, count in counts.items())
    letters = sorted(set("".join(counts)))
    VocabularyLetter.objects.bulk_create(VocabularyLetter(letter=letter) for letter in letters)


def test_vocabulary_has_the_words_of_several_published_stories_and_all_names():
    make_topic("Fisheries")
    plain = {"lead": "", "body": "<p>of it</p>"}
    make_article("Harbour grain 2026", authors=[make_author("Ada Reed")], **plain)
    make_article("Harbour once", lead="", body="<p>Grain, grain and mispelt</p>")
    make_article("Secret plan", status=Status.DRAFT, lead="plan", body="<p>plan</p>")

    count = collect_vocabulary()

    assert words() == {"ada": 1, "fisheries": 1, "grain": 2, "harbour": 2, "reed": 1}
    assert count == 5
    assert "".join(VocabularyLetter.objects.order_by("letter").values_list("letter", flat=True)) == "abdefghinorsu"


def test_vocabulary_is_made_anew(capsys):
    write(gone=9)
    make_article("Grain", lead="", body="")
    make_article("Grain", lead="", body="")

    call_command("collect_vocabulary")

    assert words() == {"grain": 2}
    assert capsys.readouterr().out.splitlines()[-1] == "1 words."


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbur", "harbour"),
        ("harbourr", "harbour"),
        ("harbuor", "harbour"),
        ("hatbour", "harbour"),
        ("Harbur -grain", "harbour -grain"),
        ("harbur budgt", "harbour budget"),
        ("ёлкы", "ёлки"),
    ],
)
def test_word_one_slip_away_is_proposed(typed, meant):
    write(harbour=12, budget=5, ёлки=3)

    assert proposal(Query.parse(typed)).written == meant


@pytest.mark.parametrize(
    "typed",
    ["harbour", "zzzzzz", '"harbur"', "harbu*", "hat", "-harbur", "topic:harbur", "hrbr", "x" * 200, "", "2027"],
)
def test_nothing_is_proposed_for_what_is_right_or_too_far_away(typed):
    write(harbour=12, harbours=3, har=4)

    assert proposal(Query.parse(typed)) is None


def test_most_common_word_is_proposed_and_a_rare_one_gives_way_to_it():
    write(harbour=40, harbous=3, harbout=1)

    assert proposal(Query.parse("harbou")).written == "harbour"
    assert proposal(Query.parse("harbout")).written == "harbour"
    assert proposal(Query.parse("harbous")).written == "harbour"


def test_common_word_is_not_taken_for_another():
    write(harbour=40, harbous=5)

    assert proposal(Query.parse("harbous")) is None


def test_proposal_takes_two_queries_however_many_words_there_are():
    write(harbour=40, budget=7, grain=3)

    with CaptureQueriesContext(connection) as queries:
        proposal(Query.parse("harbur budgt grayn graiin"))

    assert len(queries) == 2


def test_page_proposes_what_finds_something_and_keeps_the_filters(client):
    write(harbour=40, zebra=7)
    make_article("Harbour", published_at="2026-03-01T12:00Z")

    def meant(query):
        return client.get(f"/search/?{query}").context["mended"]

    assert meant("q=harbur") == {"written": "harbour", "url": "?q=harbour"}
    assert meant("q=harbur&from=2026-01-01&order=newest") == {
        "written": "harbour",
        "url": "?q=harbour&from=2026-01-01&order=newest",
    }
    assert meant("q=zebre") is None
    assert meant("q=harbur&from=2026-04-01") is None
    assert meant("q=harbour") is None
