"""The index against the same questions asked of the texts themselves, by Python, on the database of this run."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from articles.search import engines, postgresql
from articles.search.documents import LONGEST_TEXT, Document, documents_of
from articles.search.expressions import AllOf, AnyOf, Phrase, Without, any_token, token
from articles.search.fields import Fields
from articles.search.query import Query
from articles.search.tokens import LONGEST_WORD, date_tokens, tag_token, topic_token, word_tokens
from articles.stream import Cursor, cursor_of
from tests.articles.search.worlds import MIDNIGHT, NOW, SECOND, at_random, is_live, plant, queries, stories, unhurried
from tests.factories import make_article, make_section

BELOW_NOW = Cursor(NOW + SECOND, 0)


def asked(text: str):
    """The expression of a query that looks for something, with the names of the database behind its fields."""
    query = Query.parse(text)
    return query.expression(engines.algorithms_in_use(), Fields(query.fields)) if query else None


def newest(expression, most=100) -> list[int]:
    matches = engines.newest(expression, below=BELOW_NOW, since=None, now=NOW, most=most)
    return [match.article_id for match in matches]


@at_random(world=st.lists(stories(), min_size=1, max_size=8), texts=st.lists(queries(), min_size=1, max_size=8))
def test_index_answers_what_the_documents_say(world, texts):
    planted = plant(world)
    documents = list(documents_of(Article.objects.order_by("pk")))

    for text in texts:
        if (expression := asked(text)) is None:
            continue
        wanted = [document.article_id for document in documents if expression.holds(document.text)]

        assert engines.newest_numbers(expression, most=100) == wanted[::-1], text
        assert engines.matching(expression, list(planted)[::2]) == {*wanted} & {*list(planted)[::2]}, text
        assert {*newest(expression)} == {pk for pk in wanted if is_live(planted[pk])}, text


def expressions():
    """Expressions of any shape: deeper and odder than a query can be."""
    words = st.sampled_from(["ship", "grain", "港", "口", "корабл", "the"])
    phrases = st.one_of(
        st.builds(Phrase, st.lists(words, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.sampled_from(["=ship", "@t1", "@u", "@"]).map(token),  # no phrase holds a mark
    )
    return st.recursive(
        phrases,
        lambda parts: st.one_of(
            st.lists(parts, min_size=2, max_size=4).map(lambda some: AllOf(tuple(some))),
            st.lists(parts, min_size=2, max_size=4).map(lambda some: AnyOf(tuple(some))),
            st.builds(Without, parts, parts),
        ),
        max_leaves=8,
    )


def documents():
    """Documents such as ``documents_of`` makes: tokens between spaces, paragraphs apart."""
    words = st.lists(st.sampled_from(["ship", "grain", "港", "口", "корабл", "the", "shipping", "@t"]), max_size=6)
    part = words.map(lambda words: f" {' '.join(word for word in [*words, '='] if word != '@t')} =ship ")
    facts = st.lists(st.sampled_from(["@t1", "@t12", "@u", "@d20261102"]), max_size=3, unique=True)
    return st.builds(Document, st.just(0), part, part, part, part, facts.map(lambda facts: f" {' '.join(facts)} "))


@at_random(made=st.lists(documents(), min_size=1, max_size=4), expression=expressions())
def test_index_answers_expressions_of_any_shape(made, expression):
    articles = Article.objects.bulk_create([Article(headline="Story") for _ in made])
    made = [
        Document(article.pk, *list(vars(document).values())[1:])
        for article, document in zip(articles, made, strict=True)
    ]

    engines.store(made)

    assert engines.newest_numbers(expression, most=100) == [
        document.article_id for document in reversed(made) if expression.holds(document.text)
    ]


@unhurried
@given(document=documents(), expression=expressions())
def test_what_postgresqls_index_is_asked_for_holds_no_phrase_and_all_that_match(document, expression):
    likely = postgresql.likely(expression)

    pairs = postgresql.vectors(document)[1].replace("'", "")
    assert "<->" not in postgresql.written(likely)
    assert likely.holds(f"{document.text}{pairs} ") or not expression.holds(document.text)


@pytest.mark.django_db
def test_matches_come_with_what_they_are_filed_under():
    section = make_section("Ports")
    article = make_article("Ships", published_at=NOW, section=section, tags=["grain"])

    (match,) = engines.newest(token("ships"), below=BELOW_NOW, since=None, now=NOW, most=5)

    filed = {topic_token(section.pk), tag_token(article.tags.get().pk)}
    assert set(match.facts.split()) == {*date_tokens(NOW.date()), *filed}
    assert cursor_of(match.row) == Cursor(NOW, article.pk)
    assert engines.facts_of([article.pk]) == [match.facts]


@pytest.mark.django_db
def test_stored_document_replaces_the_one_before():
    article = make_article("Ships in port", published_at=NOW)

    engines.store([Document(article.pk, " trains = ", " = ", " = ", " = ", "  ", NOW)])

    assert [newest(token(word)) for word in ("ships", "trains")] == [[], [article.pk]]


@pytest.mark.django_db
def test_deleted_article_leaves_the_index():
    gone, kept = make_article("Ships in port"), make_article("Ships at sea")

    gone.delete()

    assert engines.newest_numbers(token("ships"), most=10) == [kept.pk]


NAUGHTY = (
    "' \\ '' \\' \"\" \" ( ) () )( & | ! <-> :* * ** *a -* - -- --- ^ ~ + NEAR NEAR(a,b) AND NOT OR OR OR a AND NOT b "
    "{headline}:a headline:a facts:@u rowid:1 @u @t1 =ship :A 'a':* %s %(a)s %% $1 ? ; DROP/**/TABLE topic: topic:\"\" "
    'author:"Ada tag:*:* -topic:- \u0301 \u0301a ½* ﷽ ﷺ 𝕊𝕙𝕚𝕡 İ ß ŉ ǰ ΐ ſt '
    "\u200bship \u200eship שָׁלוֹם a\u0000b \ud800 x\udfff"
).split(" ")


def texts_to_type():
    """What a cat on a keyboard, an attacker and a scholar would type."""
    strange = st.text(st.characters(), max_size=12)  # any character, halves of pairs as well
    pieces = st.one_of(st.sampled_from(NAUGHTY), strange, queries(), st.sampled_from(["topic:", "author:", "tag:"]))
    return st.builds(str.join, st.sampled_from([" ", ""]), st.lists(pieces, max_size=8))


@at_random(text=texts_to_type())
def test_any_text_can_be_asked_of_the_index(text):
    article = make_article("Ships in port", published_at=NOW)
    expression = asked(text)
    if expression is None:
        return

    spoken = Query.parse(text).spoken_expression(engines.algorithms_in_use())

    assert {*newest(expression)} <= {article.pk}
    assert spoken is None or {*engines.ranks(spoken, [article.pk])} == {article.pk}


@pytest.mark.django_db
def test_every_naughty_piece_can_be_asked_by_itself_and_in_quotation_marks():
    make_article("Ships in port")

    for text in [shape.format(piece) for piece in NAUGHTY for shape in ("{0}", '"{0}"', "-{0} ship", "topic:{0}")]:
        if (expression := asked(text)) is not None:
            newest(expression)


@pytest.mark.django_db
def test_more_topics_than_a_query_has_words_can_be_asked_for():
    article = make_article("Ships", published_at=NOW)
    many = any_token([*(f"@t{n}" for n in range(5_000)), "ships"])

    assert newest(AllOf((many, token("ships")))) == [article.pk]


@pytest.mark.django_db
def test_words_longer_than_any_are_cut_alike_in_texts_and_queries():
    long = "ж" * (LONGEST_WORD + 20)
    article = make_article(long, body=f"<p>{long}end</p>", published_at=NOW)

    assert [newest(asked(text)) for text in (long, f'"{long[:-1]}"', "ж" * 10, "жжж*")] == [
        [article.pk],
        [article.pk],
        [],
        [article.pk],
    ]


def long_bodies():
    """Bodies at the edge of what an index holds, by what is hard in them."""
    words, dice = (f"{n:x}" for n in range(10**9)), random.Random(1)

    def of(make) -> str:
        text = ""
        while len(text) < LONGEST_TEXT:
            text += " ".join(make() for _ in range(1000)) + " "
        return text

    return {
        "many different words": of(lambda: next(words)),
        "many different words of four bytes a letter": of(
            lambda: "".join(chr(0x20000 + int(d, 16)) for d in next(words))
        ),
        "many different long words": of(lambda: f"{'ж' * 60}{next(words)}"[-LONGEST_WORD:]),
        "one word again and again": of(lambda: "ship"),
        "no space": "x" * (LONGEST_TEXT + 10),
        "Chinese": "".join(chr(0x4E00 + dice.randrange(20_000)) for _ in range(LONGEST_TEXT + 10)),
        "rare Chinese": "".join(chr(0x20000 + dice.randrange(40_000)) for _ in range(LONGEST_TEXT + 10)),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("kind", long_bodies())
def test_bodies_longer_than_any_are_indexed(kind):
    body = long_bodies()[kind]

    article = make_article("Very long", body=f"<p>first words {body} last</p>", language="ru", published_at=NOW)

    (document,) = documents_of([article])
    first, beyond = word_tokens(body)[0], token("last")
    assert [newest(token(first)), newest(beyond)] == [[article.pk], []]
    assert document.body.count(" ") <= LONGEST_TEXT * 2


def test_vectors_stay_below_a_megabyte_however_many_words_there_are():
    words = " ".join(f"{'𠀀' * 40}{n}" for n in range(20_000))

    vectors = postgresql.vectors(Document(1, f" {words} = ", " = ", " = ", " = ", "  "))
    size = sum(len(vector.encode()) for vector in vectors)

    assert 500_000 < size < 1_200_000  # with quotation marks and places in figures


@pytest.mark.django_db
def test_vectors_near_their_limit_are_stored():
    article = make_article("Story", published_at=NOW)
    words = [f"{'𠀀' * 40}{n}" for n in range(20_000)]

    engines.store([Document(article.pk, f" {' '.join(words)} = ", " = ", " = ", " = ", " @t1 ", NOW)])

    assert [newest(token(words[0])), newest(token("@t1"))] == [[article.pk], [article.pk]]


@pytest.mark.django_db
def test_article_that_says_a_word_more_often_and_higher_up_ranks_higher():
    filler = " ".join(f"word{n}" for n in range(100))
    once = make_article("Harbour news", body=f"<p>A ship. {filler}</p>")
    often = make_article("Harbour news", body=f"<p>A ship, a ship, a ship. {filler}</p>")
    high = make_article("A ship", body=f"<p>{filler} news</p>")
    never = make_article("Harbour news", body=f"<p>{filler}</p>")

    ranks = engines.ranks(token("ship"), [once.pk, often.pk, high.pk, never.pk])

    assert sorted(ranks, key=ranks.get) == [never.pk, once.pk, often.pk, high.pk]
    assert ranks[never.pk] == 0 or ranks[never.pk] < ranks[once.pk] / 100
    assert engines.ranks(token("ship"), []) == {}


@pytest.mark.django_db
def test_algorithms_in_use_are_those_of_all_stories_each_once():
    assert engines.algorithms_in_use() == []

    for language in ("en", "de", "en-us", "zh", "de"):
        make_article(language=language)

    assert engines.algorithms_in_use() == ["", "english", "german"]


@pytest.mark.django_db
def test_day_month_and_year_of_a_story_are_facts_of_it():
    article = make_article("Ships", published_at=MIDNIGHT - SECOND)
    draft = make_article("Ships", status="draft")

    assert [engines.newest_numbers(any_token([fact]), most=5) for fact in date_tokens((MIDNIGHT - SECOND).date())] == [
        [article.pk]
    ] * 3
    assert engines.newest_numbers(token("@u"), most=5) == [draft.pk]


@unhurried
@given(st.text())
def test_no_word_holds_a_mark(text):
    assert [word for word in word_tokens(text) if "=" in word or "@" in word or "'" in word or "\\" in word] == []
