"""The desk in a browser: the way of a story from the reporter to the reader, and forms that everybody can use."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from articles.models import Article, OutsideLink, Photo, Status
from articles.photos import add_photo, set_further_photos
from tests.articles.admin.test_photo import picture
from tests.factories import make_article, make_author, make_section, make_user


@pytest.fixture
def newsroom(transactional_db):
    """Three people and a section."""
    make_section("Economy")
    make_author("Rita Moor", user=make_user("rita", group="Reporter"))
    make_user("anna", group="Editor")


def sign_in(page, name: str):
    """Open the desk's list of articles as somebody who has signed in. The way in itself has tests of its own."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=name))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}])
    page.goto("/admin/articles/article/")


def body_of(page):
    editor = page.locator(".ProseMirror[contenteditable=true]")
    editor.wait_for()
    return editor


def go_to_the_end(page) -> None:
    """Put the cursor behind the last letter of the body. After a click the editor may put it back where that was."""
    body_of(page).evaluate("(body) => body.editor.commands.focus('end')")
    expect(body_of(page)).to_be_focused()


def test_story_goes_from_the_reporter_to_the_reader(newsroom, open_page, tmp_path):
    reporter, editor, reader = open_page(), open_page(), open_page(java_script_enabled=False)

    sign_in(reporter, "rita")
    reporter.goto("/admin/articles/article/add/")
    reporter.get_by_label("Headline:", exact=True).fill("Bakers raise their prices")
    reporter.get_by_label("Lead:", exact=True).fill("A loaf costs a tenth more.")
    body_of(reporter).click()
    reporter.keyboard.type("Flour is dear.")
    reporter.get_by_role("button", name="Page break").click()
    reporter.keyboard.type("So is fuel.")
    expect(reporter.get_by_role("button", name="Publish")).to_have_count(0)
    reporter.get_by_role("button", name="Submit for review").click()
    reporter.get_by_text("Submitted for review.").wait_for()

    article = Article.objects.get()
    assert article.status == Status.IN_REVIEW
    assert article.body == '<p>Flour is dear.</p><hr class="page-break"><p>So is fuel.</p>'

    add_photo(picture("navy"), credit="Ada Reed/WIRE", alt="Another")
    sign_in(editor, "anna")
    file = tmp_path / "bread.jpg"
    file.write_bytes(picture("peru"))
    editor.goto("/admin/articles/photo/add/")
    editor.get_by_label("File:", exact=True).set_input_files(file)
    editor.get_by_label("Credit:", exact=True).fill("Ada Reed/WIRE")
    editor.get_by_label("Alternative text:", exact=True).fill("Loaves on a shelf")
    editor.get_by_label("Caption:", exact=True).fill("Bread of the morning.")
    editor.get_by_role("button", name="Save and continue editing").click()
    shown = editor.locator(".focal-point__picture")
    shown.evaluate("(image) => image.decode()")  # until then it has no size
    box = shown.bounding_box()
    shown.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.3})
    expect(editor.locator("#id_focal_x")).to_have_value("20")
    editor.get_by_role("button", name="Save", exact=True).click()
    editor.wait_for_url("**/photo/")

    editor.goto(f"/admin/articles/article/{article.pk}/change/")
    go_to_the_end(editor)
    editor.get_by_role("button", name="Photograph", exact=True).click()
    editor.keyboard.type("morning")
    expect(editor.locator(".photo-picker__photo")).to_have_count(1)
    editor.get_by_role("button", name="Bread of the morning.").focus()
    editor.keyboard.press("Enter")
    editor.locator(".ProseMirror figure img").wait_for()
    editor.get_by_role("button", name="Publish").click()
    editor.locator(".errorlist").get_by_text("The story needs a section or a topic.").wait_for()
    expect(editor.locator("#id_body")).to_have_value(re.compile("/full-"))
    editor.get_by_label("Section:", exact=True).select_option(label="Economy")
    editor.get_by_role("button", name="Publish").click()
    editor.get_by_text("”: Published.").wait_for()

    photo = Photo.objects.get(alt="Loaves on a shelf")
    assert photo.focal_x == 20
    assert f"/media/{photo.digest}/full-800.webp" in Article.objects.get().body

    reader.goto("/news/")
    reader.get_by_role("link", name="Bakers raise their prices").first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Bakers raise their prices")
    expect(reader.get_by_role("main")).to_contain_text("Rita Moor")
    reader.goto(f"/news/{article.pk}/bakers-raise-their-prices/2/")
    assert Image.open(io.BytesIO(reader.request.get(f"/media/{photo.digest}/full-800.webp").body())).width == 800


def test_story_is_written_without_java_script(newsroom, open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "anna")
    page.goto("/admin/articles/article/add/")

    page.get_by_label("Headline:", exact=True).fill("Plain")
    page.locator("#id_body").fill("<p>HTML by hand.</p>")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/article/")

    assert Article.objects.get().body == "<p>HTML by hand.</p>"


def test_imported_elements_survive_an_edit(newsroom, open_page):
    """What has no button is still kept when somebody types a word next to it."""
    kept = (
        '<dl><dt>Quay</dt><dd><p>A place for ships</p></dd></dl><aside class="pull-quote"><p>We wait.</p></aside>'
        '<p><abbr title="European Union">EU</abbr> <cite>Gazette</cite> <q>so</q> <small>fine</small></p>'
    )
    article = make_article("Wire", status=Status.DRAFT, body=kept + "<p>End</p>")
    stored = article.body
    page = open_page()
    sign_in(page, "anna")
    page.goto(f"/admin/articles/article/{article.pk}/change/")
    go_to_the_end(page)
    page.keyboard.type(" of story.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/article/")

    article.refresh_from_db()
    assert article.body == stored.replace("End", "End of story.")


HEADLINE = "Harbour reopens after the longest storm in forty years, and the first ship to come in carries oranges"


def test_headline_shows_all_of_itself_and_takes_no_line_break(newsroom, page):
    sign_in(page, "anna")
    page.goto("/admin/articles/article/add/")
    headline = page.get_by_label("Headline:", exact=True)
    height = headline.bounding_box()["height"]

    headline.press_sequentially("Harbour reopens")
    headline.press("Enter")
    assert (headline.input_value(), headline.bounding_box()["height"]) == ("Harbour reopens", height)
    headline.press("Home")
    page.keyboard.insert_text("Old\n \nnew ")
    page.keyboard.insert_text("x")
    assert headline.input_value() == "Old new xHarbour reopens"
    headline.fill(HEADLINE)

    assert headline.bounding_box()["height"] > 1.5 * height
    assert headline.evaluate("field => field.scrollHeight - field.clientHeight") <= 0


def test_headline_without_java_script_is_stored_in_one_line(newsroom, open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "anna")
    page.goto("/admin/articles/article/add/")

    headline = page.get_by_label("Headline:", exact=True)
    headline.press_sequentially("Harbour")
    headline.press("Enter")
    headline.press_sequentially("reopens")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/article/")

    assert Article.objects.get().headline == "Harbour reopens"


NAMES = """() => [...document.querySelectorAll("#authorships-group tr.form-row:not(.empty-form) [data-row-name]")]
  .map((field) => field.ariaLabel)"""


def test_rows_keep_their_numbers_when_they_come_and_go(newsroom, page):
    sign_in(page, "rita")
    page.goto("/admin/articles/article/add/")
    add = page.get_by_role("button", name="Add another Author")

    add.click()
    add.click()
    page.get_by_role("combobox", name="Author 3: Author").wait_for()
    before = page.evaluate(NAMES)
    page.locator("#authorships-1").get_by_role("button", name="Remove").click()

    assert before == [f"Author {row}: {field}" for row in (1, 2, 3) for field in ("Author", "Order")]
    assert page.evaluate(NAMES) == before[:4]
    expect(page.get_by_role("combobox", name="Author 1: Author Rita Moor")).to_have_count(1)
    expect(page.get_by_role("combobox", name="Author 2: Author")).to_have_count(1)
    expect(page.get_by_role("combobox", name="Author 3: Author")).to_have_count(0)


def desk_addresses(story) -> dict[str, str]:
    """The pages of the desk by a name; not everybody may open each of them."""
    section, photo = story.section_id, story.lead_photo_id
    lists = {
        "articles": "/admin/articles/article/",
        "articles found": "/admin/articles/article/?q=harbour&standing=published",
        "photographs": "/admin/articles/photo/",
        "authors": "/admin/articles/author/",
        "topics": "/admin/topics/topic/",
        "tags": "/admin/taggit/tag/",
    }
    forms = {
        "new article": "/admin/articles/article/add/",
        "article": f"/admin/articles/article/{story.pk}/change/",
        "history": f"/admin/articles/article/{story.pk}/history/",
        "new photograph": "/admin/articles/photo/add/",
        "photograph": f"/admin/articles/photo/{photo}/change/",
        "new photographs": "/admin/articles/photo/upload/",
        "texts of photographs": f"/admin/articles/photo/describe/?photo={photo}",
        "new topic": "/admin/topics/topic/add/",
        "topic": f"/admin/topics/topic/{section}/change/",
        "merge": f"/admin/topics/topic/{section}/merge/",
        "delete": f"/admin/topics/topic/{section}/delete/",
        "author": f"/admin/articles/author/{story.authorships.get().author_id}/change/",
    }
    return {"desk": "/admin/"} | lists | forms


def faults_of(page) -> set[str]:
    """What axe finds on the page, and whether it is wider than the screen."""
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return {
        f"{rule['id']}: {node['target']}"
        for rule in Axe().run(page, options={"preload": False}).response["violations"]
        for node in rule["nodes"]
    } | ({"wider than the screen"} if too_wide else set())


CLOSED = {"new topic", "merge", "delete"}


@pytest.mark.accessibility
@pytest.mark.parametrize(
    ("name", "closed", "scheme", "width"),
    [
        ("rita", CLOSED, "light", 820),
        ("anna", CLOSED, "dark", 1366),
        ("kim", set(), "light", 1366),
    ],
    ids=["reporter", "editor", "chief"],
)
def test_axe_finds_nothing_at_the_desk(newsroom, open_page, watch, name, closed, scheme, width):
    make_user("kim", group="Chief editor")
    section = make_section("World")
    photo = add_photo(picture("peru"), credit="Ada Reed", alt="A field", caption="The field at noon.")
    story = make_article(HEADLINE, section=section, topics=[section], authors=[make_author()], lead_photo=photo)
    set_further_photos(story, [photo])
    OutsideLink.objects.create(article=story, outlet="The Gazette", title="Ships", url="https://gazette.example/")
    # axe writes styles into the page while it measures, which our policy refuses to anybody.
    page = open_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 900})
    watch.expect("403")
    sign_in(page, name)
    found, refused = {}, set()

    for title, path in desk_addresses(story).items():
        if page.goto(path).status == 403:
            refused.add(title)
            continue
        if page.locator("textarea#id_body").count():
            body_of(page)
        found[title] = faults_of(page)
    page.goto("/admin/articles/article/add/")
    body_of(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errorlist").first.wait_for()
    body_of(page)
    found["refused article"] = faults_of(page)

    assert {title: faults for title, faults in found.items() if faults} == {}
    assert refused == closed
