"""Many photographs at once, with and without a script, and the form with the texts of many."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.admin import photo_upload
from articles.models import Article, Photo
from articles.search.photos import photos_found
from tests.articles.admin.desk import said, sign_in
from tests.articles.metadata.files import iim, picture
from tests.factories import make_article, make_photo, make_user

UPLOAD = "admin:articles_photo_upload"
ONE = "admin:articles_photo_upload_one"
DESCRIBE = "admin:articles_photo_describe"


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def send(client: Client, *files):
    return client.post(reverse(UPLOAD), {"photos": files})


def lines(response) -> list[tuple[str, str, str]]:
    received = [line["received"] for line in response.context["received"]]
    return [(one.name, str(one.outcome), one.reason) for one in received]


def shown(response) -> list[Photo]:
    return [row.photo for row in response.context["rows"]]


def texts(photo: Photo, **changed) -> dict:
    """What a browser sends of one row: what stands in it, and what stood in it at first."""
    prefix = f"photo-{photo.pk}"
    stored = {name: getattr(photo, name) for name in ("alt", "credit", "caption")}
    return {f"{prefix}-{name}": value for name, value in (stored | changed).items()} | {
        f"initial-{prefix}-{name}": value for name, value in stored.items()
    }


@pytest.fixture
def rita(db):
    return make_user("rita", group="Reporter")


@pytest.fixture
def reporter(rita):
    return sign_in(rita)


@pytest.fixture
def editor(db):
    return sign_in(make_user("anna", group="Editor"))


def test_every_file_has_an_answer_of_its_own_and_a_bad_one_stops_none(reporter, rita):
    response = send(
        reporter,
        file("one.jpg", picture(colour="navy", iptc=iim((120, b"The quay")))),
        file("notes.txt", b"text"),
        file("again.jpg", picture(colour="navy", iptc=iim((120, b"The quay")))),
        file("two.jpg", picture(colour="olive")),
    )

    one, two = Photo.objects.order_by("pk")
    reason = "This is not a photograph we can read. Please save it as JPEG, PNG, WebP, AVIF or GIF."
    assert lines(response) == [
        ("one.jpg", "added", ""),
        ("notes.txt", "refused", reason),
        ("again.jpg", "known", ""),
        ("two.jpg", "added", ""),
    ]
    assert shown(response) == [one, two]
    assert (one.created_by, one.caption) == (rita, "The quay")
    assert "From the file (IPTC)." in response.content.decode()
    assert [entry.object_id for entry in LogEntry.objects.order_by("pk")] == [str(one.pk), str(two.pk)]


def test_limits_stand_on_the_page_before_anything_is_sent(reporter):
    page = reporter.get(reverse(UPLOAD)).content.decode()

    assert "Up to 20 files at a time." in page
    assert "each at most 25 MB and 50 megapixels, and at least 200 pixels on each side." in page


def test_files_beyond_the_limit_are_named_and_left_out(reporter, monkeypatch):
    monkeypatch.setattr(photo_upload, "FILES_IN_A_REQUEST", 1)

    response = send(reporter, file("one.jpg", picture(colour="navy")), file("two.jpg", picture(colour="olive")))

    reason = "Only 1 files are taken at a time: please send this one again."
    assert lines(response) == [("one.jpg", "added", ""), ("two.jpg", "refused", reason)]


def test_no_file_at_all(reporter):
    response = reporter.post(reverse(UPLOAD), {})

    assert "Choose one file at least." in response.content.decode()
    assert reporter.post(reverse(ONE), {}).json() == {"error": "No file has arrived."}


def test_one_file_sent_by_the_script_is_answered_with_its_line_and_its_row(reporter):
    name = "<i>quay.jpg"

    answer = reporter.post(reverse(ONE), {"photos": file(name, picture(iptc=iim((120, b"<b>Quay</b>"))))}).json()

    photo = Photo.objects.get()
    assert (answer["outcome"], answer["photo"]) == ("added", photo.pk)
    assert "&lt;i&gt;quay.jpg" in answer["line"]
    assert f'name="photo-{photo.pk}-caption"' in answer["row"]
    assert "<b>" not in answer["line"] + answer["row"]


def test_refused_file_sent_by_the_script(reporter):
    answer = reporter.post(reverse(ONE), {"photos": file("x.jpg", b"text")}).json()

    assert (answer["outcome"], answer["photo"], answer["row"]) == ("refused", None, "")
    assert "This is not a photograph we can read." in answer["line"]


def test_known_photograph_of_somebody_else_is_shown_but_not_to_be_changed_by_a_reporter(reporter, editor):
    send(editor, file("one.jpg", picture()))

    response = send(reporter, file("one.jpg", picture()))

    assert (lines(response), shown(response)) == ([("one.jpg", "known", "")], [])
    assert reverse("admin:articles_photo_change", args=[Photo.objects.get().pk]) in response.content.decode()


def test_texts_of_many_are_stored_and_found_and_printed(editor):
    one, two, left = make_photo(credit="", caption=""), make_photo(alt=""), make_photo()
    body = f'<figure><img src="/media/{one.digest}/full-800.webp" alt="x"></figure>'
    make_article("Ships", body=body)
    fields = texts(one, credit="© Eve Sand/WIRE", caption="A <bridge>") | texts(two, alt=" A \n crane ") | texts(left)

    response = editor.post(reverse(DESCRIBE), {"photo": [one.pk, two.pk, left.pk], **fields}, follow=True)

    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.credit, one.caption, two.alt) == ("Eve Sand/WIRE", "A <bridge>", "A crane")
    assert said(response) == ["2 photographs were changed."]
    assert response.redirect_chain == [(reverse("admin:articles_photo_changelist"), 302)]
    assert photos_found("bridge") == [one.pk]
    assert "© Eve Sand/WIRE" in "".join(Article.objects.get().pages)
    assert {entry.object_id for entry in LogEntry.objects.all()} == {str(one.pk), str(two.pk)}


def test_one_credit_for_all_that_have_none(editor):
    bare, other, credited = make_photo(credit=""), make_photo(credit=""), make_photo(credit="Ada Reed/WIRE")
    fields = texts(bare) | texts(other, credit="Eve Sand") | texts(credited) | {"credit_for_all": "Northlight"}

    editor.post(reverse(DESCRIBE), {"photo": [bare.pk, other.pk, credited.pk], **fields})

    assert list(Photo.objects.order_by("pk").values_list("credit", flat=True)) == [
        "Northlight",
        "Eve Sand",
        "Ada Reed/WIRE",
    ]


def test_what_cannot_be_stored_is_shown_again_with_what_was_typed_and_stops_nothing_else(editor):
    good, wrong = make_photo(), make_photo()
    fields = texts(good, alt="Better") | texts(wrong, alt="x" * 301, caption="Typed")

    response = editor.post(reverse(DESCRIBE), {"photo": [good.pk, wrong.pk], **fields})

    good.refresh_from_db()
    (row,) = response.context["rows"]
    assert good.alt == "Better"
    assert (row.photo, list(row.form.errors)) == (wrong, ["alt"])
    assert "Typed" in response.content.decode()
    assert said(response) == ["1 photograph was changed.", "What stands below could not be saved yet."]


def test_text_that_another_changed_meanwhile_is_not_undone(editor):
    photo = make_photo(alt="Old", caption="Old")
    fields = texts(photo, alt="New")
    Photo.objects.update(caption="Meanwhile")

    editor.post(reverse(DESCRIBE), {"photo": photo.pk, **fields})

    photo.refresh_from_db()
    assert (photo.alt, photo.caption) == ("New", "Meanwhile")


def test_reporter_changes_the_texts_of_own_photographs_only_and_of_those_not_in_print(reporter, rita):
    own, printed = make_photo(created_by=rita), make_photo(created_by=rita)
    theirs = make_photo()
    make_article(body=f'<figure><img src="/media/{printed.digest}/full-800.webp" alt="x"></figure>')
    photos = (own, printed, theirs)
    fields = {name: value for photo in photos for name, value in texts(photo, alt="Changed").items()}

    page = reporter.get(reverse(DESCRIBE), {"photo": [photo.pk for photo in photos]})
    response = reporter.post(reverse(DESCRIBE), {"photo": [photo.pk for photo in photos], **fields}, follow=True)

    assert shown(page) == [own]
    assert list(Photo.objects.filter(alt="Changed")) == [own]
    assert said(response) == ["1 photograph was changed.", "What you may not change was left as it is."]


@pytest.mark.parametrize("query", [{}, {"photo": ["x", "-1", "99999999999999999999", "4711"]}])
def test_texts_of_nothing(editor, query):
    page = editor.get(reverse(DESCRIBE), query)

    assert "There is no photograph here that you may change." in page.content.decode()


def test_chosen_photographs_of_the_list_are_described_together(editor, monkeypatch):
    photos = [make_photo() for _ in range(3)]
    chosen = {"action": "describe_chosen", "_selected_action": [photos[0].pk, photos[2].pk]}
    address = reverse("admin:articles_photo_changelist")

    page = editor.post(address, chosen, follow=True)
    assert set(shown(page)) == {photos[0], photos[2]}

    monkeypatch.setattr(photo_upload, "MOST_PHOTOS", 1)
    assert said(editor.post(address, chosen, follow=True)) == ["At most 1 photographs at a time."]


@pytest.mark.parametrize("group", ["Reporter", "Editor"])
def test_form_of_twenty_costs_as_many_queries_as_that_of_one(db, group, django_assert_max_num_queries):
    user = make_user("kim", group=group)
    client = sign_in(user)
    photos = [make_photo(created_by=user, credit="") for _ in range(20)]
    counts = []
    for some in (photos[:1], photos):
        fields = {name: value for photo in some for name, value in texts(photo).items()}
        keys = [photo.pk for photo in some]
        with django_assert_max_num_queries(9) as captured:
            assert len(shown(client.get(reverse(DESCRIBE), {"photo": keys}))) == len(some)
        counts.append(len(captured))
        with django_assert_max_num_queries(9) as captured:
            client.post(reverse(DESCRIBE), {"photo": keys, **fields})
        counts.append(len(captured))

    assert counts[:2] == counts[2:]


def test_who_may_only_look_brings_nothing_in(db):
    from django.contrib.auth.models import Permission

    viewer = make_user("viewer", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_photo"))
    client = sign_in(viewer)
    photo = make_photo()

    answers = {
        "page": client.get(reverse(UPLOAD)).status_code,
        "many": send(client, file("one.jpg", picture())).status_code,
        "one": client.post(reverse(ONE), {"photos": file("one.jpg", picture())}).status_code,
    }
    client.post(reverse(DESCRIBE), {"photo": photo.pk, **texts(photo, alt="Changed")})

    assert answers == {"page": 403, "many": 403, "one": 403}
    assert list(Photo.objects.values_list("alt", flat=True)) == [photo.alt]


@pytest.mark.parametrize("name", [UPLOAD, ONE, DESCRIBE])
def test_strangers_and_forged_requests_are_kept_out(db, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("anna", group="Editor"))
    nobody = sign_in(make_user("new", is_staff=True))

    assert Client().get(reverse(name)).status_code == 302
    assert strict.post(reverse(name), {"photos": file("one.jpg", picture())}).status_code == 403
    assert nobody.post(reverse(name)).status_code == 403
    assert not Photo.objects.exists()
