"""The rights of the newsroom's groups."""

import pytest
from django.contrib.auth.models import Group, Permission

from newsportal.groups import ensure_groups
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def rights(name: str) -> set[str]:
    found = Permission.objects.filter(group__name=name).select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in found}


def test_groups_exist_after_migrate():
    assert set(Group.objects.values_list("name", flat=True)) == {"Reporter", "Editor", "Chief editor"}


def test_each_group_may_what_the_one_below_may_and_more():
    assert rights("Reporter") < rights("Editor") < rights("Chief editor")


def test_reporters_write_and_read_and_no_more():
    assert {
        right for right in rights("Reporter") if right.startswith("articles.") and "article" in right.split("_")
    } == {
        "articles.view_article",
        "articles.add_article",
        "articles.change_article",
        "articles.submit_article",
    }
    assert not {right for right in rights("Reporter") if "publish" in right or "edit_every" in right}
    assert {right for right in rights("Reporter") if right.startswith("topics.")} == {"topics.view_topic"}


def test_editors_publish_and_chief_editors_retract_delete_and_keep_topics():
    steps = {f"articles.{step}_article" for step in ("approve", "publish", "withdraw", "correct", "edit_every")}
    assert steps | {"articles.view_editorialact"} <= rights("Editor")
    assert "articles.delete_article" not in rights("Editor")
    assert rights("Chief editor") - rights("Editor") == {
        "articles.delete_article",
        "articles.delete_author",
        "articles.retract_article",
        "topics.add_topic",
        "topics.change_topic",
        "topics.delete_topic",
        "pages.add_page",
        "pages.delete_page",
        "currency.change_source",
        "partners.add_source",
        "partners.change_source",
        "partners.delete_source",
        "partners.delete_partneritem",
        "schedule.view_job",
        "auth.view_group",
    }


def test_no_group_touches_accounts():
    assert not {right for name in ("Reporter", "Editor", "Chief editor") for right in rights(name) if "user" in right}


def test_rights_that_were_taken_come_back_and_added_ones_stay():
    reporter = Group.objects.get(name="Reporter")
    reporter.permissions.remove(Permission.objects.get(codename="view_topic"))
    reporter.permissions.add(Permission.objects.get(codename="delete_tag"))

    ensure_groups()

    user = make_user("rita", group="Reporter")
    assert user.has_perms(["topics.view_topic", "taggit.delete_tag"])
