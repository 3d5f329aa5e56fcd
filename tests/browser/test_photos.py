"""The library of photographs in a browser: bringing files in, and what stays in a cut picture."""

import re

import pytest
from playwright.sync_api import expect

from articles.models import Photo
from articles.photos import add_photo
from articles.renditions import CROPS, crop_box
from tests.articles.metadata.files import iim, picture
from tests.browser.test_desk import newsroom, sign_in  # noqa: F401 - a fixture

WIDTH, HEIGHT = 1000, 700


@pytest.fixture
def files(tmp_path) -> list[str]:
    contents = {
        "quay.jpg": picture(colour="navy", iptc=iim((80, b"Ada Reed"), (110, b"WIRE"), (120, b"The quay at noon."))),
        "again.jpg": picture(colour="navy", iptc=iim((80, b"Ada Reed"), (110, b"WIRE"), (120, b"The quay at noon."))),
        "bread.jpg": picture(colour="peru"),
        "notes.jpg": b"text",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return [str(tmp_path / name) for name in contents]


def test_files_go_in_one_by_one_and_their_texts_are_written_in_one_form(newsroom, page, files):  # noqa: F811
    sign_in(page, "rita")
    page.goto("/admin/articles/photo/upload/")
    expect(page.get_by_text("Up to 100 files at a time.")).to_be_visible()

    page.get_by_label("Photographs", exact=True).set_input_files(files)

    outcomes = page.locator(".received__outcome")
    expect(outcomes).to_have_count(4)
    assert sorted(outcomes.all_inner_texts()) == ["added", "added", "already in the library", "refused"]
    expect(page.get_by_text("notes.jpg refused This is not a photograph we can read.")).to_be_visible()
    quay = page.get_by_role("region", name="The quay at noon.")
    expect(page.locator(".photo-row")).to_have_count(2)
    expect(quay.get_by_label("Credit:")).to_have_value("Ada Reed/WIRE")
    quay.get_by_label("Alternative text:").fill("A crane")
    page.get_by_label("Credit for all that have none:").fill("Northlight")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("2 photographs were changed.").wait_for()

    texts = set(Photo.objects.values_list("caption", "alt", "credit"))
    assert texts == {("The quay at noon.", "A crane", "Ada Reed/WIRE"), ("", "", "Northlight")}


def test_files_go_in_without_java_script(newsroom, plain_page, files):  # noqa: F811
    sign_in(plain_page, "rita")
    plain_page.goto("/admin/articles/photo/upload/")

    plain_page.get_by_label("Photographs", exact=True).set_input_files(files)
    plain_page.get_by_role("button", name="Add to the library").click()

    expect(plain_page.locator(".received__outcome")).to_have_text(
        ["added", "already in the library", "added", "refused"]
    )
    expect(plain_page.locator(".photo-row")).to_have_count(2)


def cuts(page) -> dict[str, str]:
    """Where in the picture the browser cuts each crop, in percent of what is left over."""
    return page.locator("[data-crop]").evaluate_all(
        "(crops) => Object.fromEntries(crops.map((c) => [c.dataset.crop, c.querySelector('img').style.objectPosition]))"
    )


def cut_by_the_server(x: int, y: int) -> dict[str, list[float]]:
    places = {}
    for crop in CROPS:
        if crop.ratio:
            left, top, right, bottom = crop_box(WIDTH, HEIGHT, crop.ratio, x, y)
            rests = WIDTH - (right - left), HEIGHT - (bottom - top)
            places[crop.name] = [
                100 * begin / rest if rest else 50 for begin, rest in zip((left, top), rests, strict=True)
            ]
    return places


def test_focal_point_is_dragged_moved_by_keys_and_typed_and_the_crops_follow(newsroom, page):  # noqa: F811
    photo = add_photo(picture(size=(WIDTH, HEIGHT)), credit="Ada Reed/WIRE", alt="A ship")
    sign_in(page, "anna")
    page.goto(f"/admin/articles/photo/{photo.pk}/change/")
    mark, x, y = (
        page.get_by_role("button", name="Focal point:"),
        page.locator("#id_focal_x"),
        page.locator("#id_focal_y"),
    )
    shown = page.locator(".focal-point__picture")
    shown.evaluate("(image) => image.decode()")
    box = shown.bounding_box()

    mark.hover()
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4, steps=3)
    page.mouse.up()
    expect(x).to_have_value("30")
    expect(y).to_have_value("40")

    mark.press("ArrowLeft")
    mark.press("Shift+ArrowUp")
    expect(mark).to_have_accessible_name(re.compile("29 % from the left, 30 % from the top"))
    x.fill("12")
    for crop, expected in cut_by_the_server(12, 30).items():
        percents = [float(part.removesuffix("%")) for part in cuts(page)[crop].split()]
        assert percents == pytest.approx(expected, abs=0.5)

    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/photo/")
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (12, 30)
    assert {r["name"] for r in photo.renditions if r["crop"] == "square"} >= {"square-12x30-320.webp"}
