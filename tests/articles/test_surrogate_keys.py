"""What caches in front are told of readers' pages: the keys of what each shows."""

import pytest
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from articles.models import Author, Status
from articles.publishing import withdraw
from articles.surrogate_keys import with_lists
from tests.factories import make_article, make_author, make_section, make_topic
from topics.models import Topic

pytestmark = pytest.mark.django_db
FRAME = {"site", "articles", "breaking", "pages", "rates", "topics"}


def keys_of(client, address) -> set[str]:
    return set(client.get(address).headers["Surrogate-Key"].split())


@pytest.fixture
def story():
    world = make_section("World")
    ports = make_topic("Ports", parent=world)
    return make_article(
        "Harbour reopens", section=world, topics=[ports], tags=["Häfen"], authors=[make_author("Ada Reed")]
    )


def of(story, *kinds) -> set[str]:
    pks = {
        "article": [story.pk],
        "topic": Topic.objects.filter(article_rows__article=story).values_list("pk", flat=True),
        "tag": Tag.objects.values_list("pk", flat=True),
        "author": story.authorships.values_list("author", flat=True),
    }
    return {f"{kind}-{pk}" for kind in kinds for pk in pks[kind]}


def test_pages_of_a_story_have_its_key(client, story):
    other = make_article("Ferries run")
    story.related.add(other)
    gone = make_article("Old story")
    withdraw(gone)
    address = story.get_absolute_url()

    assert [
        keys_of(client, address),
        keys_of(client, f"/news/{story.pk}/former/"),
        keys_of(client, gone.get_absolute_url()),
    ] == [
        FRAME | of(story, "article") | {f"article-{other.pk}", "partners"},
        {"site", "articles", f"article-{story.pk}"},
        FRAME | {f"article-{gone.pk}"},
    ]


def test_lists_have_their_own_key_and_those_of_their_stories(client, story):
    ports = Topic.objects.get(slug="ports")
    tag, author = Tag.objects.get(), Author.objects.get()
    day = reverse("day", args=[timezone.localdate(story.published_at)])
    shown = FRAME | of(story, "article")

    assert [
        keys_of(client, "/news/"),
        keys_of(client, day),
        keys_of(client, "/news/?topic=ports"),
        keys_of(client, ports.get_absolute_url()),
        keys_of(client, reverse("tag", args=[tag.slug])),
        keys_of(client, author.get_absolute_url()),
        keys_of(client, "/"),
    ] == [
        shown | {"news"},
        shown | {"news"},
        shown | {f"topic-{ports.pk}"},
        shown | {f"topic-{ports.pk}"},
        shown | {f"tag-{tag.pk}"},
        shown | {f"author-{author.pk}"},
        shown | {"news", "home", "partners"},
    ]


def test_feeds_and_sitemaps_have_keys_of_their_lists_alone(client, story):
    own = {"site", "articles"}
    ports = Topic.objects.get(slug="ports")

    assert [
        keys_of(client, "/news/feed.rss"),
        keys_of(client, "/topics/ports/feed.json"),
        keys_of(client, "/sitemap.xml"),
        keys_of(client, "/news/new/?after=1-1"),
        keys_of(client, "/robots.txt"),
    ] == [
        own | {"news"} | of(story, "article"),
        own | {"topics", f"topic-{ports.pk}"} | of(story, "article"),
        own | {"news"},
        own | {"news"},
        {"site"},
    ]


def test_other_pages_have_keys_of_what_they_show(client):
    assert [keys_of(client, f"/{name}/") - FRAME for name in ("topics", "corrections", "currency", "partners")] == [
        {"news"},
        {"news"},
        set(),
        {"partners"},
    ]
    assert keys_of(client, "/currency/part/") == {"site", "rates"}


def test_header_is_the_same_for_a_page_that_was_made_before(client, story):
    first, second = (client.get(story.get_absolute_url()).headers["Surrogate-Key"] for _time in range(2))

    assert (first, first.isascii(), "," in first) == (second, True, False)


@pytest.mark.parametrize(
    "address", ["/search/?q=harbour", "/my/", "/zone/", "/accounts/login/", "/nothing/", "/news/999/x/", "/admin/"]
)
def test_what_nobody_may_keep_has_no_keys(client, story, address):
    response = client.get(address)

    assert ("Surrogate-Key" in response.headers, "s-maxage" in response["Cache-Control"]) == (False, False)


def test_cloudflare_reads_the_same_keys_from_a_header_of_its_own(client, story, settings):
    settings.KEY_HEADERS = {"Surrogate-Key": " ", "Cache-Tag": ","}

    response = client.get("/news/feed.json")

    assert response["Cache-Tag"] == f"site,article-{story.pk},articles,news"


def test_a_story_is_announced_with_the_lists_it_stands_in(story, django_assert_num_queries):
    make_article("Elsewhere", tags=["other"])
    draft = make_article("Draft", status=Status.DRAFT)

    with django_assert_num_queries(3):
        found = with_lists({f"article-{story.pk}", f"article-{draft.pk}", "article-x", "rates"})
    with django_assert_num_queries(0):
        nothing = with_lists({"rates"})

    expected = of(story, "article", "topic", "author") | {f"tag-{Tag.objects.get(name='Häfen').pk}"}
    assert found == expected | {f"article-{draft.pk}", "article-x", "rates", "news"}
    assert nothing == {"rates"}
