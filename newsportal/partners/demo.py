"""Partners of the demonstration newsroom. All of it is invented; their feeds lie nowhere and are never asked."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from newsportal.partners.models import Source
from newsportal.partners.records import Feed, FeedItem
from newsportal.partners.refreshing import store_items
from topics.models import Topic
from topics.versions import touch

NEVER = datetime.timedelta(days=36_500)

# Name, host, language, slugs of topics; then each headline with the end of its address, the newest first.
PARTNERS = (
    (
        "The Velmouth Examiner",
        "velmouth-examiner.example",
        "en",
        ("politics", "economy"),
        (
            ("Who slept on the terrace, and who voted twice by mistake", "moot/terrace"),
            ("Rail freight overtakes the barges for the first time since the flood", "dunsel-line/freight"),
            ("Three parties, one kitchen: how the heating allowance survived", "moot/allowance"),
            ("Brannick foundry to hire sixty apprentices before the thaw", "brannick/apprentices"),
        ),
    ),
    (
        "Le Courrier d'Osterre",
        "courrier-osterre.example",
        "fr",
        ("world",),
        (
            ("Détroit : la salle de contrôle commune ouvrira à l'aube", "ormery/salle-commune"),
            ("La pêche au hareng suspendue jusqu'à vendredi", "mer/hareng"),
            ("Un câble, deux cartes : l'énigme résolue à Port-Levant", "mer/cable"),
        ),
    ),
    (
        "Radio Skarrow",
        "radio-skarrow.example",
        "en",
        (),
        (
            ("Harbour master asks small boats to stay tied up until noon", "harbour/small-boats"),
            ("The lamp at Skarrow Head has a new keeper, and she is nineteen", "head/keeper"),
            ("School choir moves its concert to the fish hall", "town/choir"),
            ("What the tide gauges said last night, hour by hour", "weather/gauges"),
        ),
    ),
)


@transaction.atomic
def load_demo_partners(*, now: datetime.datetime) -> int:
    """Make the partners and their headlines on a site that has no partner; returns how many headlines there are."""
    if Source.objects.exists():
        return 0
    stored = 0
    for place, (name, host, language, topics, headlines) in enumerate(PARTNERS):
        source = Source.objects.create(
            name=name,
            slug=host.partition(".")[0],
            home_page=f"https://{host}/",
            feed_url=f"https://{host}/feed.xml",
            language=language,
            next_fetch_at=now + NEVER,
            outcome=_("Made for the demonstration: this feed is not asked."),
        )
        source.topics.set(Topic.objects.filter(slug__in=topics))
        items = tuple(
            FeedItem(
                guid=path,
                url=f"https://{host}/{path}",
                title=title,
                published_at=now - datetime.timedelta(hours=1 + 5 * number, minutes=17 * (place + 1)),
            )
            for number, (title, path) in enumerate(headlines)
        )
        stored += store_items(source, Feed(name, source.home_page, language, items), now=now).created
    touch("partners")
    return stored
