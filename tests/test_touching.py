"""Whatever changes what readers see says so, in the same transaction: the guard over every page that is cached.

A new model has to be named here, as one that readers see or not. One that they see needs an act that writes it; and
each act, and every form and deletion of the desk, has to touch the versions the model belongs to (``topics.versions``).
"""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
import re
from types import FunctionType

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.transaction import Atomic
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

import articles
import newsportal
import topics
from articles import correcting
from articles.archive.loading import load_archive
from articles.archive.planning import Archive
from articles.models import Article, ArticlePhoto, Correction, OutsideLink, Status
from articles.ninjs.storing import obey_kill, store_new, store_version
from articles.photos import set_further_photos
from articles.publishing import publish, reinstate, reopen, retract, withdraw
from articles.revisions.applying import apply_content, set_outside_links
from articles.revisions.content import blank_content
from articles.revisions.saving import save_revision
from articles.revisions.working_copies import publish_update
from articles.search.indexing import index_changed
from articles.timelines import file_first, file_under_topics, set_byline, set_tags
from articles.topic_moves import merge_topics, move_topic
from articles.writing import change_photo
from newsportal.currency.receiving import receive
from newsportal.home.breaking import announce, correct, end_now
from newsportal.home.models import BreakingBar
from newsportal.home.placing import move, place, remove, set_end
from newsportal.pages.models import Page
from newsportal.pages.standing import ensure_standing_pages
from newsportal.pages.writing import write_page
from newsportal.partners.demo import load_demo_partners
from newsportal.partners.models import Source
from newsportal.partners.refreshing import refresh, take
from tests.articles.ninjs import wire
from tests.factories import make_article, make_author, make_photo, make_section, make_topic
from tests.newsportal.currency.archive import TODAY, euro_rates
from tests.newsportal.partners.feeds import answering, item, make_item, make_source, rss
from tests.submission import submitted
from topics.mediatopics import Concept, take_over
from topics.models import Topic
from topics.tree import dissolve, hang_under, number_tree, rename_slug
from topics.versions import read, registered

pytestmark = pytest.mark.django_db

# What readers see of each model, by the version that knows of it.
SEEN = {
    "topics": {"topics.Topic", "topics.FormerSlug"},
    "articles": {
        *("articles.Article", "articles.Article_related", "articles.ArticlePhoto", "articles.ArticleTag"),
        *(
            "articles.ArticleTopic",
            "articles.Author",
            "articles.Authorship",
            "articles.Correction",
            "articles.OutsideLink",
        ),
        *("articles.Photo", "taggit.Tag"),
    },
    "rates": {"currency.Series", "currency.Rate"},
    "partners": {"partners.Source", "partners.Source_topics", "partners.PartnerItem"},
    "pages": {"pages.Page"},
    "home": {"home.Placement"},
    "breaking": {"home.BreakingBar"},
}
# What no reader sees; or one reader alone; or only who searches, and results of searches are never cached.
UNSEEN = {
    *("articles.ArticleFigure", "articles.EditorialAct", "articles.EditorsPick", "articles.PhotoText"),
    *("articles.Revision", "articles.SearchEntry", "articles.Sitting", "articles.WorkingPhoto"),
    *("articles.SearchText", "articles.SearchedQuery", "articles.VocabularyLetter", "articles.VocabularyWord"),
    *("articles.WireItem", "currency.Source", "home.HomePage", "partners.LinkCheck", "schedule.Job", "topics.Version"),
    *("purging.Purge", "taggit.TaggedItem"),
}
PERSONAL = {"accounts", "feeds"}


def in_an_hour():
    return timezone.now() + datetime.timedelta(hours=1)


class World:
    """A site on which everything that readers can see is there once."""

    def __init__(self):
        self.section = make_section("World")
        self.topic = make_topic("Ports", parent=self.section)
        self.other_topic = make_topic("Quays", parent=self.section)
        self.author = make_author("Ada Reed")
        self.photo = make_photo()
        filed = {"section": self.section, "topics": [self.topic], "tags": ["shipping"], "authors": [self.author]}
        self.article = make_article(lead_photo=self.photo, **filed)
        ArticlePhoto.objects.create(article=self.article, photo=make_photo(), order=1)
        OutsideLink.objects.create(article=self.article, outlet="Gazette", title="Ships", url="https://g.example/")
        self.notice = Correction.objects.create(article=self.article, text="Nine ships.")
        self.draft = make_article(status=Status.DRAFT, topics=[self.topic])
        self.source = make_source(topics=[self.section])
        self.item = make_item(self.source)
        self.page = Page.objects.get(slug="about")
        place(self.article, slot=0)
        self.bar = BreakingBar(text="Strait closed", until=in_an_hour())
        announce(self.bar)
        self.before = read()


STORY = {"body_html": "<p>It rains.</p>", "authors": [{"name": "Zoe Young"}], "keywords": ["rain"]}


def import_story(world):
    wire.run(wire.item(**STORY))


def import_update(world):
    import_story(world)
    world.before = read()
    wire.run(wire.item(version="2", **STORY | {"headline": "More rain"}))


def import_kill(world):
    import_story(world)
    world.before = read()
    wire.run(wire.item(version="2", pubstatus="canceled", **STORY))


def load_an_archive(world):
    empty(world)
    load_archive(Archive(size=20))


def empty(world):
    """Take off what an act needs a site without."""
    for model in ("partners.Source", "articles.Article", "articles.Author", "taggit.Tag"):
        apps.get_model(model).objects.all().delete()
    Topic.objects.update(parent=None)
    Topic.objects.all().delete()


def load_partners(world):
    Source.objects.all().delete()
    load_demo_partners(now=timezone.now())


TEXT = blank_content() | {"headline": "Other", "lead": "Rain.", "topics": []}


def publish_an_update(world):
    content = TEXT | {
        "published_at": world.article.published_at.isoformat(),
        "topics": [{"id": world.other_topic.pk, "name": "Quays"}],
    }
    save_revision(world.article, content, by=None)
    world.before = read()
    publish_update(world.article, by=None)


def receive_rate(rate):
    receive(euro_rates(("USD", "2026-10-30", rate)), today=TODAY)


CONCEPT = Concept(code="medtop:1", name="Weather", description="", parent=None, is_retired=False)

# Every act that writes in a transaction: the versions it has to touch, and how it is done to a World.
ACTS = {
    publish: ("articles", lambda w: publish(w.draft)),
    withdraw: ("articles", lambda w: withdraw(w.article)),
    retract: ("articles", lambda w: retract(w.article, text="It was not so.")),
    correcting.correct: ("articles", lambda w: correcting.correct(w.article, kind="correction", text="Ten.")),
    correcting.change_correction: (
        "articles",
        lambda w: correcting.change_correction(w.notice, text="Ten ships.", place="top"),
    ),
    correcting.remove_correction: ("articles", lambda w: correcting.remove_correction(w.notice)),
    reinstate: ("articles", lambda w: reinstate(make_article(status=Status.WITHDRAWN, topics=[w.topic]))),
    reopen: ("articles", lambda w: reopen(make_article(status=Status.WITHDRAWN))),
    apply_content: ("articles", lambda w: apply_content(w.article, {"headline": "Other"})),
    set_outside_links: ("articles", lambda w: set_outside_links(w.article, [])),
    publish_update: ("articles", publish_an_update),
    file_under_topics: ("articles", lambda w: file_under_topics(w.article, [w.other_topic])),
    set_byline: ("articles", lambda w: set_byline(w.article, [])),
    set_tags: ("articles", lambda w: set_tags(w.article, ["tides"])),
    file_first: ("articles", import_story),
    store_new: ("articles", import_story),
    store_version: ("articles", import_update),
    obey_kill: ("articles", import_kill),
    set_further_photos: ("articles", lambda w: set_further_photos(w.article, [w.photo])),
    change_photo: ("articles", lambda w: change_photo(w.photo, ["credit"])),
    index_changed: ("articles", lambda w: index_changed(Article.objects.none())),
    load_archive: ("articles topics", load_an_archive),
    move_topic: ("articles topics", lambda w: move_topic(w.topic, parent=None)),
    merge_topics: ("articles topics", lambda w: merge_topics(w.topic, into=w.other_topic)),
    number_tree: ("topics", lambda w: (Topic.objects.update(tree_position=0), number_tree())),
    rename_slug: ("topics", lambda w: rename_slug(w.topic, "harbours")),
    hang_under: ("topics", lambda w: hang_under(w.topic, w.other_topic)),
    dissolve: ("topics", lambda w: dissolve(make_topic("Empty"), into=w.topic)),
    take_over: ("topics", lambda w: take_over([CONCEPT])),
    write_page: ("pages", lambda w: write_page(w.page)),
    ensure_standing_pages: ("pages", lambda w: (w.page.delete(), ensure_standing_pages())),
    place: ("home", lambda w: place(make_article(), slot=1)),
    move: ("home", lambda w: move(w.article.pk, to=2)),
    remove: ("home", lambda w: remove(w.article.pk)),
    set_end: ("home", lambda w: set_end(w.article.pk, until=in_an_hour())),
    announce: ("breaking", lambda w: announce(BreakingBar(text="Strait open", until=in_an_hour()))),
    correct: ("breaking", lambda w: correct(w.bar)),
    end_now: ("breaking", lambda w: end_now(w.bar)),
    take: ("partners", lambda w: refresh(w.source, fetch=answering(rss(item("new"))))),
    load_demo_partners: ("partners", load_partners),
    receive: ("rates", lambda w: (receive_rate("1.15"), receive_rate("1.16"))),
}
# Acts that write in a transaction what readers do not see, or parts of one that touches when it is done.
NO_ACTS = {
    *("articles.photos.store_photo", "newsportal.demo_logins.make_logins"),
    *(f"articles.publishing.{act}" for act in ("submit_for_review", "send_back", "approve")),
    *(f"articles.revisions.saving.{act}" for act in ("save_revision", "save_first", "restore", "set_aside")),
    *(f"articles.revisions.working_copies.{act}_update" for act in ("submit", "send_back", "approve", "discard")),
    *("articles.revisions.sittings.take_over", "articles.revisions.sittings.put_away"),
    *("articles.search.indexing.index_articles", "articles.search.photos.index_photos"),
    "newsportal.partners.outside_links.write_down",
}


def acts() -> set[str]:
    """The public functions of the site that are decorated with ``transaction.atomic``."""
    found = set()
    for package in (topics, articles, newsportal):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            parts = set(info.name.split("."))
            if parts & {"migrations", "management", *PERSONAL}:
                continue
            for name, thing in vars(importlib.import_module(info.name)).items():
                if isinstance(thing, FunctionType) and thing.__module__ == info.name and not name.startswith("_"):
                    cells = inspect.getclosurevars(thing).nonlocals.values()
                    if any(isinstance(value, Atomic) for value in cells):
                        found.add(f"{info.name}.{name}")
    return found


def named(act) -> str:
    return f"{act.__module__}.{act.__name__}"


def test_every_model_is_one_that_readers_see_or_not():
    ours = {model._meta for model in apps.get_models(include_auto_created=True)}
    ours = {meta.label for meta in ours if re.match(r"(articles|newsportal|taggit|topics)\b", meta.app_config.name)}
    ours = {label for label in ours if label.partition(".")[0] not in PERSONAL}

    assert ours == UNSEEN.union(*SEEN.values())
    assert set(SEEN) == set(registered())


def test_every_act_is_tried():
    assert acts() - set(map(named, ACTS)) == NO_ACTS


@pytest.mark.parametrize(("names", "act"), ACTS.values(), ids=map(named, ACTS))
def test_act_touches_what_it_changes(names, act):
    world = World()

    act(world)

    after = read()
    assert [name for name in names.split() if after.of([name]) == world.before.of([name])] == []


def test_acts_write_every_table_that_readers_see():
    written = set()

    def note(execute, sql, params, many, context):
        written.update(re.findall(r'^(?:INSERT INTO|UPDATE|DELETE FROM|COPY) "(\w+)"', sql))
        return execute(sql, params, many, context)

    for _names, act in ACTS.values():
        world = World()
        with connection.execute_wrapper(note):
            act(world)
        empty(world)

    seen = {apps.get_model(label)._meta.db_table for labels in SEEN.values() for label in labels}
    assert seen - written == set()


DESKS = [
    (version, label)
    for version, labels in SEEN.items()
    for label in sorted(labels)
    if apps.get_model(label) in admin.site._registry
]
# Facts from outside, which nobody edits; and what a page of its own changes by the acts above.
WITHOUT_A_FORM = {"currency.Series", "home.Placement"}
NEVER_DELETED = WITHOUT_A_FORM | {"articles.Photo"}  # as long as a story shows it
# What is deleted while stories are filed under it, or printed with it, is refused: these are not.
UNUSED = {
    "topics.Topic": lambda w: make_topic("Empty"),
    "articles.Author": lambda w: make_author("Zoe Young"),
}


def seen_object(world, label):
    return {
        "topics.Topic": world.topic,
        "articles.Article": world.article,
        "articles.Author": world.author,
        "articles.Photo": world.photo,
        "taggit.Tag": Tag.objects.get(),
        "partners.Source": world.source,
        "partners.PartnerItem": world.item,
        "pages.Page": world.page,
        "home.BreakingBar": world.bar,
    }[label]


@pytest.mark.parametrize(("version", "label"), [desk for desk in DESKS if desk[1] not in WITHOUT_A_FORM])
def test_desk_touches_what_it_saves(admin_client, version, label):
    model = apps.get_model(label)._meta
    thing = seen_object(World(), label)
    address = reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[thing.pk])
    form = submitted(admin_client.get(address).content.decode(), f"{model.model_name}_form")
    field = next((name for name in CHANGED if name in form), "is_hidden")
    before = read()

    response = admin_client.post(address, form | {field: CHANGED[field]} | BUTTON.get(label, {}))

    assert response.status_code == 302, response.context["errors"]
    assert read().of([version]) > before.of([version])


# What readers see of a story waits for this button.
BUTTON = {"articles.Article": {"_publish_minor": "1"}}
# A field of each form by which readers see that it was saved, with its new value.
CHANGED = {
    "headline": "Other",
    "name": "Other",
    "title": "Other",
    "credit": "Other",
    "text": "Other",
    "is_hidden": "on",
}


@pytest.mark.parametrize(("version", "label"), [desk for desk in DESKS if desk[1] not in NEVER_DELETED])
@pytest.mark.parametrize("is_one_of_many", [False, True])
def test_desk_touches_what_it_deletes(admin_client, version, label, is_one_of_many):
    model, world = apps.get_model(label)._meta, World()
    thing = UNUSED[label](world) if label in UNUSED else seen_object(world, label)
    before = read()

    if is_one_of_many:
        address = reverse(f"admin:{model.app_label}_{model.model_name}_changelist")
        chosen = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
        admin_client.post(address, chosen)
    else:
        address = reverse(f"admin:{model.app_label}_{model.model_name}_delete", args=[thing.pk])
        admin_client.post(address, {"post": "yes"})

    assert not apps.get_model(label).objects.filter(pk=thing.pk).exists()
    assert read().of([version]) > before.of([version])


def test_headlines_of_partners_are_hidden_with_their_version(admin_client):
    world = World()
    before = read()

    chosen = {"action": "hide", "_selected_action": [world.item.pk]}
    admin_client.post(reverse("admin:partners_partneritem_changelist"), chosen)

    assert read().of(["partners"]) > before.of(["partners"])


def test_drafts_are_written_without_a_word(admin_client):
    world = World()
    address = reverse("admin:articles_article_change", args=[world.draft.pk])
    form = submitted(admin_client.get(address).content.decode(), "article_form")
    before = read()

    response = admin_client.post(address, form | {"headline": "Other"})

    assert response.status_code == 302
    assert read() == before
