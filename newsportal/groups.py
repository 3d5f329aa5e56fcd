"""The three groups of a newsroom and their rights (``docs/editors.md`` explains them to people)."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

READ = {"view"}
WRITE = {"view", "add", "change"}
EVERYTHING = {"view", "add", "change", "delete"}
EDITORS_STEPS = {"approve", "publish", "withdraw", "correct"}  # articles/workflow.py says which step asks for which

REPORTER = {
    "articles.article": WRITE | {"submit"},
    "articles.author": READ,
    "articles.photo": WRITE,
    "articles.outsidelink": EVERYTHING,
    "articles.articlephoto": EVERYTHING,
    "articles.authorship": EVERYTHING,
    "partners.linkcheck": READ,
    "taggit.tag": READ | {"add"},
    "topics.topic": READ,
    "home.placement": READ,
    "home.breakingbar": READ,
}
EDITOR = REPORTER | {
    "articles.article": WRITE | {"submit", "edit_every"} | EDITORS_STEPS,
    "articles.editorialact": READ,
    "articles.author": WRITE,
    "articles.photo": EVERYTHING,
    "articles.editorspick": EVERYTHING,
    "articles.searchedquery": READ,
    "taggit.tag": EVERYTHING,
    "pages.page": {"view", "change"},
    "home.placement": EVERYTHING,
    "home.breakingbar": WRITE,
    "currency.source": READ,
    "partners.source": READ,
    "partners.partneritem": {"view", "change"},
    "currency.series": READ,
}
CHIEF_EDITOR = EDITOR | {
    "articles.article": EVERYTHING | {"submit", "edit_every", "retract"} | EDITORS_STEPS,
    "articles.author": EVERYTHING,
    "topics.topic": EVERYTHING,
    "pages.page": EVERYTHING,
    "currency.source": {"view", "change"},
    "partners.source": EVERYTHING,
    "partners.partneritem": {"view", "change", "delete"},
    "auth.group": {"view"},
    "schedule.job": READ,
}
GROUPS = {"Reporter": REPORTER, "Editor": EDITOR, "Chief editor": CHIEF_EDITOR}


def ensure_groups(**kwargs) -> None:
    """Make the groups where they are missing and give them the rights above; other rights they have are left."""
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0, using=kwargs.get("using", "default"))
    for name, rights in GROUPS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*_permissions(rights))


def _permissions(rights: dict[str, set[str]]) -> list[Permission]:
    wanted = {
        (app, f"{action}_{model}" if action != "edit_every" else f"edit_every_{model}")
        for label, actions in rights.items()
        for app, model in [label.split(".")]
        for action in actions
    }
    found = Permission.objects.filter(content_type__app_label__in={app for app, _ in wanted}).select_related(
        "content_type"
    )
    return [p for p in found if (p.content_type.app_label, p.codename) in wanted]
