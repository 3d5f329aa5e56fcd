"""The library of photographs at the desk."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles.models import Photo
from articles.storage import rendition_storage
from tests.articles.admin.desk import said, sign_in
from tests.factories import make_article, make_photo, make_user


def picture(colour="navy", size=(900, 600)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def upload(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.jpg", data, content_type="image/jpeg")


def photo_fields(**fields) -> dict:
    return {"credit": "Ada Reed/WIRE", "alt": "A ship", "caption": "", **fields}


def add(client, data, **fields):
    return client.post(reverse("admin:articles_photo_add"), photo_fields(original=upload(data), **fields), follow=True)


def errors(response) -> dict:
    return {name: list(texts) for name, texts in response.context["adminform"].form.errors.items()}


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def test_upload_stores_the_picture_with_its_renditions_and_who_brought_it(editor):
    add(editor, picture(), alt="  A  ship ")

    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.credit, photo.alt) == (900, 600, "Ada Reed/WIRE", "A ship")
    assert photo.created_by.username == "anna"
    paths = [f"{photo.digest}/{rendition['name']}" for rendition in photo.renditions]
    assert len(paths) > 3
    assert all(rendition_storage().exists(path) for path in paths)


@pytest.mark.parametrize("data", [b"not a picture", picture()[:500], b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_picture_is_refused_next_to_the_file(editor, data):
    response = add(editor, data)

    assert list(errors(response)) == ["original"]
    assert not Photo.objects.exists()


def test_credit_is_required(editor):
    assert list(errors(add(editor, picture(), credit=" "))) == ["credit"]


def test_known_picture_is_refused_with_a_link_to_it(editor):
    add(editor, picture(), caption="First <b>time</b>")
    photo = Photo.objects.get()

    response = add(editor, picture())

    link = reverse("admin:articles_photo_change", args=[photo.pk])
    message = f'This picture is already in the library: <a href="{link}">First &lt;b&gt;time&lt;/b&gt;</a>'
    assert errors(response) == {"original": [message]}
    assert Photo.objects.count() == 1


def test_moving_the_focal_point_makes_new_renditions(editor):
    add(editor, picture())
    photo = Photo.objects.get()
    before = {rendition["name"] for rendition in photo.renditions}

    editor.post(reverse("admin:articles_photo_change", args=[photo.pk]), photo_fields(focal_x="20", focal_y="30"))

    photo.refresh_from_db()
    after = {rendition["name"] for rendition in photo.renditions}
    assert (photo.focal_x, photo.focal_y) == (20, 30)
    assert {name for name in after - before if "20x30" in name}
    assert all(rendition_storage().exists(f"{photo.digest}/{name}") for name in before | after)


@pytest.mark.parametrize("value", ["101", "-1", "x", "", "99999999999999999999"])
def test_focal_point_outside_the_picture_is_refused(editor, value):
    photo = make_photo()

    response = editor.post(
        reverse("admin:articles_photo_change", args=[photo.pk]), photo_fields(focal_x=value, focal_y="50")
    )

    assert "focal_x" in errors(response)


def test_another_file_replaces_the_picture(editor):
    add(editor, picture("navy"))
    photo = Photo.objects.get()
    old = photo.digest

    editor.post(
        reverse("admin:articles_photo_change", args=[photo.pk]),
        photo_fields(original=upload(picture("olive", (600, 900))), focal_x="50", focal_y="50"),
    )

    photo.refresh_from_db()
    assert photo.digest != old
    assert (photo.width, photo.height) == (600, 900)
    with photo.original.open() as file:
        assert file.read() == picture("olive", (600, 900))


def test_picture_in_a_text_is_not_replaced(editor):
    add(editor, picture("navy"))
    photo = Photo.objects.get()
    make_article("Ships", body=f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>')

    response = editor.post(
        reverse("admin:articles_photo_change", args=[photo.pk]),
        photo_fields(original=upload(picture("olive")), focal_x="50", focal_y="50"),
    )

    assert errors(response) == {
        "original": ["The picture stands in the text of “Ships”: add the new one to the library instead."]
    }


def test_new_credit_is_printed_in_texts_that_show_the_photograph(editor):
    photo = make_photo(credit="")
    article = make_article("Ships", body=f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>')
    saved = article.saved_at
    uncredited = article.pages

    fields = photo_fields(credit="Eve Sand/WIRE", caption=photo.caption, focal_x="50", focal_y="50")
    editor.post(reverse("admin:articles_photo_change", args=[photo.pk]), fields)

    article.refresh_from_db()
    assert "Eve Sand/WIRE" not in "".join(uncredited)
    assert "Eve Sand/WIRE" in "".join(article.pages)
    assert article.saved_at == saved


def test_photo_in_use_is_not_deleted(editor):
    lead, further, inside, free = (make_photo() for _ in range(4))
    make_article("With lead", lead_photo=lead)
    make_article("With gallery").photo_rows.create(photo=further)
    make_article("With figure", body=f'<figure><img src="/media/{inside.digest}/full-800.webp" alt="x"></figure>')

    for photo in (lead, further, inside, free):
        editor.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"})
    page = editor.get(reverse("admin:articles_photo_delete", args=[inside.pk])).content.decode()

    assert set(Photo.objects.all()) == {lead, further, inside}
    assert "With figure" in page


def test_original_is_for_the_newsroom(editor, client):
    add(editor, picture())
    address = reverse("admin:articles_photo_original", args=[Photo.objects.get().pk])

    response = editor.get(address)

    assert b"".join(response.streaming_content) == picture()
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get(address).status_code == 302


def test_original_that_is_gone_is_not_found(editor):
    assert editor.get(reverse("admin:articles_photo_original", args=[make_photo().pk])).status_code == 404


def test_picker_finds_photographs_newest_first(editor):
    harbour, market = make_photo(caption="Harbour"), make_photo(caption="Market")
    address = reverse("admin:articles_photo_pick")

    everything = editor.get(address).json()["photos"]
    some = editor.get(address, {"q": "harb\x00our"}).json()["photos"]

    assert [photo["name"] for photo in everything] == ["Market", "Harbour"]
    assert some == [
        {
            "id": harbour.pk,
            "name": "Harbour",
            "src": f"/media/{harbour.digest}/full-800.webp",
            "thumbnail": f"/media/{harbour.digest}/square-50x50-160.webp",
            "alt": "A ship at the quay",
            "caption": "Harbour",
            "credit": "Ada Reed/WIRE",
        }
    ]
    assert market.pk != harbour.pk


@pytest.mark.parametrize("count", [1, 20])
def test_list_has_a_constant_number_of_queries(editor, count, django_assert_num_queries):
    for _ in range(count):
        make_photo()

    with django_assert_num_queries(6):
        page = editor.get(reverse("admin:articles_photo_changelist"))

    assert len(page.context["cl"].result_list) == count


def test_second_of_two_simultaneous_uploads_is_told(editor, monkeypatch):
    """Between the check and the insert another request has stored the same picture."""
    from django.db import IntegrityError

    def too_late(self, *args, **kwargs):
        raise IntegrityError("UNIQUE constraint failed: articles_photo.digest")

    monkeypatch.setattr(Photo, "save", too_late)

    response = add(editor, picture())

    assert said(response) == ["This picture has just been added."]
