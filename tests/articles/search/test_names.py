"""Whoever changes a name, or what stands under a photograph, finds the stories by the new one at once."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from taggit.models import Tag

from articles.models import Article, SearchEntry, SearchText
from articles.photos import set_further_photos
from articles.search import engines, indexing
from articles.search.desk import articles_found
from articles.search.indexing import STALE, VERSION
from articles.search.query import Query
from articles.timelines import stamp
from articles.topic_moves import merge_topics
from tests.articles.admin.desk import sign_in
from tests.factories import make_article, make_author, make_photo, make_section, make_topic, make_user


def found(text: str) -> list[str]:
    headlines = dict(Article.objects.values_list("pk", "headline"))
    return sorted(headlines[pk] for pk in articles_found(Query.parse(text)))


@pytest.fixture
def chief(db):
    return sign_in(make_user("kim", group="Chief editor"))


def change(client, obj, **fields):
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change"
    assert client.post(reverse(name, args=[obj.pk]), fields).status_code == 302


def test_renamed_author(chief):
    ada = make_author("Ada Reed")
    make_article("Harbour", authors=[ada])

    change(chief, ada, name="Ada Quill", slug=ada.slug, job_title="", biography="")

    assert (found("reed"), found("quill"), found('author:"Ada Quill"')) == ([], ["Harbour"], ["Harbour"])


def test_renamed_topic(chief):
    topic = make_topic("Shipping")
    make_article("Harbour", topics=[topic])

    change(chief, topic, name="Seafaring", slug="seafaring", description="", parent="", order=0, media_topic="")

    assert (found("shipping"), found("seafaring")) == ([], ["Harbour"])
    assert found("topic:shipping") == found("topic:seafaring") == ["Harbour"]  # the former address still counts


def test_renamed_tag(chief):
    make_article("Harbour", tags=["grain"])
    tag = Tag.objects.get()

    change(chief, tag, name="wheat", slug="wheat")

    assert (found("grain"), found("wheat"), found("tag:wheat")) == ([], ["Harbour"], ["Harbour"])


def test_deleted_tag(chief):
    make_article("Harbour", tags=["grain", "quay"])

    chief.post(reverse("admin:taggit_tag_delete", args=[Tag.objects.get(name="grain").pk]), {"post": "yes"})

    assert (found("grain"), found("tag:quay")) == ([], ["Harbour"])


def test_tags_deleted_in_the_list(chief):
    make_article("Harbour", tags=["grain"])
    make_article("Market", tags=["wheat", "quay"])
    chosen = list(Tag.objects.filter(name__in=["grain", "wheat"]).values_list("pk", flat=True))

    data = {"action": "delete_selected", "_selected_action": chosen, "post": "yes"}
    chief.post(reverse("admin:taggit_tag_changelist"), data)

    assert list(Tag.objects.values_list("name", flat=True)) == ["quay"]
    assert (found("grain OR wheat"), found("quay")) == ([], ["Market"])


def test_changed_caption(chief):
    photo = make_photo(caption="The ship arrived.")
    make_article("Lead", lead_photo=photo)
    further = make_article("Further")
    set_further_photos(further, [photo])
    stamp(further)
    assert found("ship") == ["Further", "Lead"]

    fields = {"credit": photo.credit, "alt": photo.alt, "caption": "A lighthouse.", "focal_x": 50, "focal_y": 50}
    change(chief, photo, **fields)

    assert (found("ship"), found("lighthouse")) == ([], ["Further", "Lead"])


@pytest.mark.django_db
def test_merged_topic():
    shipping, seafaring = make_topic("Shipping"), make_topic("Seafaring")
    below = make_topic("Ports", parent=shipping)
    make_article("Harbour", topics=[shipping])
    make_article("Quay", topics=[below])

    merge_topics(shipping, into=seafaring)

    assert (found("shipping"), found("seafaring")) == ([], ["Harbour"])
    assert found("topic:seafaring") == found("topic:shipping") == ["Harbour", "Quay"]


@pytest.mark.django_db
def test_topics_that_take_the_vocabularys_names(tmp_path):
    topic = make_topic("Boats", media_topic="medtop:01000000")
    make_article("Harbour", topics=[topic])
    path = tmp_path / "vocabulary.json"
    path.write_text('{"conceptSet": [{"qcode": "medtop:01000000", "prefLabel": {"en-GB": "Ships"}}]}')

    call_command("import_mediatopics", str(path), "--rename", verbosity=0)

    assert (found("boats"), found("ships")) == ([], ["Harbour"])


def test_many_stories_are_marked_and_left_to_the_worker(chief, monkeypatch):
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    for n in range(3):
        make_article(f"Story {n}", tags=["grain"])
    other = make_article("Other", tags=["quay"])

    chief.post(reverse("admin:taggit_tag_delete", args=[Tag.objects.get(name="grain").pk]), {"post": "yes"})

    versions = dict(SearchEntry.objects.values_list("article__headline", "version"))
    assert versions == {"Story 0": STALE, "Story 1": STALE, "Story 2": STALE, other.headline: VERSION}
    assert len(found("grain")) == 3  # for some minutes
    call_command("rebuild_search", "--if-behind", verbosity=0)
    assert found("grain") == []


def test_deleted_stories_leave_the_index(chief):
    kept, one, two, three = (make_article(f"Harbour {n}", topics=[make_section(f"S{n}")]) for n in range(4))
    chief.post(reverse("admin:articles_article_delete", args=[one.pk]), {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [two.pk, three.pk], "post": "yes"}
    chief.post(reverse("admin:articles_article_changelist"), data)

    assert list(Article.objects.all()) == [kept]
    assert list(SearchEntry.objects.values_list("pk", flat=True)) == [kept.pk]
    assert list(SearchText.objects.values_list("pk", flat=True)) == [kept.pk]
    assert engines.newest_numbers(Query.parse("harbour").expression([], lambda field: None), most=9) == [kept.pk]
