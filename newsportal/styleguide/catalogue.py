"""The components as the style guide shows them: what their files say of them, and their specimens rendered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from inspect import cleandoc

from django.conf import settings
from django.template.loader import get_template
from django.utils.html import escape
from django.utils.text import slugify

from newsportal.styleguide.specimens import Specimen, specimens

TEMPLATES = settings.BASE_DIR / "templates" / "components"
STYLES = settings.BASE_DIR / "static" / "css"
SCRIPTS = settings.BASE_DIR / "static" / "js"
# A part of a list stands in one, and looks at its container.
FRAMES = {"entry": '<div class="stream"><ol class="stream__list">%s</ol></div>'}
NAMING = re.compile(r'(\s(?:id|for|href|aria-labelledby|aria-describedby|aria-controls)="#?)([^"]*)"')


@dataclass(frozen=True)
class Shown:
    specimen: Specimen
    html: str


@dataclass(frozen=True)
class Component:
    """``expects`` is the comment its template begins with; ``files`` are relative to the repository."""

    name: str
    expects: str
    files: list[str]
    shown: list[Shown]


def component_names() -> list[str]:
    return sorted(path.stem for path in TEMPLATES.glob("*.html"))


def components() -> list[Component]:
    """All components by name, each with its specimens."""
    by_name: dict[str, list[Specimen]] = {name: [] for name in component_names()}
    for specimen in specimens():
        by_name[specimen.component].append(specimen)
    return [_component(name, states) for name, states in by_name.items()]


def _component(name: str, states: list[Specimen]) -> Component:
    template = TEMPLATES / f"{name}.html"
    source = template.read_text(encoding="utf-8")
    elements = re.findall(r"<([a-z]+-[a-z-]+)", source)
    files = [template, STYLES / f"{name}.css", *(SCRIPTS / f"{element}.js" for element in elements)]
    return Component(
        name,
        _comment(source),
        [path.relative_to(settings.BASE_DIR).as_posix() for path in files if path.exists()],
        [Shown(specimen, render(specimen)) for specimen in states],
    )


def _comment(source: str) -> str:
    comment = source.partition("\n")[0].removeprefix("{#").removesuffix("#}").strip()
    return comment.replace("{% templatetag openblock %}", "{%").replace("{% templatetag closeblock %}", "%}")


def render(specimen: Specimen) -> str:
    """The component as a page that includes it with ``only`` would print it, with names of its own."""
    html = get_template(f"components/{specimen.component}.html").render(specimen.context)
    html = FRAMES.get(specimen.component, "%s") % cleandoc(html)
    return set_apart(html, specimen.component, specimen.state)


def set_apart(html: str, component: str, state: str) -> str:
    """``html`` with ids, names of landmarks and groups of radio buttons that no other specimen on the page has.

    A page of the site shows a component in one state; only here would the same name stand twice.
    """
    prefix = slugify(f"{component} {state}", allow_unicode=True)
    ids = set(re.findall(r'\sid="([^"]+)"', html))

    def renamed(match: re.Match) -> str:
        before, names = match.groups()
        return before + " ".join(f"{prefix}-{name}" if name in ids else name for name in names.split()) + '"'

    html = NAMING.sub(renamed, html)
    html = re.sub(r'(type="radio" name="[^"]*)"', rf'\1-{prefix}"', html)
    return re.sub(r'(\saria-label="[^"]*)"', rf'\1 ({component}, {escape(state)})"', html)
