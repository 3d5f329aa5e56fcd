from newsportal.bench.pages import own_queries


def test_own_queries_are_those_another_page_does_not_ask():
    one = [
        "SELECT article 1",
        "SELECT sections",
        "SELECT latest WHERE published_at <= '2026-11-23 20:15:00.123456'",
        "SELECT tags of 1",
    ]
    other = [
        "SELECT article 2",
        "SELECT sections",
        "SELECT latest WHERE published_at <= '2026-11-23 20:15:01+00:00'",
        "SELECT tags of 2",
    ]

    assert own_queries(one, other) == ["SELECT article 1", "SELECT tags of 1"]


def test_query_asked_once_more_than_the_other_page_asks_it_is_own():
    assert own_queries(["SELECT sections"] * 3, ["SELECT sections"]) == ["SELECT sections"] * 2
