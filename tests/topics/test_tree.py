import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_topic
from topics.models import FormerSlug, Topic
from topics.tree import Tree, dissolve, free_slug, hang_under, number_tree, refuse_circle, rename_slug, taken_slugs


def test_lineage_climbs_to_the_top():
    tree = Tree({1: None, 2: 1, 3: 2, 4: 1})

    assert tree.lineage(3) == [3, 2, 1]


def test_lineage_ends_where_a_circle_closes():
    assert Tree({1: 3, 2: 1, 3: 2}).lineage(2) == [2, 1, 3]


def test_closure_holds_topics_and_all_above_them():
    assert Tree({1: None, 2: 1, 3: 2, 4: 1, 5: None}).closure([3, 5]) == {1, 2, 3, 5}


def test_subtree_holds_the_topic_and_all_below_it():
    assert Tree({1: None, 2: 1, 3: 2, 4: 1, 5: None}).subtree(1) == {1, 2, 3, 4}


@pytest.mark.django_db
def test_load_reads_who_stands_under_whom():
    top = make_topic("Top")
    below = make_topic("Below", parent=top)

    assert Tree.load() == Tree({top.pk: None, below.pk: top.pk})


@pytest.mark.django_db
def test_number_tree_puts_parents_first_and_siblings_by_order_and_name():
    zoo = Topic.objects.create(name="Zoo", slug="zoo", order=1)
    arts = Topic.objects.create(name="Arts", slug="arts")
    Topic.objects.create(name="Music", slug="music", parent=arts)
    Topic.objects.create(name="Film", slug="film", parent=arts)
    Topic.objects.create(name="Lions", slug="lions", parent=zoo)

    changed = number_tree()

    rows = Topic.objects.in_tree_order().values_list("name", "tree_position", "depth")
    assert changed == 5
    assert list(rows) == [("Zoo", 1, 0), ("Lions", 2, 1), ("Arts", 3, 0), ("Film", 4, 1), ("Music", 5, 1)]
    assert number_tree() == 0


@pytest.mark.django_db
def test_free_slug_avoids_slugs_and_former_slugs():
    topic = make_topic("Sea", slug="sea")
    FormerSlug.objects.create(slug="sea-2", topic=topic)

    assert free_slug("Sea") == "sea-3"
    assert free_slug("Море") == "море"
    assert free_slug("!!!") == "topic"
    assert free_slug("Sea", taken=set()) == "sea"
    assert taken_slugs() == {"sea", "sea-2"}
    assert taken_slugs("sea-") == {"sea-2"}


@pytest.mark.django_db
def test_rename_slug_keeps_the_old_address():
    topic = make_topic("Sea", slug="sea")

    rename_slug(topic, "ocean")
    rename_slug(topic, "waters")
    rename_slug(topic, "ocean")

    assert [Topic.objects.at_slug(slug) for slug in ("sea", "ocean", "waters", "lake")] == [topic, topic, topic, None]
    assert topic.slug == "ocean"
    assert set(FormerSlug.objects.values_list("slug", flat=True)) == {"sea", "waters"}


@pytest.mark.django_db
def test_rename_slug_refuses_what_belongs_to_another_topic():
    other = make_topic("Ocean", slug="ocean")
    rename_slug(other, "oceans")
    topic = make_topic("Sea", slug="sea")

    for taken in ("ocean", "oceans"):
        with pytest.raises(ValidationError, match="belongs to “Ocean”"):
            rename_slug(topic, taken)


@pytest.mark.django_db
def test_hang_under_moves_the_topic_with_all_below_it():
    top, sea = make_topic("Top"), make_topic("Sea")
    fish = make_topic("Fish", parent=sea)

    hang_under(sea, top)

    assert [(topic.name, topic.depth) for topic in Topic.objects.in_tree_order()] == [
        ("Top", 0),
        ("Sea", 1),
        ("Fish", 2),
    ]
    for below in (sea, fish):
        with pytest.raises(ValidationError, match="stands under"):
            refuse_circle(sea, below)


@pytest.mark.django_db
def test_dissolve_hands_on_children_addresses_and_code():
    sea, ocean = make_topic("Sea", media_topic="medtop:1"), make_topic("Ocean")
    rename_slug(sea, "seas")
    fish = make_topic("Fish", parent=sea)

    dissolve(sea, into=ocean)

    ocean.refresh_from_db()
    fish.refresh_from_db()
    assert (fish.parent, ocean.media_topic) == (ocean, "medtop:1")
    assert [Topic.objects.at_slug(slug) for slug in ("sea", "seas", "ocean")] == [ocean, ocean, ocean]
    assert list(Topic.objects.in_tree_order()) == [ocean, fish]


@pytest.mark.django_db
def test_dissolve_refuses_a_topic_below():
    sea = make_topic("Sea")
    fish = make_topic("Fish", parent=sea)

    with pytest.raises(ValidationError, match="stands under"):
        dissolve(sea, into=fish)
