import datetime

import pytest
from django.utils import timezone

from articles.models import Status
from articles.own_links import BrokenLink, article_numbers, broken_links, own_path
from articles.photos import add_photo
from tests.articles.metadata.files import picture
from tests.factories import make_article, make_author, make_topic
from topics.models import FormerSlug

NOW = timezone.now()
DAY = datetime.timedelta(days=1)
SITE = "https://news.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def link(href: str, text="here") -> str:
    return f'<p><a href="{href}">{text}</a></p>'


def broken(*hrefs: str, body="", at=NOW) -> dict[str, str]:
    return {one.href: one.reason for one in broken_links("".join(map(link, hrefs)) + body, at=at)}


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("/news/", "/news/"),
        ("/topics/%C3%A9tude/", "/topics/étude/"),
        (SITE, "/"),
        ("https://NEWS.example/about/?a=1#x", "/about/"),
        ("http://news.example/about/", "/about/"),
        ("//news.example/about/", "/about/"),
        ("https://news.example:8443/about/", None),
        ("https://www.other.example/about/", None),
        ("mailto:desk@news.example", None),
        ("#s-part", None),
        ("/static/img/mark.svg", None),
        ("https://[broken/", None),
        ("about/", None),
    ],
)
def test_own_path(href, path):
    assert own_path(href) == path


@pytest.mark.django_db
def test_pages_that_are_there_are_no_finding():
    topic = make_topic("Shipping")
    FormerSlug.objects.create(slug="ships", topic=topic)
    author = make_author("Ada Reed")
    story = make_article(
        "Quay", topics=[topic], tags=["grain"], authors=[author], body='<p>1</p><hr class="page-break"><p>2</p>'
    )
    day = timezone.localtime(story.published_at)

    assert (
        broken(
            "/",
            "/news/?topic=shipping",
            f"/news/{story.pk}/quay/",
            f"{SITE}/news/{story.pk}/an-old-headline",
            f"/news/{story.pk}/quay/2/",
            "/topics/shipping/",
            "/topics/ships/feed.rss",
            "/tags/grain/",
            "/authors/ada-reed/",
            f"/{day:%Y/%m/%d}/",
            "/search/?q=quay",
            "/about/",
            "/currency/",
            "https://elsewhere.example/nothing/",
        )
        == {}
    )


@pytest.mark.django_db
def test_pages_that_are_not_there_are():
    make_article("Draft", tags=["secret"], status=Status.DRAFT)

    assert broken(
        "/news/4711/x/", "/topics/none/", "/tags/none/", "/tags/secret/", "/authors/none/", "/1999/01/01/", "/none/"
    ) == {
        "/news/4711/x/": "There is no story with this number.",
        "/topics/none/": "There is no such topic.",
        "/tags/none/": "No published story has this tag.",
        "/tags/secret/": "No published story has this tag.",
        "/authors/none/": "There is no such author.",
        "/1999/01/01/": "There is no story of this day.",
        "/none/": "There is no such page.",
    }
    assert broken("/news/none/at/all/", "/admin/articles/article/1/preview/") == {
        "/news/none/at/all/": "There is no such page.",
        "/admin/articles/article/1/preview/": "Readers cannot enter the desk.",
    }


@pytest.mark.django_db
def test_stories_that_readers_will_not_see_at_that_moment():
    draft = make_article("Draft", status=Status.DRAFT)
    gone = make_article("Gone", status=Status.WITHDRAWN)
    wrong = make_article("Wrong", status=Status.RETRACTED, published_at=timezone.now())
    later = make_article("Later", published_at=NOW + 2 * DAY)
    ends = make_article("Ends", published_at=NOW - DAY, withdraw_at=NOW + DAY)
    short = make_article("Short")
    hrefs = [f"/news/{story.pk}/x/" for story in (draft, gone, later, ends)]
    hrefs += [f"/news/{short.pk}/short/2/", f"/news/{wrong.pk}/wrong/"]

    now, then = broken(*hrefs), broken(*hrefs, at=NOW + 2 * DAY)

    assert now == {
        hrefs[0]: "“Draft” is not published (draft).",
        hrefs[1]: "“Gone” is not published (withdrawn).",
        hrefs[2]: "“Later” is published only later, or ended before.",
        hrefs[4]: "“Short” has fewer pages.",
        hrefs[5]: "“Wrong” was retracted: readers find a notice there.",
    }
    assert set(then) == {hrefs[0], hrefs[1], hrefs[3], hrefs[4], hrefs[5]}


@pytest.mark.django_db
def test_places_in_the_text_and_pictures():
    photo = add_photo(picture(), credit="Ada Reed")
    there = f"/media/{photo.digest}/{photo.renditions[0]['name']}"

    assert broken("#s-the-quay", "#nowhere", there, "/media/none.webp", body="<h2>The quay</h2>") == {
        "#nowhere": "No heading of the text has this mark.",
        "/media/none.webp": "There is no such picture.",
    }


@pytest.mark.django_db
def test_a_link_is_named_by_its_text_once():
    body = (
        link("/none/", "the <em>old</em>\n quay")
        + link("/none/", "again")
        + '<a href="/none/2/"></a>'
        + link("/none/3/", "long " * 30)
    )

    assert [(one.text, one.href) for one in broken_links(body, at=NOW)] == [
        ("again", "/none/"),
        ("/none/2/", "/none/2/"),
        (("long " * 30)[:59] + "…", "/none/3/"),
    ]
    assert broken_links(link("/none/"), at=NOW) == [BrokenLink("here", "/none/", "There is no such page.")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "href", ["/\x00/", "/%00/", "/" + "a" * 5_000 + "/", "/news/999999999999999999/x/", "/0001/01/01/", "/9999/12/31/"]
)
def test_odd_addresses_are_no_error(href):
    assert list(broken(href).values()) != [None]


@pytest.mark.django_db
def test_numbers_of_the_stories_it_links_to():
    body = (
        link("/news/12/x/") + link(f"{SITE}/news/13/y/2/") + link("/topics/x/") + link("https://b.example/news/14/x/")
    )

    assert article_numbers(body) == {12, 13}


@pytest.mark.django_db
def test_hundred_links_cost_as_many_queries_as_seven(django_assert_max_num_queries):
    topics = [make_topic(f"Topic {number}") for number in range(14)]
    stories = [make_article(topics=topics[:1], tags=["grain"]) for _ in range(14)]
    days = [f"/2020/01/{number:02}/" for number in range(1, 15)]
    counts = []
    for most in (1, 14):
        hrefs = [
            *(story.get_absolute_url() for story in stories[:most]),
            *(f"/topics/{topic.slug}/" for topic in topics[:most]),
            *(f"/topics/none-{number}/" for number in range(most)),
            *(f"/tags/none-{number}/" for number in range(most)),
            *(f"/authors/none-{number}/" for number in range(most)),
            *(f"/none-{number}/" for number in range(most)),
            *days[:most],
        ]
        with django_assert_max_num_queries(8) as captured:
            assert broken(*hrefs)
        counts.append(len(captured))

    assert counts[0] == counts[1]
