"""Every kind of page that readers meet."""

from django.test import Client, RequestFactory
from django.utils.timezone import localtime
from django.views.defaults import server_error

from articles.models import Article

BODY = """
<p>Opening with <a href="/news/">a link</a> in it.</p><h2>The storm</h2><p>It passed.</p>
<blockquote><p>It was loud.</p></blockquote><ul><li>Wind</li><li>Rain</li></ul>
<hr class="page-break"><h2>The morning after</h2><p>Next page.</p>
"""


def addresses(story) -> list[str]:
    """One address of each kind of page that opens by itself."""
    return [
        "/",
        "/news/",
        "/news/?topic=world&topic=sport#filter",
        "/news/?topic=nowhere",
        "/topics/",
        "/topics/world/",
        "/topics/ports/",
        "/tags/shipping/",
        "/authors/ada-reed/",
        f"/{localtime(story.published_at):%Y/%m/%d}/",
        "/corrections/",
        Article.objects.get(slug="wrong").get_absolute_url(),
        "/search/",
        "/search/?q=harbour",
        "/search/?q=zebra",
        story.get_absolute_url(),
        story.get_page_url(2),
        "/my/",
        "/zone/",
        "/about/",
    ]


def answers() -> dict[str, bytes]:
    """The pages that answer a form or a fault, by a name."""
    client, strict = Client(), Client(enforce_csrf_checks=True)
    follow = {"topic": "world"}
    return {
        "confirm": client.post("/my/", follow).content,
        "my feed": client.post("/my/", follow, follow=True, headers={"sec-fetch-site": "same-origin"}).content,
        "403": client.post("/my/", follow, headers={"sec-fetch-site": "cross-site"}).content,
        "403 csrf": strict.post("/zone/", {"zone": "UTC"}).content,
        "404": client.get("/nowhere/at/all/").content,
        "410": client.get(Article.objects.get(slug="gone").get_absolute_url()).content,
        "400": client.get("/", headers={"host": "elsewhere.example"}).content,
        "500": server_error(RequestFactory().get("/")).content,
    }
