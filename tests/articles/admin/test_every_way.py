"""A reporter goes through every address, form, button and action of the desk, and nothing happens that may not.

What there is to go through is asked of the site itself, so a new page, model or step is tried without being named here.
Each attempt is a whole one: what somebody with all rights would send.
"""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import URLResolver, reverse
from django.utils import timezone

from articles.models import Article, EditorsPick, SearchedQuery, Status
from articles.publishing import submit_for_review
from articles.workflow import STEPS, may_take
from newsportal.home.models import HomePage
from newsportal.partners.models import LinkCheck
from newsportal.schedule.models import Job
from tests.articles.admin.desk import article_fields, as_opened, sign_in
from tests.factories import make_article, make_section, make_user
from tests.submission import submitted
from tests.test_touching import World, receive_rate

pytestmark = pytest.mark.django_db

# Signing in and out leaves traces of its own.
PASSING = {"sessions.Session", "usersessions.UserSession", "topics.Version"}
# What is looked at, and written by nobody.
READ_ONLY = {
    *("articles.EditorialAct", "articles.SearchedQuery", "currency.Series", "partners.LinkCheck"),
    "home.Placement",  # has a page of its own instead of forms
}
# What a reporter writes there is a text of their own that is not saved yet.
OWN = {"articles/article/sitting/": {"articles.Sitting"}}
# A field of each form, with another value.
CHANGES = {"headline": "Other", "name": "Other", "title": "Other", "alt": "Other", "query": "other"}
CHANGES |= {"username": "other", "largest_jump": "77", "minutes": "77", "is_hidden": "on", "text": "Other"}
MODELS = sorted(model._meta.label for model in admin.site._registry)


def patterns(found=None, before="") -> list[tuple[str, str]]:
    """Every address of the desk as Django writes it, with its name."""
    addresses = []
    for pattern in admin.site.get_urls() if found is None else found:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            addresses += patterns(pattern.url_patterns, here)
        elif pattern.name:
            addresses.append((here, pattern.name))
    return addresses


def address_of(pattern: str, pk: str) -> str:
    if "(" in pattern:  # the page of an app
        return "/admin/articles/"
    return "/admin/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: "1" if match[1] == "number" else pk, pattern)


def snapshot() -> dict[str, list]:
    """Every row of every table."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values()))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in PASSING
    }


def changed(before: dict, after: dict) -> set[str]:
    return {label for label in before if before[label] != after[label]}


@pytest.fixture
def newsroom():
    """One thing of each kind that the desk knows, none of them the reporter's."""
    world = World()
    EditorsPick.objects.create(query="bread", key="bread", article=world.article)
    SearchedQuery.objects.create(day=timezone.localdate(), query="bread", found=0)
    link, now = world.article.outside_links.get(), timezone.now()
    LinkCheck.objects.create(link=link, url=link.url, checked_at=now, failures=2)
    Job.objects.get_or_create(command="fetch_rates", defaults={"minutes": 60, "next_run_at": now})
    receive_rate("1.15")
    submit_for_review(make_article(status=Status.DRAFT, created_by=make_user("otto", group="Reporter")))
    return world


def thing(label: str):
    return apps.get_model(label)._base_manager.order_by("pk").first()


def model_of(name: str) -> str | None:
    found = (m._meta for m in admin.site._registry if name.startswith(f"{m._meta.app_label}_{m._meta.model_name}_"))
    return next((meta.label for meta in found), None)


def everything(client, label: str | None) -> dict:
    """What the form of a thing of this kind holds for somebody with all rights, with all its values changed."""
    form = {}
    if label and label not in READ_ONLY:
        meta = apps.get_model(label)._meta
        page = client.get(
            reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing(label).pk]), follow=True
        )
        form = submitted(page.content.decode(), f"{meta.model_name}_form")
    # A box that is not ticked is not in the form.
    return form | {name: v for name, v in CHANGES.items() if name in form or v == "on"} | {"_save": "1"}


def orders(world, name: str) -> list[dict]:
    """What buttons of other pages say."""
    everywhere = {
        **{"post": "yes", "confirm": "1", "into": world.other_topic.pk, "act": "add", "notice": world.notice.pk},
        **{"add-kind": "correction", "add-text": "No.", "add-place": "top", "retract-text": "No."},
        "photo": world.photo.pk,
    }
    if name != "home_placement_changelist":
        return [everywhere, everywhere | {"act": "retract"}]
    placed = {"article": world.article.pk, "seen": HomePage.objects.get().changes, "slot": 1, "to": 1}
    return [placed | {"act": act} for act in ("place", "move", "remove", "end")]


@pytest.fixture
def chief():
    return sign_in(make_user("root", is_staff=True, is_superuser=True))


@pytest.fixture
def reporter():
    return sign_in(make_user("rita", group="Reporter"))


def test_there_is_a_thing_of_each_kind_to_try(newsroom):
    assert [label for label in MODELS if thing(label) is None] == []


def test_no_address_lets_a_reporter_change_what_is_not_theirs(newsroom, chief, reporter):
    rita = get_user_model().objects.get(username="rita")
    wrong, before = {}, snapshot()
    for pattern, name in patterns():
        label = model_of(name)
        address = address_of(pattern, str(thing(label).pk) if label else "1")
        # Their own new story, photograph or tag is theirs to add: there somebody else's is sent.
        form = {} if name.endswith("_add") else everything(chief, label)
        reporter.force_login(rita)  # one of the addresses signs out

        answers = [reporter.get(address).status_code]
        answers += [reporter.post(address, form | order).status_code for order in orders(newsroom, name)]

        after = snapshot()
        if done := changed(before, after) - {"accounts.User"} - OWN.get(pattern, set()):
            wrong[pattern] = done
        if any(code >= 500 for code in answers):
            wrong[pattern] = answers
        before = after

    assert wrong == {}


@pytest.mark.parametrize("label", [label for label in MODELS if label not in READ_ONLY])
def test_form_that_is_refused_to_a_reporter_is_taken_from_others(newsroom, chief, label):
    """What is sent above would change something."""
    meta = apps.get_model(label)._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[thing(label).pk])
    form, before = everything(chief, label), snapshot()

    chief.post(address, form)

    assert label in changed(before, snapshot())


def test_no_action_of_a_list_is_done_for_a_reporter(newsroom, reporter):
    request = RequestFactory().get("/admin/")
    request.user = make_user("root", is_staff=True, is_superuser=True)
    before, wrong = snapshot(), {}
    for label in MODELS:
        model, page = apps.get_model(label), admin.site._registry[apps.get_model(label)]
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        chosen = list(model._base_manager.values_list("pk", flat=True)[:50])
        for action in {*page.get_actions(request), "delete_selected"}:
            order = {"action": action, "_selected_action": chosen, "post": "yes", "select_across": "1"}
            reporter.post(address, order)
        after = snapshot()
        if done := changed(before, after):
            wrong[label] = done
        before = after

    assert wrong == {}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("group", ["Reporter", "Editor", "Chief editor"])
def test_steps_are_taken_as_the_table_says_and_not_otherwise(group, name):
    person, other = make_user("rita", group=group), make_user("otto", group="Reporter")
    client, step, section = sign_in(person), STEPS[name], make_section()
    wrong, taken = [], 0
    for status in Status:
        for writer in (person, other):
            done = True
            for way in (press, choose, write_notice):
                if done:
                    story = make_article(status=status, created_by=writer, section=section, published_at=timezone.now())
                allowed = may_take(person, story, step)
                way(client, story, name)
                story.refresh_from_db()
                done = story.status == step.ends and story.acts.filter(act=name, by=person).exists()
                untouched = story.status == status and not story.acts.filter(act__in=STEPS).exists()
                taken += done
                if not (untouched or (done and allowed)):
                    wrong.append((status, writer.username, way.__name__))

    assert wrong == []
    assert bool(taken) == any(
        may_take(person, Article(pk=0, status=status, created_by=writer), step)
        for status in Status
        for writer in (person, other)
    )


def press(client, story, name):
    """The button below the form."""
    form = article_fields(based_on=as_opened(story), section=story.section_id, _note="Because.")
    client.post(reverse("admin:articles_article_change", args=[story.pk]), form | {f"_{name}": "1"})


def choose(client, story, name):
    """The action of the list."""
    chosen = {"action": f"{name}_chosen", "_selected_action": [story.pk]}
    client.post(reverse("admin:articles_article_changelist"), chosen)


def write_notice(client, story, name):
    """The page of corrections."""
    fields = {"act": name, "retract-text": "No.", "add-kind": "correction", "add-text": "No.", "add-place": "top"}
    client.post(reverse("admin:articles_article_corrections", args=[story.pk]), fields)
