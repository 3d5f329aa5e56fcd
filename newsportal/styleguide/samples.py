"""What the components of the style guide are shown with: objects that are in no database.

Their slugs begin with ``sample-`` and their numbers are beyond any archive, so no act on the page can touch
a real topic or story.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from articles.body import BodyPicture, clean_body, compose
from articles.models import Article, OutsideLink, Photo
from articles.search.filters import DayField
from articles.topic_lists import SectionGroup
from newsportal.currency.chart import Chart, draw
from newsportal.currency.history import Point
from newsportal.pages.models import Page
from topics.models import Topic

BEYOND = 9_000_000_000
NOON = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
WIDE, SQUARE = "img/sample-wide.webp", "img/sample-square.webp"
SIZES = {WIDE: (720, 480), SQUARE: (240, 240)}


def topic(number: int, name: str, **fields) -> Topic:
    return Topic(pk=BEYOND + number, name=name, slug=f"sample-{number}", **fields)


WORLD = topic(1, "World", is_section=True, description="Treaties, borders, seas, and who crosses them.")
CLIMATE = topic(2, "Climate", is_section=True)
SCIENCE = topic(3, "Science", is_section=True)
SHIPPING = topic(4, "Shipping", parent=WORLD)
DIPLOMACY = topic(5, "Diplomacy and the long business of treaties", parent=WORLD)
OCEANS = topic(6, "Oceans", parent=CLIMATE)
LETTERS = topic(7, "Letters to the editor")
SECTIONS = [WORLD, CLIMATE, SCIENCE]
GROUPS = [
    SectionGroup(WORLD, [SHIPPING, DIPLOMACY]),
    SectionGroup(CLIMATE, [OCEANS]),
    SectionGroup(None, [LETTERS]),
]
MANY_TOPICS = [topic(number, f"Port {number}") for number in range(100, 126)]

PAGES = [Page(slug="about", title="About us"), Page(slug="privacy", title="Privacy")]
OUTSIDE = [
    OutsideLink(outlet="The Averil Gazette", title="Ships move again, slowly", url="https://gazette.example/ships"),
    OutsideLink(
        outlet="Le Courrier du port", title="Le port rouvre", url="https://courrier.example/port", language="fr"
    ),
]

HEADLINES = [
    {
        "title": "Pilots return to the strait after nine days",
        "url": "https://gazette.example/pilots",
        "published_at": NOON,
        "source": "The Averil Gazette",
        "language": "en",
    },
    {
        "title": "Le port rouvre, les assureurs attendent encore",
        "url": "https://courrier.example/assureurs",
        "published_at": NOON - datetime.timedelta(hours=2),
        "source": "Le Courrier du port",
        "language": "fr",
    },
    {
        "title": "Forty ships, one pilot boat: what a storm leaves to be done when it has gone",
        "url": "https://gazette.example/forty",
        "published_at": NOON - datetime.timedelta(hours=5),
        "source": "The Averil Gazette",
        "language": "",
    },
]


def photo(**fields) -> Photo:
    """A photograph whose web pictures are static files.

    Addresses of web pictures are joined to ``MEDIA_URL``; the digest ``..`` leads out of it, to where those lie.
    """
    renditions = [
        {"crop": crop, "name": static(path).lstrip("/"), "width": SIZES[path][0], "height": SIZES[path][1]}
        for crop, path in (("full", WIDE), ("wide", WIDE), ("square", SQUARE))
    ]
    fields.setdefault("alt", "A red and white lighthouse on a rock, the sun low over the sea behind it")
    fields.setdefault("caption", "The light at Averil has been kept by hand since 1871.")
    return Photo(digest="..", renditions=renditions, credit="Ada Reed/Northlight", **fields)


def article(number: int = 1, headline: str = "Harbour reopens after the longest storm in forty years", **fields):
    """A published story; ``hours`` before noon of the day of all samples."""
    fields.setdefault("lead", "The first ships left at dawn. Forty more wait outside for a pilot and a calmer sea.")
    fields.setdefault("section", WORLD)
    fields["published_at"] = NOON - datetime.timedelta(hours=fields.pop("hours", 0))
    return Article(pk=BEYOND + number, slug=f"sample-{number}", headline=headline, **fields)


def stories() -> list[Article]:
    """Stories of two days, with and without a photograph, a lead and a section; one is breaking."""
    return [
        article(1, lead_photo=photo()),
        article(2, "Strait closed to all ships", lead="", section=None, is_breaking=True, hours=1),
        article(3, "Ocean buoys report the warmest November on record", section=CLIMATE, hours=3),
        article(4, "What a lighthouse still knows that a satellite does not", section=SCIENCE, hours=20),
    ]


BODY = f"""
<p>Text is set in the serif, in lines of at most seventy letters. A <a href="/news/">link in the text</a> is
underlined in the accent; <strong>strong words</strong> and <em>stressed words</em> are used sparingly.</p>
<h2>A heading of the second level</h2>
<p>It names a part of the story and stands in its contents.</p>
<ul><li>A list of points</li><li>A second point, with a line that is long enough to show where it goes on when it
reaches the end of the measure</li></ul>
<ol><li>A list of steps</li><li>The step after it</li></ol>
<blockquote><p>“A quotation keeps the words of somebody else apart from ours.”</p><p>The harbour master</p></blockquote>
<h3>A heading of the third level</h3>
<p>It stands closer to its text.</p>
<aside class="pull-quote"><p>A pull quote repeats the one sentence that should stop a reader.</p></aside>
<figure><img src="/media/{"0" * 16}/full-800.webp" alt="A red and white lighthouse at sunset"></figure>
<table><thead><tr><th>Port</th><th>Ships waiting</th><th>Days</th></tr></thead>
<tbody><tr><td>Averil</td><td>41</td><td>3</td></tr><tr><td>Velmouth</td><td>12</td><td>1</td></tr></tbody></table>
"""


def prose() -> str:
    """The first page of an article that has every element a text may hold; clean HTML."""
    width, height = SIZES[WIDE]
    picture = BodyPicture(
        src=static(WIDE),
        srcset=f"{static(WIDE)} {width}w",
        sizes="40rem",
        width=width,
        height=height,
        credit="Ada Reed/Northlight",
        caption="The light at dusk.",
    )
    return compose(clean_body(BODY), {"0" * 16: picture}).pages[0]


def chart() -> Chart:
    """The line of a rate that was not set for some weeks."""
    days = [*range(1, 12), *range(46, 55)]
    start = datetime.date(2026, 9, 30)
    rates = (Decimal(1120 + (day * 7) % 23 - day) / 1000 for day in days)
    return draw([Point(start + datetime.timedelta(days=day), rate) for day, rate in zip(days, rates, strict=True)])


class SampleForm(forms.Form):
    """A field of every kind; sent with ``REFUSED`` it has something to say about most of them."""

    name = forms.CharField(label=_("Name of the feed"), help_text=_("Only you see it."))
    mail = forms.EmailField(label=_("E-mail address"), required=False)
    often = forms.ChoiceField(label=_("How often"), choices=[("day", _("Once a day")), ("week", _("Once a week"))])
    words = forms.CharField(
        label=_("Words to leave out"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to a line. Stories with these words in the headline or lead are left out."),
    )
    order = forms.ChoiceField(
        label=_("Order"),
        choices=[("newest", _("Newest first")), ("fitting", _("What fits best first"))],
        widget=forms.RadioSelect,
        help_text=_("Readers of the feed cannot change it."),
    )
    shared = forms.BooleanField(
        label=_("Anyone with the address may read it"), required=False, help_text=_("You can take this back.")
    )
    kept = forms.CharField(label=_("Made on"), disabled=True, required=False, initial="November 23, 2026")
    agreed = forms.BooleanField(label=_("I have read the house rules"))


class SampleSearch(forms.Form):
    """The fields of a search, as ``articles.search.filters`` names them."""

    q = forms.CharField(required=False)
    section = forms.ChoiceField(label=_("Section"), choices=[("", _("All sections"))], required=False)
    topic = forms.CharField(label=_("Topics"), required=False)
    tag = forms.CharField(label=_("Tag"), required=False)
    author = forms.CharField(label=_("Author"), required=False)
    photo = forms.BooleanField(label=_("Only stories with a photograph"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("from", _("From day")), ("to", _("To day"))):
            self.fields[name] = DayField(label=label, required=False)


REFUSED = {"mail": "ada@", "often": "hourly"}
