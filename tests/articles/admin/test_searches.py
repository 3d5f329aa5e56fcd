"""The report on what readers look for."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from articles.admin import page as desk_page
from articles.models import SearchedQuery
from tests.articles.admin.desk import sign_in
from tests.factories import make_user

LIST = "admin:articles_searchedquery_changelist"


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def searched(query: str, *, times=1, found=5, days_ago=0) -> None:
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    SearchedQuery.objects.create(query=query, times=times, found=found, day=day)


def report(client, **parameters) -> list[tuple]:
    page = client.get(reverse(LIST), parameters)
    admin = page.context["cl"].model_admin
    return [(row.query, admin.times_in_all(row), admin.found_lately(row)) for row in page.context["cl"].result_list]


def test_days_are_summed_up_the_most_frequent_first_with_what_was_found_last(editor):
    searched("harbour", times=2, found=0, days_ago=0)
    searched("harbour", times=1_200, found=4, days_ago=2)
    searched("bread", times=7, found=1_000)
    searched("quay", times=7, found=1_001, days_ago=1)

    assert report(editor) == [("harbour", "1,202", "0"), ("bread", "7", "1,000"), ("quay", "7", "1,000+")]


def test_period_and_what_was_found_narrow_the_report(editor):
    searched("today", found=0)
    searched("week", days_ago=6, found=0)
    searched("month", days_ago=29)
    searched("old", days_ago=89)
    searched("found again", found=3)
    searched("found again", days_ago=1, found=0, times=4)

    def queries(**parameters):
        return [query for query, *_ in report(editor, **parameters)]

    assert queries() == ["found again", "today", "week"]
    assert queries(period="today") == ["found again", "today"]
    assert queries(period="month") == ["found again", "today", "week", "month"]
    assert queries(period="all") == ["found again", "today", "week", "month", "old"]
    assert queries(found="nothing") == ["today", "week"]
    assert queries(found="something", period="all") == ["found again", "month", "old"]
    assert queries(q="EE", period="all") == ["week"]


def test_columns_can_be_sorted(editor):
    searched("harbour", times=1, found=9)
    searched("bread", times=2, found=3, days_ago=1)

    assert [query for query, *_ in report(editor, o="1")] == ["harbour", "bread"]
    assert [query for query, *_ in report(editor, o="2")] == ["bread", "harbour"]
    assert [query for query, *_ in report(editor, o="-3")] == ["harbour", "bread"]


def test_a_line_leads_to_the_search_and_to_a_new_pick(editor):
    searched("köln & <co>")

    html = editor.get(reverse(LIST)).content.decode()

    assert '<a href="/search/?q=k%C3%B6ln+%26+%3Cco%3E">köln &amp; &lt;co&gt;</a>' in html
    assert '<a href="/admin/articles/editorspick/add/?query=k%C3%B6ln+%26+%3Cco%3E">Pick a story</a>' in html


def test_the_filter_of_the_period_names_the_one_that_holds(editor):
    def chosen(**parameters):
        filters = editor.get(reverse(LIST), parameters).context["cl"].filter_specs
        (period,) = [spec for spec in filters if spec.parameter_name == "period"]
        choices = list(period.choices(editor.get(reverse(LIST), parameters).context["cl"]))
        return [str(choice["display"]) for choice in choices if choice["selected"]]

    assert chosen() == chosen(period="nonsense") == ["Past 7 days"]
    assert chosen(period="month", found="nothing") == ["Past 30 days"]


def test_nothing_can_be_changed(db):
    searched("harbour")
    row = SearchedQuery.objects.get()
    chief = sign_in(make_user("kim", group="Chief editor", is_superuser=True))

    change = reverse("admin:articles_searchedquery_change", args=[row.pk])
    addresses = [
        reverse("admin:articles_searchedquery_add"),
        change,
        reverse("admin:articles_searchedquery_delete", args=[row.pk]),
    ]
    answers = [chief.post(address, {"query": "bread", "post": "yes"}).status_code for address in addresses]
    chief.post(reverse(LIST), {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})

    assert answers == [403, 403, 403]
    assert chief.get(change).status_code == 200
    assert list(SearchedQuery.objects.values_list("query", flat=True)) == ["harbour"]


def test_the_report_is_for_editors_and_chief_editors(db):
    groups = ("Reporter", "Editor", "Chief editor")
    answers = [sign_in(make_user(group[:4], group=group)).get(reverse(LIST)).status_code for group in groups]

    assert answers == [403, 200, 200]


@pytest.mark.parametrize("count", [1, 20])
def test_list_has_a_constant_number_of_queries(editor, count, django_assert_num_queries):
    for n in range(count):
        searched(f"query {n}")

    # session, user, two of rights, count, page
    with django_assert_num_queries(6):
        page = editor.get(reverse(LIST))

    assert len(page.context["cl"].result_list) == count


def test_the_report_counts_no_further_than_the_limit(editor, monkeypatch):
    monkeypatch.setattr(desk_page, "COUNT_LIMIT", 3)
    for n in range(5):
        searched(f"query {n}")

    assert editor.get(reverse(LIST)).context["cl"].result_count == 3


@pytest.mark.parametrize(
    "parameters",
    [{"period": "x"}, {"found": "x"}, {"q": "\x00"}, {"q": "'%"}, {"o": "9.x.-1"}, {"p": "x"}, {"total": "1"}],
)
def test_nonsense_in_the_address_gets_a_page(editor, parameters):
    searched("harbour")

    response = editor.get(reverse(LIST), parameters, follow=True)

    assert (response.status_code, "Server Error" in strip_tags(response.content.decode())) in {
        (200, False),
        (400, False),
    }
