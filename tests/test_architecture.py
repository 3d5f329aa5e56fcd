"""What keeps the house in shape: who imports whom, how long a module is, and what the repository promises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from newsportal import http
from newsportal.environment import read_environment

ROOT = Path(__file__).resolve().parent.parent
APPS = ("articles", "newsportal", "topics")
MODULES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and "__pycache__" not in path.parts
)
TEMPLATES = sorted(path for folder in ("templates", *APPS) for path in (ROOT / folder).rglob("*.html"))
LOCKS = ("requirements.txt", "requirements-dev.txt")

# The modules that may say that HTML is safe; they have their own tests.
MARKS_HTML_SAFE = {
    "articles/templatetags/news.py",
    "newsportal/quick/lookups.py",  # as the expressions of Django's own for which its own stand in
    "newsportal/quick/nodes.py",  # as the nodes of Django's own for which its nodes stand in
}
# What can ask other machines for something; and the modules that may use it, each with what it needs.
REACHES_OUT = ("urllib.request", "http.client", "socket", "requests", "httpx", "urllib3")
MAY_REACH_OUT = {
    "newsportal/serving.py": {"socket"},  # it looks whether a port of this machine is free
    "newsportal/bench/servers.py": {"socket", "http.client"},  # it asks servers that it started on this machine
}
# Parts of newsportal/ that stand beside one another; what may be imported from where.
SIBLINGS = {
    config.name.removeprefix("newsportal.") for config in apps.get_app_configs() if "newsportal." in config.name
}
ALLOWED_AMONG_SIBLINGS = {("feeds", "accounts")}
LONGEST_MODULE = 350


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Every import of a module, wherever it stands: the statement and the full name of what it imports."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else []
            source = ".".join([*above, node.module or ""]).strip(".")
            yield from ((node, f"{source}.{alias.name}") for alias in node.names)


def imported_parts(path: Path) -> set[tuple[str, ...]]:
    return {tuple(name.split(".")) for _, name in imports(path)}


@pytest.mark.parametrize(
    ("app", "forbidden"), [("topics", {"articles", "newsportal", "tests"}), ("articles", {"newsportal", "tests"})]
)
def test_imports_run_one_way(app, forbidden):
    wrong = {
        (name_of(path), ".".join(name))
        for path in MODULES
        if path.relative_to(ROOT).parts[0] == app
        for name in imported_parts(path)
        if name[0] in forbidden
    }

    assert wrong == set()


def test_siblings_in_newsportal_do_not_import_one_another():
    wrong = set()
    for path in MODULES:
        home = path.relative_to(ROOT).parts
        if home[0] != "newsportal" or home[1] not in SIBLINGS:
            continue
        for name in imported_parts(path):
            other = name[1] if name[0] == "newsportal" and len(name) > 1 else home[1]
            if other in SIBLINGS - {home[1]} and (home[1], other) not in ALLOWED_AMONG_SIBLINGS:
                wrong.add((name_of(path), ".".join(name)))

    assert {"accounts", "feeds", "pages"} <= SIBLINGS
    assert wrong == set()


def test_requests_leave_through_one_door():
    wrong = set()
    for path in MODULES:
        if name_of(path).startswith("newsportal/http/"):
            continue
        for _, name in imports(path):
            for module in REACHES_OUT:
                is_it = name == module or name.startswith(f"{module}.")
                if is_it and module not in MAY_REACH_OUT.get(name_of(path), set()):
                    wrong.add((name_of(path), name))
            # Doors with other rules than the site's own are made by tests only.
            if name.startswith("newsportal.http.") and name.removeprefix("newsportal.http.") not in http.__all__:
                wrong.add((name_of(path), name))

    assert wrong == set()


def test_an_import_inside_a_function_has_its_reason_beside_it():
    without_reason = []
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            explained_to = 0  # imports in one block share the reason at its beginning
            for node in ast.walk(function):
                if not isinstance(node, ast.Import | ast.ImportFrom):
                    continue
                beside = lines[node.lineno - 1 : node.end_lineno]
                above = lines[node.lineno - 2].strip()
                if any("#" in line for line in beside) or above.startswith("#") or node.lineno == explained_to + 1:
                    explained_to = node.end_lineno
                else:
                    without_reason.append(f"{name_of(path)}:{node.lineno}")

    assert without_reason == []


def test_no_module_has_grown_too_long():
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_module_is_a_drawer():
    assert [name_of(path) for path in MODULES if path.stem in {"utils", "helpers", "common", "misc"}] == []


def test_html_is_marked_as_safe_in_known_modules():
    marking = {
        name_of(path)
        for path in MODULES
        if any(name[-1] in {"mark_safe", "SafeData"} for name in imported_parts(path))
        or re.search(r"\b(mark_safe|SafeString|SafeText)\(", path.read_text(encoding="utf-8"))
    }
    switching_off = [
        name_of(path)
        for path in TEMPLATES
        if re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", path.read_text(encoding="utf-8"))
    ]

    assert (marking, switching_off) == (MARKS_HTML_SAFE, [])


def test_templates_of_the_desk_hold_no_style_script_or_handler_of_their_own():
    """For readers' templates see ``tests/newsportal/test_templates.py``; a nonce is for the desk only."""
    forbidden = re.compile(
        r"""<style(?![^>]*\bnonce=) | \sstyle\s*= | \son[a-z]+\s*=\s*["'] | javascript:
        | <script(?![^>]*\bsrc=)(?![^>]*\btype="application/(ld\+)?json")""",
        re.VERBOSE | re.IGNORECASE,
    )
    found = {
        name_of(path): match.group()
        for path in TEMPLATES
        if "admin" in path.parts
        and (match := forbidden.search(re.sub(r"{#.*?#}|{%.*?%}", "", path.read_text(encoding="utf-8"))))
    }

    assert found == {}


def test_every_app_with_models_has_migrations():
    ours = [
        config
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT / config.name.split(".")[0])
    ]
    without = [
        config.name
        for config in ours
        if list(config.get_models()) and not list((Path(config.path) / "migrations").glob("0001_*.py"))
    ]

    assert {"articles", "topics", "newsportal.accounts", "newsportal.pages"} <= {config.name for config in ours}
    assert without == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert capsys.readouterr().out == "No changes detected\n"


class Recording(dict):
    """An environment that remembers what it was asked for."""

    def __init__(self, **values):
        super().__init__(values)
        self.asked: set[str] = set()

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


def test_env_example_names_exactly_the_variables_the_site_reads():
    environment = Recording(DEBUG="1")
    read_environment(ROOT, environment)
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()

    assert {line.partition("=")[0] for line in lines if line and not line.startswith("#")} == environment.asked


def test_env_example_explains_every_variable():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    unexplained = [
        line for above, line in zip(lines, lines[1:], strict=False) if "=" in line[:25] and above[:2] != "# "
    ]

    assert [line for line in unexplained if not line.startswith("#")] == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_everything_with_hashes_and_names_no_host(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    requirements = [entry for entry in text.replace("\\\n", " ").splitlines() if entry.strip()]
    loose = [entry for entry in requirements if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", entry)]

    assert (loose, re.findall(r"://\S+|--\S*index\S*|--find-links", text)) == ([], [])
    assert len(requirements) > 10


def test_locks_agree_on_what_the_site_runs_with():
    runtime, development = (
        dict(re.findall(r"^([\w.\[\]-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in LOCKS
    )

    assert {name: development.get(name) for name in runtime} == runtime
