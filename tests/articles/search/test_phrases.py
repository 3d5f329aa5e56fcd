"""Words side by side: what the index takes for a phrase is looked through for it."""

import pytest

from articles.search import engines, postgresql
from articles.search.query import Query
from articles.stream import Cursor
from tests.articles.search.worlds import NOW, SECOND
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def expression_of(text: str):
    return Query.parse(text).expression(engines.algorithms_in_use(), lambda field: None)


def newest(text: str, most: int = 100, **only) -> list[int]:
    below = Cursor(NOW + SECOND, 0)
    matches = engines.newest(expression_of(text), below=below, since=None, now=NOW, most=most, **only)
    return [match.article_id for match in matches]


def test_phrase_does_not_reach_across_paragraphs_or_parts():
    article = make_article("Ships", lead="Grain", body="<p>New port</p><p>old<br>pier</p>", published_at=NOW)

    found = {text: newest(text) for text in ('"ships grain"', '"port old"', '"new port"', '"old pier"')}

    assert found == {
        '"ships grain"': [],
        '"port old"': [],
        '"new port"': [article.pk],
        '"old pier"': [article.pk],
    }


@pytest.fixture
def all_pairs_look_alike(monkeypatch):
    """Pairs are numbers out of a million, and two of them can have the same: here all have."""
    monkeypatch.setattr(postgresql, "PAIRS", 1)
    postgresql.pair.cache_clear()
    yield
    postgresql.pair.cache_clear()


@pytest.mark.usefixtures("all_pairs_look_alike")
@pytest.mark.parametrize("most", [1, 2, 3, 20])
def test_as_many_stories_with_the_phrase_are_found_as_are_wanted_however_many_only_look_so(most):
    texts = ["new port", "port new", "new and port", "a new port", "new ports", "port new", "the new port"] * 3
    stories = [make_article(text, published_at=NOW - n * SECOND).pk for n, text in enumerate(texts)]
    wanted = [pk for pk, text in zip(stories, texts, strict=True) if "new port" in f"{text} ".replace("ports", "")]
    assert len(wanted) == 9

    assert newest('"new port"', most) == wanted[:most]
    assert newest('"new port"', most, of_few=100) == wanted[:most]
    assert engines.newest_numbers(expression_of('"new port"'), most=most) == wanted[::-1][:most]
    assert engines.matching(expression_of('"new port"'), stories[:6]) == {*wanted} & {*stories[:6]}


@pytest.mark.usefixtures("all_pairs_look_alike")
def test_story_that_only_looks_like_having_an_unwanted_phrase_is_found():
    kept = make_article("port new", published_at=NOW)
    make_article("a new port", published_at=NOW)

    assert newest('port -"new port"') == [kept.pk]
