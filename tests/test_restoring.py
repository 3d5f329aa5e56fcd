"""What a test committed is undone, and what the site began with is there again."""

import pytest
from django.contrib.auth.models import Group, Permission

from tests.factories import make_article, make_topic
from tests.restoring import Furniture


@pytest.mark.django_db(transaction=True)
def test_database_is_put_back_to_what_it_held():
    furniture = Furniture("default")
    make_article(topics=[make_topic()])
    Group.objects.get(name="Editor").permissions.clear()
    Group.objects.filter(name="Reporter").update(name="Clerk")
    Permission.objects.filter(codename="view_article").delete()
    assert Furniture("default").rows != furniture.rows

    furniture.put_back()

    assert Furniture("default").rows == furniture.rows
