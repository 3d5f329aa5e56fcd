"""The vocabulary at the desk: the tree, addresses, moves and merges."""

import pytest
from django.urls import reverse

from articles.admin import topic as topic_page
from articles.models import ArticleTopic, Status
from tests.articles.admin.desk import said, sign_in
from tests.factories import make_article, make_section, make_topic, make_user
from topics.models import Topic


@pytest.fixture
def chief(db):
    return sign_in(make_user("kim", group="Chief editor"))


def topic_fields(topic: Topic, **fields) -> dict:
    data = {
        "name": topic.name,
        "slug": topic.slug,
        "description": topic.description,
        "parent": topic.parent_id or "",
        "order": topic.order,
        "media_topic": topic.media_topic or "",
    }
    data |= {name: "on" for name in ("is_section", "is_active") if getattr(topic, name)}
    return data | fields


def change(client, topic, **fields):
    address = reverse("admin:topics_topic_change", args=[topic.pk])
    return client.post(address, topic_fields(topic, **fields), follow=True)


def errors(response) -> dict:
    return {name: list(texts) for name, texts in response.context["adminform"].form.errors.items()}


def test_list_shows_the_tree_and_counts_what_readers_see(chief):
    world = make_section("World", order=1)
    europe = make_topic("Europe", parent=world)
    make_section("Sport", order=2)
    make_article(topics=[europe])
    make_article(topics=[europe], status=Status.DRAFT)
    make_article(section=world)

    page = chief.get(reverse("admin:topics_topic_changelist"))

    admin, topics = page.context["cl"].model_admin, page.context["cl"].result_list
    shown = [(admin.name_in_tree(topic), admin.article_count(topic)) for topic in topics]
    assert shown == [("World", "2"), ("— Europe", "1"), ("Sport", "0")]


def test_count_goes_no_further_than_the_limit(chief, monkeypatch):
    monkeypatch.setattr(topic_page, "COUNT_LIMIT", 2)
    topic = make_topic("Common")
    for _ in range(5):
        make_article(topics=[topic])

    page = chief.get(reverse("admin:topics_topic_changelist"))

    assert page.context["cl"].result_list[0].live == 3


@pytest.mark.parametrize("count", [1, 20])
def test_list_has_a_constant_number_of_queries(chief, count, django_assert_num_queries):
    for n in range(count):
        make_article(topics=[make_topic(f"Topic {n}")])

    with django_assert_num_queries(6):
        page = chief.get(reverse("admin:topics_topic_changelist"))

    assert len(page.context["cl"].result_list) == count


def test_new_topic_takes_its_place_in_the_tree(chief):
    world = make_section("World")
    make_section("Zoo")

    chief.post(
        reverse("admin:topics_topic_add"),
        {"name": "Europe", "slug": "europe", "parent": world.pk, "order": 5, "is_active": "on", "media_topic": ""},
    )

    assert list(Topic.objects.in_tree_order().values_list("name", "depth")) == [("World", 0), ("Europe", 1), ("Zoo", 0)]


def test_new_slug_keeps_the_old_address(chief):
    topic = make_topic("Economy", slug="economy")

    change(chief, topic, slug="business", name="Business")

    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("Business", "business")
    assert Topic.objects.at_slug("economy") == topic


def test_former_address_of_another_topic_is_refused(chief):
    topic, other = make_topic("Economy", slug="economy"), make_topic("Sport")
    change(chief, topic, slug="business")

    response = change(chief, other, slug="economy")

    assert errors(response) == {"slug": ["This is a former address of “Economy”."]}


def test_own_former_slug_can_be_taken_back(chief):
    topic = make_topic("Economy", slug="economy")
    change(chief, topic, slug="business")
    topic.refresh_from_db()

    change(chief, topic, slug="economy")

    topic.refresh_from_db()
    assert topic.slug == "economy"
    assert Topic.objects.at_slug("business") == topic


def test_new_parent_moves_the_timelines(chief):
    world, nature = make_section("World"), make_section("Nature")
    europe = make_topic("Europe", parent=world)
    article = make_article(topics=[europe])

    change(chief, europe, parent=nature.pk)

    rows = ArticleTopic.objects.order_by("topic__name").values_list("topic__name", "assigned", "published_at")
    assert list(rows) == [("Europe", True, article.published_at), ("Nature", False, article.published_at)]


def test_topic_does_not_go_below_itself(chief):
    world = make_section("World")
    europe = make_topic("Europe", parent=world)

    assert errors(change(chief, world, parent=europe.pk)) == {"parent": ["“Europe” stands under “World”."]}
    assert errors(change(chief, world, parent=world.pk)) == {"parent": ["“World” stands under “World”."]}


def test_large_move_and_merge_are_left_to_the_commands(chief, monkeypatch):
    monkeypatch.setattr(topic_page, "ARTICLES_IN_A_REQUEST", 1)
    world, sport = make_section("World"), make_section("Sport")
    for _ in range(2):
        make_article(section=world)

    moved = change(chief, world, parent=sport.pk)
    merged = chief.post(reverse("admin:topics_topic_merge", args=[world.pk]), {"into": sport.pk, "confirm": "1"})

    wanted = "More than 1 articles are concerned. Please run on the server: manage.py "
    assert errors(moved) == {"parent": [wanted + "move_topic world --under sport"]}
    assert merged.context["form"].errors == {"into": [wanted + "merge_topics world --into sport"]}
    assert Topic.objects.filter(parent=None).count() == 2


def test_merge_asks_before_it_acts(chief):
    old, new = make_topic("Old"), make_topic("New")
    child = make_topic("Child", parent=old)
    make_article("Story", topics=[old])
    address = reverse("admin:topics_topic_merge", args=[old.pk])

    asked = chief.post(address, {"into": new.pk})
    before = set(Topic.objects.values_list("name", flat=True))
    done = chief.post(address, {"into": new.pk, "confirm": "1"}, follow=True)

    assert "1 article filed under “New” instead" in asked.content.decode()
    assert before == {"Old", "New", "Child"}
    assert said(done) == ["“Old” is merged into “New”."]
    assert list(ArticleTopic.objects.values_list("topic__name", "assigned")) == [("New", True)]
    child.refresh_from_db()
    assert child.parent == new
    assert Topic.objects.at_slug("old") == new


@pytest.mark.parametrize("into", ["", "x", "9" * 30, "\x00"])
def test_merge_into_nothing_gets_a_message(chief, into):
    topic = make_topic("Old")

    response = chief.post(reverse("admin:topics_topic_merge", args=[topic.pk]), {"into": into, "confirm": "1"})

    assert list(response.context["form"].errors) == ["into"]


def test_topic_with_stories_is_not_deleted(chief):
    used, free = make_topic("Used"), make_topic("Free")
    make_article(topics=[used])

    for topic in (used, free):
        chief.post(reverse("admin:topics_topic_delete", args=[topic.pk]), {"post": "yes"})

    assert list(Topic.objects.all()) == [used]
