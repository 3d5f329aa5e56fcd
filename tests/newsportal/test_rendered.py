"""Components that are rendered once for the same values, and anew for others."""

import datetime

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles.filing import Label
from articles.models import Article
from newsportal.rendered import Rendered, Unfit, fingerprint, rendered
from tests.factories import make_article, make_photo, make_section
from topics.kept import Lasting
from topics.prepared import Prepared

ENTRY = '{% load remembering %}{% remember "components/entry.html" with article=article only %}'
LIST = '{% load remembering %}{% remember "components/stream.html" with articles=articles only %}'
PLAIN_LIST = '{% include "components/stream.html" with articles=articles only %}'
PLAIN = '{% include "components/entry.html" with article=article only %}'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        ("", None),
        ("<b>", mark_safe("<b>")),
        ([1], (1,)),
        ([1, 2], [12]),
        (Label("World", "/x/", kind="topic", slug="a"), Label("World", "/x/", kind="tag", slug="a")),
    ],
)
def test_what_looks_different_has_another_fingerprint(one, other):
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) == fingerprint(one)


@pytest.mark.parametrize("value", [object(), {"a": 1}, {1}, Article.objects.all()])
def test_what_nobody_can_tell_has_none(value):
    with pytest.raises(Unfit):
        fingerprint(value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"headline": "Other"},
        {"lead": "Other"},
        {"slug": "other"},
        {"is_breaking": True},
        {"published_at": timezone.now() - datetime.timedelta(days=2)},
        "section",
        "photo",
        "renditions",
    ],
)
def test_story_that_changes_is_rendered_anew(change):
    story = make_article(section=make_section("World"), lead_photo=make_photo())
    before = entry_of(story)

    if change == "section":
        type(story.section).objects.update(name="Other")
    elif change == "photo":
        type(story.lead_photo).objects.update(alt="Other")
    elif change == "renditions":
        renditions = story.lead_photo.renditions[:3] + [{"crop": "square", "name": "s.webp", "width": 9, "height": 9}]
        type(story.lead_photo).objects.update(renditions=renditions)
    else:
        Article.objects.update(**change)

    assert entry_of(story) != before


def entry_of(story) -> str:
    article = Article.objects.for_cards().get(pk=story.pk)
    html = Template(ENTRY).render(Context({"article": article}))
    assert html == Template(PLAIN).render(Context({"article": article}))
    return html


CHANGES = {
    "headline": lambda one, two: Article.objects.filter(pk=one.pk).update(headline="Other"),
    "the last story": lambda one, two: Article.objects.filter(pk=two.pk).update(lead="Other"),
    "section": lambda one, two: type(one.section).objects.update(name="Other"),
    "credit": lambda one, two: type(one.lead_photo).objects.update(credit=""),
    "order": lambda one, two: Article.objects.filter(pk=two.pk).update(published_at=timezone.now()),
    "withdrawn": lambda one, two: Article.objects.filter(pk=one.pk).update(withdraw_at=timezone.now()),
    "newer": lambda one, two: make_article("Newer"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES)
def test_list_is_rendered_anew_when_one_of_its_stories_changes(change):
    one = make_article("One", section=make_section("World"), lead_photo=make_photo(), hours_ago=2)
    two = make_article("Two", hours_ago=30)
    before = list_of_all()
    assert list_of_all() == before

    CHANGES[change](one, two)

    assert list_of_all() != before


def list_of_all() -> str:
    articles = Article.objects.stream().articles
    html = Template(LIST).render(Context({"articles": articles}))
    assert html == Template(PLAIN_LIST).render(Context({"articles": articles}))
    return html


@pytest.mark.django_db
def test_list_of_unchanged_stories_is_joined_without_making_any(monkeypatch):
    make_article("One", section=make_section("World"), lead_photo=make_photo())
    list_of_all()
    monkeypatch.setattr(Article, "from_db", None)

    html = Template(LIST).render(Context({"articles": Article.objects.stream().articles}))

    assert "One" in html


@pytest.mark.django_db
def test_rows_of_other_columns_have_another_fingerprint():
    story = make_article()
    headlines, slugs = (
        Prepared(lambda pk, name=name: Article.objects.filter(pk=pk).values_list(name), pk=int)
        for name in ("headline", "slug")
    )
    Article.objects.update(headline=story.slug)

    assert fingerprint(headlines(pk=story.pk)) == fingerprint(headlines(pk=story.pk))
    assert fingerprint(headlines(pk=story.pk)) != fingerprint(slugs(pk=story.pk))
    assert headlines(pk=story.pk).raw == slugs(pk=story.pk).raw


@pytest.mark.django_db
def test_same_story_is_rendered_once_in_each_zone(monkeypatch):
    story = Article.objects.for_cards().get(pk=make_article().pk)
    put = []
    monkeypatch.setattr(rendered, "put", lambda key, html: (put.append(html), Rendered.put(rendered, key, html)))

    for zone in ("Asia/Tokyo", "Asia/Tokyo", "UTC", "Asia/Tokyo"):
        with timezone.override(zone):
            html = entry_of(story)

    assert len(put) == 2
    assert html == put[0] != put[1]


def test_stencil_says_what_an_include_says():
    values = [
        {"kind": "topic", "slug": "world", "name": "World"},
        {"kind": "tag", "slug": "a%20b", "name": '<b> & "100 %(name)s"'},
        {"kind": "author", "slug": "ada", "name": mark_safe("<i>Ada</i>")},
        {"kind": "author", "slug": "ada", "name": "<i>Ada</i>"},
        {"kind": "author", "slug": "", "name": 7},
    ]
    for name in ("notes", "subject"):
        given = f'"components/{name}.html" with kind=kind slug=slug name=name only'
        template = Template(f"{{% load remembering %}}{{% stencil {given} %}}")

        said = [template.render(Context(value)) for value in values]

        assert said == [Template(f"{{% include {given} %}}").render(Context(value)) for value in values]


def test_rows_that_last_are_looked_at_once_and_look_like_others():
    labels = [Label("World", "/x/"), Label("Ports", "/y/")]
    lasting = Lasting(labels)

    assert fingerprint(lasting) == fingerprint(tuple(labels))
    assert fingerprint(lasting) is fingerprint(lasting)
    assert fingerprint(Lasting(labels[:1])) != fingerprint(lasting)


def test_what_is_remembered_sees_nothing_but_what_it_is_given():
    with pytest.raises(TemplateSyntaxError):
        Template('{% load remembering %}{% remember "components/entry.html" with article=article %}')
    with pytest.raises(TemplateSyntaxError):
        Template("{% load remembering %}{% remember name with article=article only %}")


def test_oldest_texts_go_first_when_there_are_too_many():
    texts = Rendered(most_characters=13)  # the keys count as well
    texts.put("a", "12345")
    texts.put("b", "12345")
    assert texts.get("a") == "12345"
    texts.put("c", "12345")
    texts.put("c", "123")
    texts.put("d", "12")

    assert [texts.get(key) for key in "abcd"] == ["12345", None, "123", "12"]
