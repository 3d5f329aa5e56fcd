"""Every component in every state it knows: a line for each."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.urls import reverse
from django.utils.translation import gettext as _
from taggit.models import Tag

from articles.models import Author
from articles.search.highlighting import Highlighter
from articles.search.query import Query
from newsportal.styleguide import samples
from newsportal.styleguide.samples import CLIMATE, GROUPS, MANY_TOPICS, OCEANS, SECTIONS, SHIPPING, WORLD

FULL, TEXT, HALF, SIDE = "full", "text", "half", "side"


@dataclass(frozen=True)
class Specimen:
    """One state of a component: ``width`` is the room it usually has, ``as_source`` shows markup nobody sees."""

    component: str
    state: str
    context: dict = field(default_factory=dict)
    width: str = FULL
    as_source: bool = False


def specimens() -> list[Specimen]:
    """All specimens, in no order but that of a component's states."""
    kinds = (_stories, _photographs, _ways, _words, _choices, _searching, _feeds, _figures, _frame, _forms)
    return [specimen for kind in kinds for specimen in kind()]


def _stories() -> list[Specimen]:
    story, breaking, *_rest = stories = samples.stories()
    bare = samples.article(5, "Seventeen islands sign a common fishing treaty")
    more = {"more_url": reverse("news"), "part_url": reverse("news_part")}
    return [
        Specimen("block", _("a story with a photograph first"), {"section": WORLD, "articles": [story, *stories[1:]]}),
        Specimen("block", _("one story"), {"section": CLIMATE, "articles": [bare]}, HALF),
        Specimen("card", _("lead"), {"article": story, "size": "lead", "level": 2}, TEXT),
        Specimen("card", _("wide, with room for the photograph beside"), {"article": story, "size": "wide"}, TEXT),
        Specimen("card", _("wide, without a photograph"), {"article": bare, "size": "wide"}, HALF),
        Specimen("card", _("side"), {"article": story, "size": "side"}, SIDE),
        Specimen("card", _("plain, without its section"), {"article": bare, "size": "plain", "bare": True}, SIDE),
        Specimen("card", _("breaking, a headline alone"), {"article": breaking, "size": "side"}, SIDE),
        Specimen("entry", _("with a photograph"), {"article": story}, TEXT),
        Specimen("entry", _("without a photograph"), {"article": stories[2]}, TEXT),
        Specimen("entry", _("breaking, a headline alone"), {"article": breaking}, TEXT),
        Specimen("label", _("section"), {"article": story}, SIDE),
        Specimen("label", _("breaking"), {"article": breaking}, SIDE),
        Specimen("label", _("breaking, with a section"), {"article": samples.article(6, is_breaking=True)}, SIDE),
        Specimen("links", _("our own stories"), {"title": _("Related"), "articles": stories[2:]}, SIDE),
        Specimen("links", _("other media"), {"title": _("In other media"), "outside": samples.OUTSIDE}, SIDE),
        Specimen("listing", _("stories, and a next page"), {"articles": stories[:2], "next": True, **more}, TEXT),
        Specimen("listing", _("the last page"), {"articles": stories[3:]}, TEXT),
        Specimen("listing", _("no stories"), {"articles": []}, TEXT),
        Specimen("moment", _("day and time"), {"moment": story.published_at}, SIDE),
        Specimen("more", _("a next page"), {"more_url": more["more_url"]}, TEXT),
        Specimen(
            "newer", _("a script shows it"), {"url": reverse("news_new"), "first": reverse("news")}, as_source=True
        ),
        Specimen("shelf", _("two stories"), {"articles": stories[:2]}, TEXT),
        Specimen("since", _("one"), {"count": 1}, HALF),
        Specimen("since", _("a whole page"), {"count": 20, "more": True}, HALF),
        Specimen("stream", _("two days"), {"articles": stories}, TEXT),
        Specimen("stream", _("dense"), {"articles": stories, "dense": True}, SIDE),
        Specimen("stream", _("read before"), {"articles": stories[1:3], "read_from": stories[2].pk}, TEXT),
    ]


def _photographs() -> list[Specimen]:
    photo, bare = samples.photo(), samples.photo(caption="")
    [wide] = [rendition for rendition in photo.renditions if rendition["crop"] == "wide"]
    image = {"src": f"/{wide['name']}", "width": wide["width"], "height": wide["height"], "alt": photo.alt}
    return [
        Specimen("figure", _("caption and credit"), {"photo": photo}, HALF),
        Specimen("figure", _("credit alone, square"), {"photo": bare, "crop": "square"}, SIDE),
        Specimen("gallery", _("two photographs"), {"photos": [photo, bare]}, TEXT),
        Specimen("photo", _("as its tag fills it"), image, HALF),
        Specimen("viewer", _("closed; the button on every photograph of the page opens it"), {}, HALF),
    ]


def _ways() -> list[Specimen]:
    story = samples.article()
    contents = [
        {"url": "#components", "text": _("The storm"), "level": 2},
        {"url": "#components", "text": _("Who waited, and for how long"), "level": 3},
        {"url": "#components", "text": _("What comes next"), "level": 2},
    ]
    pages = [{"number": n, "url": story.get_page_url(n), "is_current": n == 2} for n in (1, 2, 3)]
    day = story.published_at.date()
    stem, chosen = f"{reverse('news')}feed", f"?topic={WORLD.slug}"
    letters = [{"letter": letter} for letter in "ABCDEFGHIJKLMNOPRSTUVWZ"]
    return [
        Specimen("branch", _("a section and its topics"), _branch(text=WORLD.description), SIDE),
        Specimen("branch", _("a letter"), {"title": "O", "topics": [OCEANS]}, SIDE),
        Specimen("branch", _("more than 24 topics"), {"title": _("Ports"), "topics": MANY_TOPICS}),
        Specimen("breadcrumb", _("names"), {"trail": [{"name": WORLD.name, "url": WORLD.get_absolute_url()}]}, HALF),
        Specimen("breadcrumb", _("topics"), {"topics": [WORLD, SHIPPING]}, HALF),
        Specimen("contents", _("beside the text"), {"contents": contents}, SIDE),
        Specimen("contents", _("folded, on small screens"), {"contents": contents, "folded": True}, SIDE),
        Specimen("days", _("between two days"), {"previous": day.replace(day=22), "next": day.replace(day=24)}, TEXT),
        Specimen("days", _("the newest day"), {"previous": day.replace(day=22), "next": None}, HALF),
        Specimen("days", _("the oldest day"), {"previous": None, "next": day.replace(day=24)}, HALF),
        Specimen("feed_links", _("all news"), {"title": settings.SITE_NAME, "stem": stem}, as_source=True),
        Specimen("feed_links", _("a filter"), {"title": WORLD.name, "stem": stem, "query": chosen}, as_source=True),
        Specimen("letters", _("the alphabet"), {"letters": letters}),
        Specimen("pager", _("three pages"), {"pages": pages}, HALF),
        Specimen("pager", _("one page"), {"pages": pages[:1]}, SIDE),
        Specimen("pager", _("below the text"), {"pages": pages, "after": True}, HALF),
        Specimen("paging", _("in the middle"), _paging(previous="?page=1", next="?page=3"), TEXT),
        Specimen("paging", _("the first page"), _paging(previous=None, next="?page=2"), HALF),
        Specimen("paging", _("the last page"), _paging(previous="?page=6", next=None), HALF),
        Specimen("share", _("a story"), {"url": settings.SITE_URL + "/", "title": story.headline}, HALF),
    ]


def _branch(text: str) -> dict:
    return {"title": WORLD.name, "url": WORLD.get_absolute_url(), "text": text, "topics": GROUPS[0].topics}


def _paging(**addresses: str | None) -> dict:
    return {"said": _("21 to 40 of 1,000+ stories"), **addresses}


def _words() -> list[Specimen]:
    levels = {
        "info": _("Times are shown in UTC+3 from now on."),
        "success": _("Your feed now follows 4 topics."),
        "warning": _("One topic no longer exists and was left out."),
        "error": _("These are more topics than this browser can remember: choose fewer."),
    }
    messages = [Message(getattr(constants, level.upper()), text) for level, text in levels.items()]
    refused = samples.SampleForm(samples.REFUSED)
    note = {"title": _("Draft preview"), "note": _("Only the newsroom sees this page. Status: draft.")}
    ports = [(_("Averil"), "41", "3", "1,204"), (_("Velmouth"), "12", "1", "386"), (_("Rusava"), "7", "0.5", "95")]
    rows = [{"name": name, "cells": cells, "url": WORLD.get_absolute_url()} for name, *cells in ports]
    columns = [_("Port"), _("Ships waiting"), _("Days"), _("Crew")]
    people = [{"name": "Ada Reed", "cells": [_("editor"), _("World, Shipping")]}]
    return [
        Specimen("count", _("quiet"), {"number": 12, "said": _("stories")}, SIDE),
        Specimen("count", _("strong"), {"number": 3, "said": _("new stories"), "strong": True}, SIDE),
        Specimen("count", _("at least so many"), {"number": "1,000", "said": _("stories"), "more": True}, SIDE),
        Specimen("messages", _("every level"), {"messages": messages}, TEXT),
        Specimen("messages", _("a note with a title"), note, TEXT),
        Specimen("messages", _("what is wrong with a form"), {"form": refused}, TEXT),
        Specimen("messages", _("what is wrong with an address"), {"form": refused, "unnamed": True}, TEXT),
        Specimen("notice", _("text and a way on"), _notice(link=reverse("topics")), TEXT),
        Specimen("notice", _("a title alone"), {"title": _("No stories here")}, HALF),
        Specimen("notice", _("the heading of a page"), {**_notice(link=reverse("topics")), "level": 1}, TEXT),
        Specimen("opening", _("a title alone"), {"title": _("All news")}),
        Specimen("opening", _("kicker and text"), _opening(kicker_url=""), TEXT),
        Specimen("opening", _("kicker that leads somewhere"), _opening(kicker_url=WORLD.get_absolute_url()), TEXT),
        Specimen("table", _("figures"), {"caption": _("Ports"), "columns": columns, "rows": rows, "figures": True}),
        Specimen(
            "table",
            _("words"),
            {"caption": _("People"), "columns": [_("Name"), _("Role"), _("Writes about")], "rows": people},
            TEXT,
        ),
    ]


def _notice(link: str) -> dict:
    text = _("Try fewer or other words, or go through the topics.")
    return {"title": _("Nothing found"), "text": text, "link": link, "link_text": _("All topics")}


def _opening(kicker_url: str) -> dict:
    return {"title": SHIPPING.name, "kicker": WORLD.name, "kicker_url": kicker_url, "text": WORLD.description}


def _choices() -> list[Specimen]:
    news, stem = reverse("news"), f"{reverse('news')}feed"
    world, *many = ({"kind": "topic", "slug": topic.slug, "name": topic.name} for topic in [WORLD, *MANY_TOPICS[:6]])
    ada = {"kind": "author", "slug": "sample-author", "name": "Ada Reed"}
    one, several = [WORLD], [SHIPPING, OCEANS, CLIMATE]
    seen = [(_("All"), 214), (_("Headlines"), 63), (_("Photographs"), 9)]
    counted = [{"name": name, "url": "#components", "count": count} for name, count in seen]
    plain = [{"name": name, "url": "#components"} for name in (_("Newest first"), _("What fits best first"))]
    acts = [{"name": _("New feed"), "url": "#components"}, {"name": _("Import"), "url": "#components"}]
    working = {"title": _("My feeds"), "count": 4, "said": _("feeds"), "acts": acts}
    counted[0]["is_current"] = plain[0]["is_current"] = True
    return [
        Specimen("chips", _("topics"), {"title": _("Topics"), "topics": several}, SIDE),
        Specimen("chips", _("names"), {"title": _("Tags"), "labels": [{"name": "storms", "url": "#components"}]}, SIDE),
        Specimen("chips", _("with counts"), {"title": _("Tags"), "labels": counted}, SIDE),
        Specimen("choices", _("nothing chosen"), {"groups": GROUPS, "chosen": []}),
        Specimen("choices", _("some chosen"), {"groups": GROUPS, "chosen": several}),
        Specimen("choices", _("of another name"), {"groups": GROUPS[2:], "name": "muted", "find": _("Find one")}, HALF),
        Specimen("choices", _("more than 24 topics"), {"groups": [{"section": WORLD, "topics": MANY_TOPICS}]}),
        Specimen("chosen", _("one topic"), _chosen(one), TEXT),
        Specimen("chosen", _("several topics"), _chosen(several), TEXT),
        Specimen("filter", _("folded; opens where it stands"), {"groups": GROUPS, "chosen": one}),
        Specimen("keep", _("the stream"), {"stem": stem}, SIDE),
        Specimen("keep", _("a topic"), {"stem": stem, "next": news, **world}, SIDE),
        Specimen("keep", _("another list"), {"stem": stem, "next": news, **ada}, SIDE),
        Specimen("keep", _("a story"), {"labels": [world, ada], "next": news}, SIDE),
        Specimen("follow", _("one topic"), {"next": news, **world}, SIDE),
        Specimen("follow", _("what a story is about"), {"labels": [world, ada], "next": news}, SIDE),
        Specimen("follow", _("more than five, folded"), {"labels": many, "next": news}, SIDE),
        Specimen("notes", _("all of them"), {**world, "shown": True}, TEXT),
        Specimen("subject", _("in a list"), world, SIDE),
        Specimen("subject", _("below its name"), {**ada, "alone": True}, SIDE),
        Specimen("save", _("a story"), {"pk": samples.BEYOND, "next": news}, SIDE),
        Specimen("segments", _("two ways"), {"label": _("Order"), "choices": plain}, HALF),
        Specimen("segments", _("with counts"), {"label": _("Show"), "choices": counted}, HALF),
        Specimen("toolbar", _("everything"), {**working, "label": _("Show"), "choices": counted}),
        Specimen("toolbar", _("acts alone"), {"acts": acts}, TEXT),
        Specimen("toolbar", _("a title and an act"), {"title": _("My feeds"), "acts": acts[:1]}, TEXT),
    ]


def _chosen(topics: list) -> dict:
    return {"chosen": topics, "query": "?" + "&".join(f"topic={topic.slug}" for topic in topics)}


def _searching() -> list[Specimen]:
    story, _breaking, plain, *_rest = samples.stories()
    highlighter = Highlighter(Query.parse(_("harbour storm warmest")).looked_for, ["english"])
    found = [
        {"article": card, "headline": highlighter.headline(card.headline), "text": highlighter.headline(card.lead)}
        for card in (story, plain)
    ]
    counted = [
        {"name": name, "url": "#components", "count": count} for name, count in (("Shipping", 12), ("Oceans", 3))
    ]
    facets = [{"title": _("Topics"), "labels": counted}, {"title": _("Authors"), "labels": counted[1:]}]
    filters = [{"name": name, "url": "#components"} for name in (WORLD.name, _("By Ada Reed"), "2026")]
    empty = samples.SampleSearch(auto_id="empty_%s")
    said = {"q": _("harbour"), "from": "2026-02-30", "topic": SHIPPING.slug}
    refused = samples.SampleSearch(said, auto_id="refused_search_%s")
    offers = reverse("search_suggestions")
    among = _("Counted among the newest 1,000.")
    return [
        Specimen("facets", _("beside the stories"), {"groups": facets, "said": among}, SIDE),
        Specimen("facets", _("folded, on small screens"), {"groups": facets, "folded": True}, HALF),
        Specimen("finder", _("nothing looked for yet"), {"form": empty, "offers": offers}, TEXT),
        Specimen("finder", _("a day of no calendar"), {"form": refused, "offers": offers, "topics": [SHIPPING]}, TEXT),
        Specimen("findings", _("two stories"), {"findings": found}, TEXT),
        Specimen(
            "findings", _("an editor's pick first"), {"findings": [{**found[0], "is_pick": True}, found[1]]}, TEXT
        ),
        Specimen("keep_search", _("words and a topic"), {"query": [("q", "grain"), ("topic", WORLD.slug)]}, SIDE),
        Specimen("meant", _("one word mended"), {"written": _("harbour budget"), "url": "#components"}, TEXT),
        Specimen("narrowed", _("three filters"), {"filters": filters}, TEXT),
    ]


def _feeds() -> list[Specimen]:
    story, breaking, *_rest = samples.stories()
    everything = {
        "topics": [WORLD, SHIPPING],
        "tags": [Tag(name="storms", slug="sample-storms")],
        "authors": [Author(name="Ada Reed", slug="sample-ada-reed")],
        "phrases": [_("“black sea”")],
    }
    preview = {
        "said": _("In the last 7 days this shows 42 of 310 stories."),
        "shows": [{"article": story, "why": _("World, matches “storm”")}],
        "mutes": [{"article": breaking, "why": _("muted: Shipping")}],
    }
    nothing = {"said": _("In the last 7 days this shows 0 of 310 stories."), "note": _("Nothing is chosen yet.")}
    names = samples.SampleForm(auto_id="names_%s", initial={"words": "Ada Reed\nTom Hale"})["words"]
    return [
        Specimen("names", _("two names"), {"field": names, "url": "#components"}, HALF),
        Specimen("outside", _("in a list"), {"items": samples.HEADLINES}, SIDE),
        Specimen("outside", _("as the content of a page"), {"items": samples.HEADLINES, "large": True}, TEXT),
        Specimen("partners", _("beside a story"), {"items": samples.HEADLINES}, SIDE),
        Specimen("partners", _("below all others"), {"items": samples.HEADLINES}),
        Specimen("preview", _("shown and muted"), {"preview": preview}, HALF),
        Specimen("preview", _("without rules"), {"preview": nothing}, HALF),
        Specimen("preview", _("rules with something wrong"), {"form": samples.SampleForm(samples.REFUSED)}, HALF),
        Specimen("rules", _("what a feed shows"), {"title": _("This feed shows"), "side": everything}, HALF),
        Specimen(
            "rules", _("what it never shows"), {"title": _("It never shows"), "side": everything, "muted": True}, HALF
        ),
    ]


def _figures() -> list[Specimen]:
    chart = samples.chart()
    day = chart.last.date
    rates = [
        {"pair": "EUR/USD", "rate": "1.1172", "change": "+0.38%", "direction": "up"},
        {"pair": "EUR/GBP", "rate": "0.8338", "change": "−0.24%", "direction": "down"},
    ]
    published = {"publisher": _("European Central Bank"), "date": day}
    figures = {
        "levels": [f"{level:.2f}" for level in chart.levels],
        "title": _("1 EUR in USD"),
        "description": _("From 1.12 on October 1 to 1.1 on November 23."),
        "columns": [_("Day"), "1 EUR = … USD"],
        "rows": [{"name": str(point.date), "cells": [point.rate]} for point in (chart.last, chart.first)],
    }
    return [
        Specimen("chart", _("a line that was interrupted"), {"chart": chart, **figures}, TEXT),
        Specimen("rates", _("of today"), {"rates": rates, **published}),
        Specimen("rates", _("old"), {"rates": rates, **published, "is_old": True}),
        Specimen("rates", _("none"), {}, HALF),
        Specimen("stale", _("beside figures"), {"date": day}, SIDE),
        Specimen("stale", _("where there is little room"), {"date": day, "short": True}, SIDE),
    ]


def _frame() -> list[Specimen]:
    site = {"site_name": settings.SITE_NAME, "sections": SECTIONS}
    flash = {"text": _("Strait of Ormery closed to all ships after the third collision in as many days")}
    return [
        Specimen("breaking", _("leads to a story"), flash | {"url": "#components"}),
        Specimen("breaking", _("leads nowhere, and there is little room"), flash, SIDE),
        Specimen("colophon", _("every page"), {**site, "path": "/", "pages": samples.PAGES}),
        Specimen("colophon", _("a site without sections"), {"site_name": settings.SITE_NAME, "path": "/"}),
        Specimen("masthead", _("all news, which is marked"), {**site, "path": reverse("news")}),
        Specimen("masthead", _("a section, which is marked"), {**site, "path": WORLD.get_absolute_url()}),
        Specimen("masthead", _("a site without sections"), {"site_name": settings.SITE_NAME, "path": "/zone/"}),
        Specimen("search", _("in the masthead"), {"id": "search", "label": _("Search the news")}, SIDE),
        Specimen("theme", _("with JavaScript; without it, the system decides"), {}, SIDE),
    ]


def _forms() -> list[Specimen]:
    fresh = samples.SampleForm(auto_id="fresh_%s", initial={"order": "newest", "shared": True})
    refused = samples.SampleForm(samples.REFUSED, auto_id="refused_%s")
    kinds = {
        "name": _("text"),
        "mail": _("may stay empty"),
        "often": _("one of a list"),
        "words": _("several lines"),
        "order": _("one of a few"),
        "shared": _("yes or no"),
        "kept": _("cannot be changed"),
    }
    wrong = {"name": _("text, missing"), "mail": _("text, refused"), "order": _("one of a few, missing")}
    wrong |= {"often": _("one of a list, refused"), "agreed": _("yes or no, missing")}
    return [
        *(Specimen("field", state, {"field": fresh[name]}, HALF) for name, state in kinds.items()),
        *(Specimen("field", state, {"field": refused[name]}, HALF) for name, state in wrong.items()),
        Specimen("field", _("does not say that it may stay empty"), {"field": fresh["words"], "unmarked": True}, HALF),
    ]
