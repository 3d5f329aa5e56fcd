import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.search.expressions import NOTHING, Phrase, any_token, token
from articles.search.query import LONGEST_QUERY, MOST_TERMS, Field, Query, Words
from tests.articles.search.worlds import queries, unhurried


def words(*words: str, **kind) -> Words:
    return Words(words, **kind)


SHIP, GRAIN = words("ship"), words("grain")


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("", []),
        ("  ship   GRAIN ", [[SHIP], [GRAIN]]),
        ("ship OR grain port", [[SHIP, GRAIN], [words("port")]]),
        ("ship | grain", [[SHIP, GRAIN]]),
        ("ship or grain", [[SHIP], [words("or")], [GRAIN]]),
        ("OR ship OR OR grain OR", [[SHIP, GRAIN]]),
        ('"Ship grain"', [[words("ship", "grain", is_exact=True)]]),
        ('"ship"', [[words("ship", is_exact=True)]]),
        ('"ship grain', [[words("ship", "grain", is_exact=True)]]),
        ("„ship grain“ «grain»", [[words("ship", "grain", is_exact=True)], [words("grain", is_exact=True)]]),
        ('"" "?!" — ship', [[SHIP]]),
        ("organi*", [[words("organi", is_prefix=True)]]),
        ("or* *ship shi*p", [[words("or")], [SHIP], [words("shi", "p")]]),
        ("e-mail U.S.", [[words("e", "mail")], [words("u", "s")]]),
        ("日本* 日本", [[words("日", "本")], [words("日", "本")]]),
        ("topic:world", [[Field("topic", "world")]]),
        ('Author:"Ada Reed" TAG:grain,', [[Field("author", "Ada Reed")], [Field("tag", "grain")]]),
        ("topic: ship", [[words("topic")], [SHIP]]),
        ("colour:red", [[words("colour", "red")]]),
        ("ship OR topic:world", [[SHIP, Field("topic", "world")]]),
        ("ship\x00grain \ud800ship", [[SHIP], [GRAIN], [SHIP]]),
    ],
)
def test_query_is_read_as_people_mean_it(text, groups):
    query = Query.parse(text)

    assert [list(group) for group in query.groups] == groups
    assert query.excluded == ()
    assert bool(query) == bool(groups)


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("ship -grain", [GRAIN]),
        ("ship −grain –port", [GRAIN, words("port")]),
        ('ship -"grain port"', [words("grain", "port", is_exact=True)]),
        ("ship -topic:world", [Field("topic", "world")]),
        ("ship OR -grain", [GRAIN]),
        ("ship - grain", []),
        ("ship --grain", [GRAIN]),
        ("ship -", []),
    ],
)
def test_minus_leaves_out(text, excluded):
    query = Query.parse(text)

    assert list(query.excluded) == excluded
    assert query.groups[0] == (SHIP,)


def test_query_that_only_leaves_out_looks_for_nothing():
    query = Query.parse("-ship -topic:world")

    assert not query
    assert query.fields == [Field("topic", "world")]
    with pytest.raises(IndexError):
        query.expression(["english"], lambda field: None)


@pytest.mark.parametrize(
    ("text", "idle"),
    [
        ("organi* harbour", []),
        ("ha* -or* ha*", ["ha*", "-or*"]),
        ("co-oper* e-mail", ["co-oper*"]),
        ('日本* ** "ha*" topic:wo*', []),
    ],
)
def test_star_that_says_nothing_is_known(text, idle):
    assert Query.parse(text).idle_stars == idle


def test_long_query_is_cut_and_says_so():
    many, long = Query.parse("a " * (MOST_TERMS + 1)), Query.parse("a" * (LONGEST_QUERY + 1))

    assert (len(many.groups), many.was_cut) == (MOST_TERMS, True)
    assert (long.written, long.was_cut) == ("a" * LONGEST_QUERY, True)
    assert not Query.parse("a " * MOST_TERMS).was_cut


@unhurried
@given(st.one_of(st.text(st.characters()), queries(), st.text(alphabet='aA- *"“|:ORtopic@=\x00\ud800é日', max_size=60)))
def test_any_text_is_a_query_and_any_query_an_expression(text):
    query = Query.parse(text)

    assert len(query.written) <= LONGEST_QUERY
    query.written.encode()
    assert "\x00" not in query.written
    for term in query.looked_for:
        assert term.words
        assert all(term.words)
    if query:
        query.expression(["", "english", "russian"], lambda field: None)
    assert (query.spoken_expression(["english"]) is None) == (not query.looked_for)


@unhurried
@given(queries())
def test_query_reads_the_same_when_what_it_kept_is_read_again(text):
    query = Query.parse(text)

    assert Query.parse(query.written).groups == query.groups


def test_word_is_looked_for_in_all_its_forms_in_every_language():
    assert words("ships").expression(["", "english", "german"]) == any_token(["ships", "=ships", "=ship", "ship"])
    assert words("ships").expression(["english"]).holds(" ship = ")
    assert words("ship").expression(["english"]).holds(" shipping = =ship ")


def test_words_in_quotation_marks_and_beginnings_are_looked_for_as_they_stand():
    assert words("ships", is_exact=True).expression(["english"]) == token("ships")
    assert words("shi", is_prefix=True).expression(["english"]) == Phrase(("shi",), is_prefix=True)
    assert words("e", "mail").expression(["english"]) == Phrase(("e", "mail"))


def test_name_nobody_has_finds_nothing_and_excludes_nothing():
    world = Field("topic", "world")

    def resolve(field):
        return token("@t1") if field == world else None

    def asked(text):
        return Query.parse(text).expression(["english"], resolve)

    assert asked("topic:nowhere") == NOTHING
    assert asked("topic:world OR topic:nowhere").holds(" @t1 ")
    assert asked("grain -topic:nowhere").holds(" grain ")
    assert not asked("grain -topic:world").holds(" grain @t1 ")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("harbuor grain", "harbour grain"),
        ("Harbuor, grain", "harbour grain"),
        ('"harbuor" OR harbuor', '"harbour" OR harbour'),
        ("harbuo* harbuor*", "harbuo* harbour*"),
        ('"new harbuor"', '"new harbuor"'),
        ("grain -harbuor", "grain -harbuor"),
        ("topic:harbuor harbuor", "topic:harbuor harbour"),
    ],
)
def test_query_can_be_written_with_another_word(text, written):
    query = Query.parse(text).with_word("harbuor", "harbour")

    assert query.written == written
    assert query.groups == Query.parse(written).groups
    assert query.excluded == Query.parse(text).excluded
