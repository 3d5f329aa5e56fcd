import pytest

from articles.correcting import correct
from articles.models import Correction, OutsideLink, Status
from articles.photos import add_photo, set_further_photos
from articles.publishing import retract
from newsportal.pages.models import Page
from tests.articles.admin.test_photo import picture
from tests.browser.accessibility.pages import BODY
from tests.factories import make_article, make_author, make_section, make_topic

STORIES = 27


@pytest.fixture
def story():
    """A newsroom with every kind of page; returns the story that has everything."""
    world, sport = make_section("World", description="What happens elsewhere."), make_section("Sport")
    ports = make_topic("Ports", parent=world)
    author = make_author(biography="Writes about ships.")
    photo = add_photo(picture("peru"), credit="Ada Reed", alt="A field", caption="The field at noon.")
    for number in range(STORIES, 1, -1):
        section = sport if number % 3 == 0 else world
        make_article(f"Story {number}", section=section, topics=[section], hours_ago=number)
    make_article("Gone", slug="gone", status=Status.WITHDRAWN)
    retract(make_article("Wrong", slug="wrong", section=world), by=None, text="It was not so.")
    Page.objects.update_or_create(slug="about", defaults={"title": "About us", "body": "<p>Who we are.</p>"})
    story = make_article(
        "Harbour reopens",
        section=world,
        topics=[world, ports],
        tags=["shipping"],
        authors=[author],
        is_breaking=True,
        dateline_city="Averil",
        lead_photo=photo,
        body=BODY,
    )
    set_further_photos(story, [photo])
    for place in Correction.Place:
        correct(story, kind=Correction.Kind.CORRECTION, text="Ten ships, not twelve.", place=place, by=None)
    OutsideLink.objects.create(article=story, outlet="The Gazette", title="Ships move", url="https://gazette.example/")
    return story
