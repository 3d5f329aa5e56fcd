import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from articles import uploads
from articles.metadata.notes import FileNotes, Said
from articles.models import Photo
from articles.search.photos import photos_found
from articles.uploads import Outcome, Received, fill_in, notes_of, receive
from tests.articles.metadata.files import alternatives, iim, picture, xmp
from tests.factories import make_photo, make_user

pytestmark = pytest.mark.django_db


def sent(data: bytes, name="quay.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def rita():
    return make_user("rita")


def test_new_picture_is_added_with_what_its_file_says_and_is_found(rita):
    data = picture(
        iptc=iim((80, b"Ada Reed"), (110, b"WIRE"), (120, b"The quay")),
        xmp=xmp(alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="A crane")),
    )

    received = receive(sent(data), by=rita)

    photo = Photo.objects.get()
    assert received == Received("quay.jpg", Outcome.ADDED, photo)
    assert (photo.caption, photo.alt, photo.credit, photo.created_by) == ("The quay", "A crane", "Ada Reed/WIRE", rita)
    assert len(photo.renditions) > 3
    assert photos_found("quay") == [photo.pk]


def test_known_picture_stays_as_it_is(rita):
    photo = receive(sent(picture()), by=rita).photo
    Photo.objects.update(caption="Written by hand")

    again = receive(sent(picture(), "copy.jpg"), by=make_user("otto"))

    assert again == Received("copy.jpg", Outcome.KNOWN, photo)
    assert Photo.objects.values_list("caption", "created_by").get() == ("Written by hand", rita.pk)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty. Please choose the photograph again."),
        (b"text", "This is not a photograph we can read. Please save it as JPEG, PNG, WebP, AVIF or GIF."),
        (
            picture()[:700],
            "The file is damaged or incomplete. Please export the photograph again and upload that file.",
        ),
        (
            picture(size=(199, 300)),
            "The photograph is too small: each side needs at least 200 pixels. Find a larger one.",
        ),
        (
            picture() + bytes(25_000_000),
            "The file is larger than 25 MB. Please save the photograph with stronger compression.",
        ),
    ],
    ids=["empty", "text", "damaged", "small", "large"],
)
def test_what_cannot_be_used_is_refused_with_its_reason(rita, data, reason):
    assert receive(sent(data), by=rita) == Received("quay.jpg", Outcome.REFUSED, reason=reason)
    assert not Photo.objects.exists()


def test_name_of_the_file_is_shown_in_one_line_of_a_bearable_length(rita):
    name = "a\u202e<b>\x07" + "x" * 200 + ".jpg"

    shown = receive(sent(b"text", name), by=rita).name

    assert shown.startswith("a<b>xxx")
    assert len(shown) == 80


def test_picture_that_somebody_else_stores_at_the_same_moment_is_known(rita, monkeypatch):
    """Between the look and the insert another request has stored the same picture."""
    theirs = receive(sent(picture()), by=rita).photo
    looks = iter([None, theirs])
    monkeypatch.setattr(uploads, "_known", lambda data: next(looks))

    assert receive(sent(picture()), by=make_user("otto")) == Received("quay.jpg", Outcome.KNOWN, theirs)


def test_only_empty_texts_are_filled_in():
    photo = Photo(caption="By hand", alt=" ")
    notes = FileNotes(caption=Said("The quay", "IPTC"), alt=Said("A crane", "XMP"))

    assert fill_in(photo, notes) == {"alt": "XMP"}
    assert (photo.caption, photo.alt, photo.credit) == ("By hand", "A crane", "")


def test_notes_are_read_again_from_the_original(rita):
    photo = receive(sent(picture(iptc=iim((120, b"The quay")))), by=rita).photo

    assert notes_of(photo).caption == Said("The quay", "IPTC")
    assert notes_of(make_photo()) == notes_of(Photo()) == FileNotes()
