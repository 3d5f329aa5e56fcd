"""The way of a story: a reporter writes it, an editor adds a photograph and publishes, a reader reads."""

import io

import pytest
from PIL import Image

from articles.models import Article, Photo, Status
from tests.articles.admin.test_photo import picture
from tests.factories import make_article, make_author, make_section, make_user


@pytest.fixture
def newsroom(transactional_db):
    """Three people and a section; the groups are made again, because a flushed database has none."""
    from newsportal.groups import ensure_groups

    ensure_groups()
    make_section("Economy")
    make_author("Rita Moor", user=make_user("rita", group="Reporter"))
    make_user("anna", group="Editor")


def sign_in(page, name: str):
    page.goto("/admin/login/?next=/admin/articles/article/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/admin/articles/article/")


def body_of(page):
    editor = page.locator(".ProseMirror[contenteditable=true]")
    editor.wait_for()
    return editor


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
    assert reporter.get_by_role("button", name="Publish").count() == 0
    reporter.get_by_role("button", name="Submit for review").click()
    reporter.get_by_text("Submitted for review.").wait_for()

    article = Article.objects.get()
    assert article.status == Status.IN_REVIEW
    assert article.body == '<p>Flour is dear.</p><hr class="page-break"><p>So is fuel.</p>'

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
    box = shown.bounding_box()
    shown.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.3})
    assert editor.locator("#id_focal_x").input_value() == "20"
    editor.get_by_role("button", name="Save", exact=True).click()
    editor.wait_for_url("**/photo/")

    editor.goto(f"/admin/articles/article/{article.pk}/change/")
    body_of(editor).click()
    editor.keyboard.press("Control+End")
    editor.get_by_role("button", name="Photograph", exact=True).click()
    editor.keyboard.type("morning")
    editor.get_by_role("button", name="Bread of the morning.").focus()
    editor.keyboard.press("Enter")
    editor.locator(".ProseMirror figure img").wait_for()
    editor.get_by_role("button", name="Publish").click()
    editor.get_by_text("The story needs a section or a topic.").wait_for()
    assert "/full-" in editor.locator("#id_body").input_value()
    editor.get_by_label("Section:", exact=True).select_option(label="Economy")
    editor.get_by_role("button", name="Publish").click()
    editor.get_by_text("”: Published.").wait_for()

    photo = Photo.objects.get()
    assert photo.focal_x == 20
    assert f"/media/{photo.digest}/full-800.webp" in Article.objects.get().body

    reader.goto("/news/")
    reader.get_by_role("link", name="Bakers raise their prices").first.click()
    assert reader.get_by_role("heading", level=1).inner_text() == "Bakers raise their prices"
    assert "Rita Moor" in reader.content()
    reader.goto(f"/news/{article.pk}/bakers-raise-their-prices/2/")
    assert Image.open(io.BytesIO(reader.request.get(f"/media/{photo.digest}/full-800.webp").body())).width == 800


def test_story_is_written_without_java_script(newsroom, open_page):
    page = open_page(java_script_enabled=False)
    sign_in(page, "anna")
    page.goto("/admin/articles/article/add/")

    page.get_by_label("Headline:", exact=True).fill("Plain")
    page.locator("#id_body").fill("<p>HTML by hand.</p>")
    page.get_by_role("button", name="Save", exact=True).click()

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
    body_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" of story.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/articles/article/")

    article.refresh_from_db()
    assert article.body == stored.replace("End", "End of story.")
