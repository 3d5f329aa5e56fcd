"""Looking at links in other media: what they say of themselves, and whether they are still there."""

import pytest
from django.core.management import call_command

from articles.models import OutsideLink, Status
from newsportal.http import FetchError, Refused, Response, TooLarge, TooSlow, Unreachable
from newsportal.partners.management.commands import check_outside_links
from newsportal.partners.models import LinkCheck
from newsportal.partners.outside_links import describe_address, find_problem, links_to_check, write_down
from newsportal.partners.webpages import Description
from tests.factories import make_article
from tests.newsportal.partners.feeds import DAY, HOUR, NOW, answering, failing

pytestmark = pytest.mark.django_db


def make_link(name: str = "a", *, article=None, **fields) -> OutsideLink:
    fields.setdefault("url", f"https://gazette.example/{name}")
    article = article or make_article(published_at=NOW - DAY)
    return OutsideLink.objects.create(article=article, outlet="Gazette", title=name, **fields)


def check(link: OutsideLink, problem: str | None, now=NOW) -> LinkCheck:
    return write_down(OutsideLink.objects.get(pk=link.pk), problem, now=now)


def test_page_is_described_by_what_came():
    fetch = answering(b"<title>Ships</title>")

    assert describe_address("https://gazette.example/a", fetch=fetch) == Description("Ships", "gazette.example", "")


def test_page_that_cannot_be_had_is_said_in_words():
    with pytest.raises(FetchError, match="^The page answered with status 403.$"):
        describe_address("https://gazette.example/a", fetch=answering(status=403))


@pytest.mark.parametrize(
    ("fetch", "problem"),
    [
        (answering(), ""),
        (answering(status=404), "The page is gone (status 404)."),
        (answering(status=410), "The page is gone (status 410)."),
        (failing(Unreachable("There is no host by that name.")), "There is no host by that name."),
        (failing(TooLarge("More than a beginning.")), ""),
        (failing(TooSlow("Too slow.")), None),
        (failing(Refused("Private.")), None),
        (answering(status=403), None),
        (answering(status=429), None),
        (answering(status=500), None),
    ],
)
def test_only_what_is_surely_missing_is_a_problem(fetch, problem):
    assert find_problem(OutsideLink(url="https://gazette.example/"), fetch=fetch) == problem


def test_link_is_dead_when_it_failed_twice_and_alive_again_with_the_first_success():
    link = make_link()

    once, twice = check(link, "Gone."), check(link, "Gone.", NOW + DAY)
    assert (once.is_dead, twice.is_dead, twice.failing_since, twice.problem) == (False, True, NOW, "Gone.")
    assert list(LinkCheck.objects.dead()) == [twice]

    unknown = check(link, None, NOW + 2 * DAY)
    assert (unknown.is_dead, unknown.checked_at) == (True, NOW + 2 * DAY)

    alive = check(link, "", NOW + 3 * DAY)
    assert (alive.failures, alive.failing_since, alive.problem) == (0, None, "")


def test_link_with_another_address_begins_anew():
    link = make_link()
    check(link, "Gone.")
    OutsideLink.objects.update(url="https://gazette.example/new")

    found = check(link, "Gone.")

    assert (found.url, found.failures) == ("https://gazette.example/new", 1)


def test_link_that_was_deleted_while_it_was_looked_at_is_no_mistake():
    link = make_link()
    check(link, "Gone.")
    [found] = links_to_check(NOW + DAY)
    OutsideLink.objects.all().delete()

    assert write_down(found, "Gone.", now=NOW + DAY) is None
    assert LinkCheck.objects.count() == 0


def test_two_looks_at_the_same_time_are_one_failure():
    make_link()
    runs = [links_to_check(NOW) for _run in range(2)]

    for [link] in runs:
        write_down(link, "Gone.", now=NOW)
    [once], [again] = [links_to_check(NOW + DAY) for _run in range(2)]
    write_down(once, "", now=NOW + DAY)
    write_down(again, "Gone.", now=NOW + DAY + HOUR)

    assert list(LinkCheck.objects.values_list("failures", "checked_at")) == [(0, NOW + DAY)]


def test_links_are_looked_at_when_their_time_has_come():
    for name, problems, ago in [
        ("fine lately", [""], 6 * DAY),
        ("fine long ago", [""], 7 * DAY),
        ("failed just now", ["x"], 23 * HOUR),
        ("failed yesterday", ["x"], DAY),
        ("dead", ["x", "x"], 6 * DAY),
        ("dead long ago", ["x", "x"], 8 * DAY),
    ]:
        link = make_link(name.replace(" ", "-"))
        for problem in problems:
            check(link, problem, NOW - ago)
    make_link("never")
    make_link("of-a-draft", article=make_article(status=Status.DRAFT))
    changed = make_link("changed")
    check(changed, "", NOW - HOUR)
    OutsideLink.objects.filter(pk=changed.pk).update(url="https://gazette.example/changed-since")

    found = [link.url.rpartition("/")[2] for link in links_to_check(NOW)]

    assert found == ["never", "dead-long-ago", "fine-long-ago", "failed-yesterday", "changed-since"]
    assert len(links_to_check(NOW, most=2)) == 2


def test_command_looks_at_links_and_tells_how_many_failed(monkeypatch, capsys):
    make_link("fine")
    make_link("gone")

    def fetch(url, *, limits):
        return Response(status=404 if url.endswith("gone") else 200, url=url)

    monkeypatch.setattr(check_outside_links, "fetch", fetch)
    call_command("check_outside_links")

    assert capsys.readouterr().out.splitlines()[-1] == "2 links: 1 failed, 0 of them dead"
    assert set(LinkCheck.objects.values_list("url", "failures")) == {
        ("https://gazette.example/fine", 0),
        ("https://gazette.example/gone", 1),
    }
    call_command("check_outside_links")
    assert capsys.readouterr().out.splitlines()[-1] == "0 links: 0 failed, 0 of them dead"


def test_looking_again_costs_no_more_queries_for_more_links(django_assert_num_queries):
    for count in (1, 19):
        for number in range(count):
            make_link(f"{count}-{number}")
        with django_assert_num_queries(1):
            [getattr(link, "link_check", None) for link in links_to_check(NOW)]
