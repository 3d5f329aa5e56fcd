"""The library of photographs at the desk."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from articles.admin import PhotoAdmin
from articles.models import Photo, Status
from articles.storage import rendition_storage
from tests.articles.admin.desk import said, sign_in
from tests.articles.metadata import files as metadata
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


def test_photograph_may_come_in_without_its_credit_and_this_is_said(editor):
    response = add(editor, picture(), credit=" ", caption="The quay")

    assert said(response)[0] == "“The quay” has no credit yet: no story can go out with it."
    assert not Photo.objects.get().may_be_published


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DRAFT])
def test_credit_of_what_readers_see_is_not_taken_away(editor, status):
    photo = make_photo()
    make_article(status=status, body=f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>')
    fields = photo_fields(credit=" ", focal_x="50", focal_y="50") | {"initial-credit": photo.credit}

    response = editor.post(reverse("admin:articles_photo_change", args=[photo.pk]), fields)

    photo.refresh_from_db()
    if status == Status.PUBLISHED:
        assert errors(response) == {"credit": ["Readers see this photograph: it cannot be without its credit."]}
    else:
        assert photo.credit == ""


def test_what_the_file_says_fills_in_only_what_was_left_empty(editor):
    data = metadata.picture(
        iptc=metadata.iim((80, b"Eve Sand"), (110, b"WIRE"), (120, b"The quay")),
        xmp=metadata.xmp(metadata.alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="A crane")),
    )

    response = add(editor, data, credit="", alt="A ship")

    photo = Photo.objects.get()
    assert (photo.alt, photo.credit, photo.caption) == ("A ship", "Eve Sand/WIRE", "The quay")
    assert said(response)[0] == "Filled in from the file: caption (IPTC), credit (IPTC)."


def test_form_shows_what_the_file_says(editor):
    add(editor, metadata.picture(iptc=metadata.iim((120, b"A <b>quay</b>"), (40, b"No sales"))))

    page = editor.get(reverse("admin:articles_photo_change", args=[Photo.objects.get().pk])).content.decode()

    assert "<dt>Caption</dt><dd>A &lt;b&gt;quay&lt;/b&gt; <span>IPTC</span></dd>" in page
    assert "<dt>Instructions</dt><dd>No sales <span>IPTC</span></dd>" in page


def test_form_without_its_file_says_that_there_is_nothing(editor):
    page = editor.get(reverse("admin:articles_photo_change", args=[make_photo().pk]))

    assert page.status_code == 200


def test_only_what_was_changed_in_the_form_is_stored(editor):
    photo = make_photo(alt="Old", caption="Old")
    Photo.objects.update(caption="Meanwhile changed by another")
    fields = photo_fields(credit=photo.credit, alt="New", caption="Old", focal_x="50", focal_y="50")
    fields |= {"initial-alt": "Old", "initial-caption": "Old", "initial-credit": photo.credit}

    editor.post(reverse("admin:articles_photo_change", args=[photo.pk]), fields)

    photo.refresh_from_db()
    assert (photo.alt, photo.caption) == ("New", "Meanwhile changed by another")


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


def test_refusal_names_the_stories_with_their_status_and_what_the_photograph_is_to_them(editor):
    photo = make_photo(caption="Quay")
    body = f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>'
    draft = make_article("Draft", status=Status.DRAFT, lead_photo=photo, body=body)

    page = editor.get(reverse("admin:articles_photo_delete", args=[photo.pk])).content.decode()

    link = reverse("admin:articles_article_change", args=[draft.pk])
    assert f'“Quay”: <a href="{link}">Draft</a> (draft): lead photograph, in the text' in page


def test_what_is_put_into_a_story_while_it_is_being_deleted_is_kept(editor, monkeypatch):
    photo = make_photo()
    make_article(lead_photo=photo)
    monkeypatch.setattr("articles.admin.photo.used_among", lambda photos: [])
    monkeypatch.setattr(PhotoAdmin, "get_deleted_objects", lambda *args: ([], {}, set(), []))

    one = editor.post(reverse("admin:articles_photo_delete", args=[photo.pk]), {"post": "yes"}, follow=True)
    chosen = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
    many = editor.post(reverse("admin:articles_photo_changelist"), chosen, follow=True)

    assert said(one) == ["The photograph is in use now: nothing was deleted."]
    assert said(many) == ["A photograph is in use now: nothing was deleted."]
    assert Photo.objects.get() == photo


def test_form_lists_the_stories_with_a_photograph(editor):
    photo = make_photo()
    story = make_article("Ships <1>", lead_photo=photo)
    gallery = make_article("Gallery", status=Status.DRAFT)
    gallery.photo_rows.create(photo=photo)

    page = editor.get(reverse("admin:articles_photo_change", args=[photo.pk])).content.decode()

    links = [reverse("admin:articles_article_change", args=[article.pk]) for article in (gallery, story)]
    assert (
        f'<ul class="desk-uses"><li><a href="{links[0]}">Gallery</a> (draft): further photograph</li>'
        f'<li><a href="{links[1]}">Ships &lt;1&gt;</a> (published): lead photograph</li></ul>'
    ) in page


def test_form_of_a_photograph_in_twenty_stories_costs_as_many_queries_as_in_one(editor, django_assert_max_num_queries):
    photo = make_photo()
    body = f'<figure><img src="/media/{photo.digest}/full-800.webp" alt="x"></figure>'
    counts = []
    for more in (1, 19):
        for _ in range(more):
            make_article(lead_photo=photo, body=body).photo_rows.create(photo=photo)
        with django_assert_max_num_queries(20) as captured:
            page = editor.get(reverse("admin:articles_photo_change", args=[photo.pk])).content.decode()
        counts.append(len(captured))

    assert page.count("lead photograph, further photograph, in the text") == 20
    assert counts[0] == counts[1]


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


def test_second_of_two_simultaneous_uploads_is_told(editor, monkeypatch):
    """Between the check and the insert another request has stored the same picture."""
    from django.db import IntegrityError

    def too_late(self, *args, **kwargs):
        raise IntegrityError("UNIQUE constraint failed: articles_photo.digest")

    monkeypatch.setattr(Photo, "save", too_late)

    response = add(editor, picture())

    assert said(response) == ["This picture has just been added."]
