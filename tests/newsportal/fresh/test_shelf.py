from newsportal.fresh.pages import Page
from newsportal.fresh.shelf import Recent, Shelf
from topics.versions import Versions


def page(size: int) -> Page:
    return Page("200 OK", [], b"x" * (size - 3_000), False, Versions({}), 0.0)


def test_what_nobody_asked_for_again_goes_first():
    shelf = Shelf(400_000)
    for name in ("a", "b"):
        shelf.put(name, page(40_000))
    assert shelf.get("a")
    for number in range(100):  # somebody reads the whole archive once
        shelf.put(number, page(40_000))

    assert [bool(shelf.get(name)) for name in ("a", "b", 0, 98, 99)] == [True, False, False, True, True]


def test_shelf_never_holds_more_than_it_may():
    shelf = Shelf(400_000)
    for number in range(100):
        shelf.put(number, page(30_000))
        shelf.get(number)
        shelf.put(number, page(35_000))

    assert shelf.bytes == len(shelf) * 35_000
    assert 300_000 - 35_000 < shelf.bytes <= 400_000


def test_page_larger_than_the_shelf_is_not_kept():
    shelf = Shelf(10_000)

    shelf.put("a", page(20_000))

    assert (shelf.get("a"), shelf.bytes) == (None, 0)


def test_new_page_takes_the_place_of_the_old_one():
    shelf = Shelf(400_000)
    old, new = page(4_000), page(5_000)
    shelf.put("a", old)
    shelf.put("a", new)

    assert (shelf.get("a") is new, shelf.bytes, len(shelf)) == (True, 5_000, 1)


def test_recent_things_are_known_until_there_are_too_many():
    recent = Recent(2)
    for thing in "aabc":
        recent.add(thing)

    assert [thing in recent for thing in "abc"] == [False, True, True]
