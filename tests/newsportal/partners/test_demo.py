import datetime

import pytest
from django.utils import timezone

from newsportal.partners.demo import PARTNERS, load_demo_partners
from newsportal.partners.models import PartnerItem, Source
from tests.factories import make_section

pytestmark = pytest.mark.django_db


def test_demonstration_has_partners_that_are_never_asked(client):
    make_section("World")
    now = timezone.now()

    stored = load_demo_partners(now=now)

    assert stored == PartnerItem.objects.shown().count() == sum(len(headlines) for *_, headlines in PARTNERS)
    assert list(Source.objects.due(now + datetime.timedelta(days=3650))) == []
    assert [topic.name for topic in Source.objects.get(language="fr").topics.all()] == ["World"]
    assert "The lamp at Skarrow Head has a new keeper" in client.get("/partners/").content.decode()


def test_site_with_a_partner_is_left_alone():
    Source.objects.create(name="Ours", slug="ours", feed_url="https://partner.example/feed.xml")

    assert (load_demo_partners(now=timezone.now()), Source.objects.count()) == (0, 1)
