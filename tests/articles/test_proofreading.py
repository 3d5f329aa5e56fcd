import datetime

import pytest
from django.utils import timezone

from articles.models import Article, Status
from articles.proofreading import Copy, Finding, Severity, check_headline, check_moments, proofread
from tests.factories import make_article, make_photo, make_section, make_topic

NOW = datetime.datetime(2026, 11, 25, 10, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
STOPS, WARNS, NOTES = Severity.STOPS, Severity.WARNS, Severity.NOTES


def said(findings) -> list[tuple[str, str, Severity]]:
    return [(finding.field, finding.message, finding.severity) for finding in findings]


def figure(photo, alt="x") -> str:
    return f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="{alt}"></figure>'


def draft(**fields) -> Article:
    fields.setdefault("topics", [make_topic()])
    return make_article(**({"headline": "Quay opens", "status": Status.DRAFT} | fields))


def copy_of(article: Article) -> Copy:
    """``article`` as it is stored."""
    further = [row.photo for row in article.photo_rows.select_related("photo")]
    related = set(article.related.values_list("pk", flat=True))
    return Copy(article, article.section_id is not None or article.topic_rows.exists(), further, related)


@pytest.mark.parametrize(
    ("length", "severities"), [(0, []), (70, []), (71, [NOTES]), (110, [NOTES]), (111, [WARNS]), (10_000, [WARNS])]
)
def test_headline_that_is_too_long_for_cards_and_for_search_results(length, severities):
    assert [finding.severity for finding in check_headline("x" * length)] == severities


def test_wide_characters_count_twice():
    assert said(check_headline(" " + "東" * 36 + " ")) == [
        ("headline", "The headline has 72 characters: social cards show about 70.", NOTES)
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"published_at": NOW - HOUR / 2}, []),
        (
            {"published_at": NOW + HOUR},
            [("published_at", "It is scheduled: readers see it from 2026-11-25 12:00 on.", NOTES)],
        ),
        (
            {"published_at": NOW - DAY},
            [
                (
                    "published_at",
                    "“Published at” lies in the past (2026-11-24 11:00): the story would stand below newer ones.",
                    WARNS,
                )
            ],
        ),
        ({"published_at": NOW - DAY, "status": Status.PUBLISHED}, []),
        (
            {"withdraw_at": NOW - HOUR},
            [("withdraw_at", "“Withdraw at” is over (2026-11-25 10:00): readers would not see the story.", STOPS)],
        ),
        (
            {"withdraw_at": NOW - HOUR, "published_at": NOW - DAY, "status": Status.PUBLISHED},
            [("withdraw_at", "“Withdraw at” is over (2026-11-25 10:00): readers would not see the story.", WARNS)],
        ),
        ({"updated_at": NOW + DAY}, [("updated_at", "“Updated at” lies in the future (2026-11-26 11:00).", WARNS)]),
        (
            {"updated_at": NOW - 2 * DAY, "published_at": NOW - DAY, "status": Status.PUBLISHED},
            [("updated_at", "“Updated at” lies before “published at”.", WARNS)],
        ),
        ({"dateline_date": datetime.date(2026, 11, 23)}, []),
        (
            {"dateline_date": datetime.date(2026, 11, 22)},
            [("dateline_date", "The dateline is 3 days older than the story.", WARNS)],
        ),
        (
            {"dateline_date": datetime.date(2026, 11, 26)},
            [("dateline_date", "The dateline is of a day to come.", WARNS)],
        ),
        (
            {"dateline_date": datetime.date(2020, 1, 2), "published_at": NOW.replace(year=2020, month=1, day=2)}
            | {"status": Status.PUBLISHED},
            [],
        ),
    ],
)
def test_moments(fields, expected):
    assert said(check_moments(Article(**fields), now=NOW)) == expected


@pytest.mark.django_db
def test_story_with_everything_is_said_to_be_good():
    photo = make_photo()
    article = draft(lead_photo=photo, body=f'<p>Text, and <a href="/about/">a page</a>.</p>{figure(photo)}')

    assert proofread(copy_of(article)) == []


@pytest.mark.django_db
def test_what_stops_stands_first_then_warnings_then_notes():
    bare = make_photo(credit="", alt="", caption="Bare")
    article = draft(headline="Q" * 80, lead="", body="", topics=[], lead_photo=bare)
    article.photo_rows.create(photo=make_photo(alt="", caption="Further"))

    assert said(proofread(copy_of(article))) == [
        ("section", "The story needs a section or a topic.", STOPS),
        ("lead", "The lead is missing.", STOPS),
        ("lead_photo", "The photograph “Bare” has no credit.", STOPS),
        ("lead_photo", "The photograph “Bare” has no alternative text.", STOPS),
        ("photos", "The photograph “Further” has no alternative text.", STOPS),
        ("body", "The story has no text.", WARNS),
        ("headline", "The headline has 80 characters: social cards show about 70.", NOTES),
    ]


@pytest.mark.django_db
def test_breaking_story_is_only_warned_of_what_it_may_lack():
    article = draft(is_breaking=True, lead="", section=make_section(), topics=[])

    assert said(proofread(copy_of(article))) == [("lead", "The lead is missing.", WARNS)]


@pytest.mark.django_db
def test_photographs_in_the_text():
    whole, silent, bare = make_photo(), make_photo(caption="Silent"), make_photo(credit="", caption="Bare")
    gone = make_photo()
    body = "<p>Text</p>" + figure(whole) + figure(silent, alt=" ") + figure(bare) + figure(gone)
    article = draft(body=body)
    article.figure_rows.all().delete()
    gone.delete()

    assert said(proofread(copy_of(article))) == [
        ("body", f"A picture in the text ({gone.digest}) is not in the library: it is left out.", WARNS),
        ("body", "The photograph “Bare” in the text has no credit: it is left out.", WARNS),
        ("body", "The photograph “Silent” in the text has no alternative text.", WARNS),
    ]


@pytest.mark.django_db
def test_links_are_judged_by_the_moment_of_publication():
    later = make_article("Later", published_at=timezone.now() + DAY)
    body = f'<p><a href="/news/{later.pk}/later/">before</a> and <a href="/none/">nothing</a></p>'
    before, after = draft(body=body), draft(body=body, headline="Another", published_at=timezone.now() + 2 * DAY)

    messages = [
        "The link “before” leads nowhere. “Later” is published only later, or ended before.",
        "The link “nothing” leads nowhere. There is no such page.",
    ]
    assert [finding.message for finding in proofread(copy_of(before))] == messages
    assert [finding.message for finding in proofread(copy_of(after)) if finding.severity == WARNS] == messages[1:]


@pytest.mark.django_db
def test_possible_duplicate_is_named_with_the_story_unless_the_article_leads_to_it():
    other = make_article("The new quay opens today")
    article = draft(headline="New quay opens")

    assert proofread(copy_of(article)) == [
        Finding("headline", "Is this the same story? “The new quay opens today” (published)", NOTES, other)
    ]
    article.related.add(other)
    assert proofread(copy_of(article)) == []
    linking = draft(headline="New quay opens", body=f'<p><a href="{other.get_absolute_url()}">yesterday</a></p>')
    assert [finding.story for finding in proofread(copy_of(linking))] == [article]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    ["", "\x00", "<", '<img src="x">', '<a href="//">x</a>' * 500, "<p>" * 10_000, "<h2>a</h2><a href='#'>b</a>"],
)
def test_any_text_is_read(body):
    findings = proofread(Copy(Article(headline="\x00 <", body=body, language=""), has_topic=True))

    assert {finding.field for finding in findings} <= {"headline", "lead", "body"}


@pytest.mark.django_db
def test_cost_does_not_grow_with_photographs_links_and_stories(django_assert_max_num_queries):
    photos = [make_photo() for _ in range(20)]
    stories = [make_article(f"New quay opens {number}") for number in range(20)]
    counts = []
    for most in (1, 20):
        links = "".join(f'<a href="{story.get_absolute_url()}">x</a>' for story in stories[:most])
        article = draft(
            headline=f"Other{most} news{most}", body=f"<p>{links}</p>" + "".join(map(figure, photos[:most]))
        )
        for photo in photos[:most]:
            article.photo_rows.create(photo=photo)
        article.refresh_from_db()
        with django_assert_max_num_queries(9) as captured:
            assert proofread(copy_of(article)) == []
        counts.append(len(captured))

    assert counts[0] == counts[1]
