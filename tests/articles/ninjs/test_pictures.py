import io

import pytest
from PIL import Image

from articles.models import Article, Photo
from articles.ninjs.importing import import_entries
from articles.ninjs.parsing import Picture
from articles.ninjs.pictures import file_at_hand, photographs
from articles.ninjs.reading import Entry


def picture_bytes(colour):
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "PNG")
    return file.getvalue()


def picture(address, **fields):
    values = {"alt": "A quay", "caption": "The quay.", "credit": "Cleo Park/NW", "is_lead": False, **fields}
    return Picture(addresses=(address,), **values)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "import"
    (folder / "pictures").mkdir(parents=True)
    (folder / "quay.png").write_bytes(picture_bytes("navy"))
    (folder / "pictures" / "old town.png").write_bytes(picture_bytes("brown"))
    (tmp_path / "secret.png").write_bytes(picture_bytes("red"))
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "outside").symlink_to(tmp_path)
    (folder / "circle.png").symlink_to(folder / "circle.png")
    return folder


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("quay.png", "quay.png"),
        ("./quay.png", "quay.png"),
        ("pictures/old%20town.png", "pictures/old town.png"),
        ("https://wire.example/2026/quay.png?size=1", "quay.png"),
        ("file:///anywhere/quay.png", "quay.png"),
        ("pictures/../quay.png", "quay.png"),
    ],
)
def test_file_at_hand_finds_files_in_the_folder(folder, address, name):
    assert file_at_hand(address, folder) == folder / name


@pytest.mark.parametrize(
    "address",
    [
        *("../secret.png", "..%2Fsecret.png", "/etc/passwd", "link.png", "outside/secret.png", "circle.png"),
        *("https://wire.example/..%2fsecret.png", "https://wire.example/%2e%2e/secret.png", "file:///link.png"),
        *("", ".", "pictures", "a\x00b.png", "x" * 5000, "https://[broken/quay.png", "missing.png"),
    ],
)
def test_file_at_hand_never_leaves_the_folder(folder, address):
    assert (folder.parent / "secret.png").exists()
    assert file_at_hand(address, folder) is None


@pytest.mark.django_db
def test_photographs_are_taken_in_with_what_is_known_of_them(folder):
    found = photographs((picture("quay.png"), picture("quay.png"), picture("missing.png")), folder)

    photo = Photo.objects.get()
    assert (found.photos, found.missing, found.problems) == ([photo], 1, [])
    assert (photo.alt, photo.caption, photo.credit) == ("A quay", "The quay.", "Cleo Park/NW")
    assert photo.renditions


@pytest.mark.django_db
def test_photographs_that_cannot_be_used_are_reported(folder):
    (folder / "text.png").write_text("no picture")

    found = photographs((picture("text.png"), picture("quay.png", credit="")), folder)

    assert (found.photos, found.missing, len(found.problems)) == ([], 0, 2)
    assert found.problems[1] == "The photograph quay.png has no credit and was left out."
    assert not Photo.objects.exists()


@pytest.mark.django_db
def test_import_gives_the_story_its_lead_photograph_and_the_others(folder):
    def association(href, **fields):
        return {
            "type": "picture",
            "headline": href,
            "byline": "Cleo Park",
            "renditions": {"r": {"href": href}},
            **fields,
        }

    source = {
        "uri": "urn:example:1",
        "version": "1",
        "headline": "Harbour",
        "description_text": "It closes.",
        "subject": [{"name": "Ports"}],
        "associations": {"other": association("pictures/old%20town.png"), "main": association("quay.png")},
    }

    summary = import_entries([Entry("wire:1", folder, value=source)])
    again = import_entries([Entry("wire:1", folder, value={**source, "version": "2", "associations": {}})])

    article = Article.objects.get()
    assert (summary.photographs, summary.problems, again.updated) == (2, [], 1)
    assert article.lead_photo.alt == "quay.png"
    assert [row.photo.alt for row in article.photo_rows.all()] == ["pictures/old%20town.png"]
