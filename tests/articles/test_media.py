"""Renditions under /media/, and nothing else."""

import io

import pytest
from PIL import Image

from articles.photos import add_photo
from articles.storage import original_storage

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "teal").save(file, "JPEG")
    return add_photo(file.getvalue(), credit="Ada Reed/WIRE", alt="A teal sea")


def test_every_rendition_is_served_and_may_be_kept_for_ever(client, photo):
    for rendition in photo.renditions:
        response = client.get(f"/media/{photo.digest}/{rendition['name']}")

        picture = Image.open(io.BytesIO(b"".join(response.streaming_content)))
        assert picture.size == (rendition["width"], rendition["height"])
        assert response.headers["Content-Type"] == ("image/jpeg" if rendition["crop"] == "social" else "image/webp")
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]


def test_originals_have_no_public_address(client, photo):
    assert original_storage().exists(photo.original.name)

    for path in (
        photo.original.name,
        f"originals/{photo.original.name}",
        f"../originals/{photo.original.name}",
        f"{photo.digest}/../../originals/{photo.original.name}",
        f"{photo.digest}/original",
        photo.digest,
        "",
    ):
        assert client.get(f"/media/{path}").status_code == 404


def test_rendition_that_was_never_made_is_not_found(client, photo):
    assert client.get(f"/media/{photo.digest}/full-1600.webp").status_code == 404


def test_same_picture_is_one_photograph(photo):
    with photo.original.open() as file:
        again = add_photo(file.read(), credit="Somebody else")

    assert (again.pk, again.credit) == (photo.pk, "Ada Reed/WIRE")
