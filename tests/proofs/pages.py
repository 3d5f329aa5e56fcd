"""One page of every kind that readers can meet, from the prepared site (see ``demonstration``)."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.test.utils import setup_test_environment
from django.views.defaults import server_error

from articles.correcting import correct
from articles.models import Article, ArticleTag, Author, Correction
from articles.publishing import retract
from newsportal.unavailable import unavailable
from tests.proofs.accounts import account_pages
from tests.proofs.demonstration import ROOT
from tests.proofs.personal import personal_pages
from topics.models import Topic

HERE = {"host": "127.0.0.1"}
FRAGMENTS = {"news-part", "feed-part", "feed-preview", "currency-part"}  # parts of pages, which scripts fetch


def full_story() -> Article:
    """The newest story that has everything a page of an article can show: pages, photographs, links elsewhere."""
    stories = Article.objects.published().exclude(lead_photo=None).newest_first()
    return max(stories, key=lambda story: (story.page_count > 1, story.outside_links.exists(), story.pages != []))


def section() -> Topic:
    return Topic.objects.sections()[0]


def topic() -> Topic:
    """A topic below a section, with stories."""
    return Topic.objects.exclude(parent=None).exclude(article_rows=None).order_by("name")[0]


def addresses() -> dict[str, str]:
    """The address of each kind of page that a reader who has chosen nothing can open, under a short name."""
    story = full_story()
    tag = ArticleTag.objects.select_related("tag")[0].tag
    return {
        "home": "/",
        "news": "/news/",
        "corrections": "/corrections/",
        "news-filtered": f"/news/?topic={section().slug}&topic={topic().slug}",
        "news-refused": "/news/?topic=no-such-topic&before=nowhere",
        "news-page-2": f"/news/{Article.objects.stream().next_query}",
        "news-part": "/news/part/",
        "topics": "/topics/",
        "section": section().get_absolute_url(),
        "topic": topic().get_absolute_url(),
        "tag": f"/tags/{tag.slug}/",
        "author": Author.objects.exclude(biography="")[0].get_absolute_url(),
        "day": f"/{story.published_at:%Y/%m/%d}/",
        "search": "/search/",
        "search-found": "/search/?q=the",
        "search-nothing": "/search/?q=zzzzzz",
        "article": story.get_absolute_url(),
        "article-page-2": story.get_page_url(2),
        "my-feed-empty": "/my/",
        "zone": "/zone/?next=/news/",
        "partners": "/partners/",
        "currency": "/currency/",
        "currency-past": "/currency/?amount=1,234.50&from=USD&to=JPY&date=2009-05-04&range=all",
        "currency-refused": "/currency/?amount=ten&from=XXX&date=soon&range=2w",
        "currency-ended": "/currency/?from=HRK&to=ISK",
        "currency-part": "/currency/part/",
        "about": "/about/",
        "404": "/no-such-page/",
        "410": Article.objects.withdrawn()[0].get_absolute_url(),
        "article-retracted": Article.objects.retracted()[0].get_absolute_url(),
    }


def correct_stories() -> None:
    """What ``/corrections/`` lists, and the page of a story that is no longer told."""
    correct(
        full_story(),
        kind=Correction.Kind.CORRECTION,
        text="The vote was taken at four in the morning, and not at five.",
    )
    story = Article.objects.published().newest_first().last()
    retract(story, text="The report this story rested on was an invention.")


def responses() -> dict[str, HttpResponse]:
    """Each kind of page as it is sent, errors and answers to forms among them."""
    client = Client(headers=HERE)
    correct_stories()
    pages = {name: client.get(address) for name, address in addresses().items()}

    follow = {"topic": [section().slug, topic().slug]}
    pages["my-feed-confirm"] = client.post("/my/", follow)
    pages["my-feed-saved"] = client.post("/my/", follow, follow=True, headers={"sec-fetch-site": "same-origin"})
    pages["my-feed"] = client.get("/my/")
    pages["zone-refused"] = client.post("/zone/", {"zone": "Nowhere/Else"})

    staff = Client(headers=HERE)
    staff.force_login(get_user_model().objects.create_user("guide", is_staff=True))
    pages["styleguide"] = staff.get("/styleguide/")

    pages |= personal_pages(headers=HERE) | account_pages(headers=HERE)

    pages["400"] = client.get("/", headers={"host": "elsewhere.example"})
    pages["403"] = client.post("/my/", follow, headers={"sec-fetch-site": "cross-site"})
    pages["403-csrf"] = Client(headers=HERE, enforce_csrf_checks=True).post("/zone/", {"zone": "UTC"})
    pages["500"] = server_error(RequestFactory().get("/"))
    pages["503"] = unavailable(RequestFactory().get("/"))
    return pages


STATUSES = {
    "400": 400,
    "403": 403,
    "403-csrf": 403,
    "404": 404,
    "410": 410,
    "500": 500,
    "503": 503,
    "follow-refused": 404,
    "accounts-delete-refused": 403,
}


def html_of_pages() -> dict[str, str]:
    """The HTML of each page; raises ``SystemExit`` when one is not what it should be, or a template was left out."""
    shown: set[str] = set()
    setup_test_environment()  # templates say when they are rendered
    template_rendered.connect(lambda template, **more: shown.add(template.name), weak=False)
    pages = responses()
    wrong = {name: page.status_code for name, page in pages.items() if page.status_code != STATUSES.get(name, 200)}
    if wrong:
        raise SystemExit(f"These pages did not come as expected: {wrong}")
    if left_out := sorted(page_templates() - shown):
        raise SystemExit(f"No page shows these templates: {left_out}")
    return {name: page.content.decode() for name, page in pages.items()}


FOLDED = {
    "theme_head.html"
}  # says the same on every page, so it is rendered when they are loaded (newsportal.quick.folding)


def page_templates() -> set[str]:
    """Every template of readers' pages, and every part of one."""
    folder = ROOT / "templates"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*.html")}
    # The desk is no reader's page, mail is no page, and allauth's own layouts are there for pages that ours replace.
    return {name for name in names - FOLDED if not name.startswith(("admin/", "email/", "allauth/"))}
