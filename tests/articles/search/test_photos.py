import pytest

from articles.models import Photo, PhotoText
from articles.photos import store_photo
from articles.search import photos
from articles.search.photos import index_missing, is_behind, photos_found
from tests.factories import make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> Photo:
    return make_photo(caption="Ships leave the Ångström quay.", alt="A red crane", credit="Ada Reed/WIRE")


@pytest.mark.parametrize(
    "typed", ["ship", "SHIPS leaving", '"angstrom quay"', "crane", "ada reed", "wire -train", "shi*", "bridge OR red"]
)
def test_photographs_are_found_by_any_form_of_the_words_of_all_their_texts(harbour, typed):
    make_photo(caption="A train", alt="A train", credit="Eve Sand/OTHER")

    assert photos_found(typed) == [harbour.pk]


@pytest.mark.parametrize("typed", ["", " ", "-ship", "\x00", "topic:world", "ship train", '"quay the"', "'\"(*:"])
def test_what_looks_for_nothing_or_for_more_finds_nothing(harbour, typed):
    assert photos_found(typed) == []


def test_newest_stands_first(harbour):
    later = make_photo(caption="A ship")

    assert photos_found("ship") == [later.pk, harbour.pk]


def test_last_word_of_somebody_who_is_still_typing_may_be_the_beginning_of_one(harbour):
    assert (photos_found("red cra"), photos_found("red cra", is_unfinished=True)) == ([], [harbour.pk])


def test_search_follows_what_is_stored_and_deleted(harbour):
    harbour.caption = "A bridge"
    store_photo(harbour)
    assert (photos_found("quay"), photos_found("bridge")) == ([], [harbour.pk])

    harbour.delete()
    assert (photos_found("bridge"), PhotoText.objects.count()) == ([], 0)


def test_photographs_that_nobody_indexed_are_indexed_in_batches(monkeypatch):
    monkeypatch.setattr(photos, "BATCH", 2)
    for number in range(3):
        make_photo(caption=f"Bridge {number}")
    assert not is_behind()
    PhotoText.objects.all().delete()
    Photo.objects.update(search_version=0)
    steps = []

    assert is_behind()
    assert index_missing(advance=steps.append) == 3
    assert (steps, len(photos_found("bridge")), is_behind()) == ([2, 1], 3, False)
