"""The home page as its editors see it: what stands in each slot, who put it there, and what else could."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.article_list import search_articles, standing
from articles.admin.moments import said_moment
from articles.models import Article
from newsportal.home.front import FrontPage, compose_front
from newsportal.home.models import HomePage, Placement
from newsportal.home.placing import TEXTS
from newsportal.home.slots import SLOTS, slot_name

OFFERED = 20


@dataclass(frozen=True)
class SlotOnBoard:
    """``shown`` is what readers see in the slot now, ``placement`` what an editor put there.

    ``trouble`` says why that is not the same; empty when it is, or nothing was placed.
    """

    slot: int
    shown: Article | None
    placement: Placement | None
    trouble: str = ""

    @property
    def is_placed(self) -> bool:
        """What readers see here is what an editor put there."""
        return self.placement is not None and not self.trouble

    @property
    def name(self) -> str:
        return slot_name(self.slot)

    @property
    def above(self) -> int | None:
        return self.slot - 1 if self.slot else None

    @property
    def below(self) -> int | None:
        return self.slot + 1 if self.slot + 1 < SLOTS else None

    @property
    def above_name(self) -> str:
        return slot_name(self.slot - 1) if self.slot else ""

    @property
    def below_name(self) -> str:
        return slot_name(self.slot + 1) if self.slot + 1 < SLOTS else ""


@dataclass(frozen=True)
class Board:
    """``seen`` is what an act on this view of the page has to bring along (``placing``)."""

    slots: list[SlotOnBoard]
    places: dict[int, str]
    seen: int

    @property
    def first_free(self) -> int:
        """The slot that is offered for a further story: the first that no editor has filled, else the lead."""
        return next((slot.slot for slot in self.slots if not slot.is_placed), 0)


def read_board(now: datetime.datetime | None = None) -> Board:
    now = now or timezone.now()
    page = HomePage.objects.first()  # before the rest: who changes it meanwhile is noticed by the next act
    placed = Placement.objects.select_related("article", "placed_by").defer(*TEXTS)
    placements = {placement.slot: placement for placement in placed}
    front = compose_front(now)
    slots = [
        SlotOnBoard(slot, shown, placements.get(slot), trouble_of(placements.get(slot), shown, now))
        for slot, shown in enumerate(front.slots)
    ]
    return Board(slots, places_of(front), page.changes if page else 0)


def trouble_of(placement: Placement | None, shown: Article | None, now: datetime.datetime) -> str:
    """Why readers do not see what was placed, as a sentence; empty when they do."""
    if placement is None:
        return ""
    if placement.has_ended(now):
        return _("“%(story)s” stood here until %(moment)s.") % {
            "story": placement.article,
            "moment": said_moment(placement.until),
        }
    if placement.article == shown:
        return ""
    return _("“%(story)s” is %(status)s: readers do not see it, and the stream fills the slot.") % {
        "story": placement.article,
        "status": standing(placement.article, now),
    }


def places_of(front: FrontPage) -> dict[int, str]:
    """Where each story of the page stands, by its number."""
    places = {article.pk: slot_name(slot) for slot, article in enumerate(front.slots) if article}
    places |= dict.fromkeys((article.pk for article in front.latest.articles), _("The latest"))
    return places | {article.pk: block.section.name for block in front.blocks for article in block.articles}


@dataclass(frozen=True)
class Offer:
    """A story that may be placed; ``place`` is where it stands on the page already, or empty."""

    article: Article
    place: str
    is_placed: bool


def offers(board: Board, text: str) -> list[Offer]:
    """The newest published stories that are found for ``text``, or all the newest without one."""
    articles = Article.objects.published().for_cards().newest_first()
    if text := text.replace("\x00", "").strip():
        articles = search_articles(articles, text)
    placed = {slot.placement.article_id for slot in board.slots if slot.is_placed}
    return [Offer(a, board.places.get(a.pk, ""), a.pk in placed) for a in articles[:OFFERED]]
