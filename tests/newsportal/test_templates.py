"""What holds for all templates and stylesheets, read as files."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory

TEMPLATES = settings.BASE_DIR / "templates"
COMPONENTS = TEMPLATES / "components"
CSS = settings.BASE_DIR / "static" / "css"
JS = settings.BASE_DIR / "static" / "js"
# The desk brings styles of its own, and mail programs know no stylesheets.
ELSEWHERE = {"admin", "email"}
HTML = sorted(path for path in TEMPLATES.rglob("*.html") if not ELSEWHERE & {*path.relative_to(TEMPLATES).parts})


def named(paths) -> list[str]:
    return sorted(path.stem for path in paths)


def own_blocks() -> set[str]:
    """Components whose markup has a block of their own name."""
    return {path.stem for path in COMPONENTS.glob("*.html") if f'class="{path.stem}"' in path.read_text()}


def imported() -> list[str]:
    return re.findall(r'@import url\("([a-z-]+)\.css"\)', (CSS / "site.css").read_text())


def test_components_begin_with_a_comment_on_what_they_expect():
    silent = [path.name for path in COMPONENTS.glob("*.html") if not path.read_text().startswith("{# Expects")]

    assert silent == []


def test_blocks_have_a_stylesheet_of_their_name():
    assert own_blocks() - set(named(CSS.glob("*.css"))) == set()


def linked() -> list[str]:
    """Stylesheets that a page links for itself."""
    links = re.findall(r"{% static 'css/([a-z-]+)\.css' %}", "".join(path.read_text() for path in HTML))
    return [name for name in links if name != "site"]


def test_every_stylesheet_is_listed_once_in_the_table_of_contents_or_linked_by_its_page():
    assert sorted([*imported(), *linked()]) == [name for name in named(CSS.glob("*.css")) if name != "site"]


def test_stylesheet_of_one_page_puts_all_its_rules_in_a_declared_layer():
    declared = re.search(r"@layer ([^;]+);", (CSS / "site.css").read_text())[1].split(", ")
    outside = {
        # What begins a line is not inside a block.
        name: re.findall(r"^[^\s/}].*", re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text(), flags=re.S), re.M)
        for name in linked()
    }

    assert outside == {"styleguide": ["@layer blocks {"]}
    assert "blocks" in declared


def test_every_import_goes_into_a_declared_layer():
    contents = (CSS / "site.css").read_text()
    declared = re.search(r"@layer ([^;]+);", contents)[1].split(", ")

    used = re.findall(r"@import url\(\"[a-z-]+\.css\"\) layer\(([a-z]+)\);", contents)
    assert (set(used), len(used)) == (set(declared), len(imported()))


def test_no_stylesheet_has_rules_for_what_no_page_prints():
    styled = {
        name: path.name
        for path in CSS.glob("*.css")
        for name in re.findall(r"\.([a-z][a-z_-]*)", re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", path.read_text(), flags=re.S))
    }
    printed = "".join(path.read_text() for path in [*HTML, *JS.glob("*.js")])

    dead = {name: path for name, path in styled.items() if not re.search(rf"[\s\"]{name}[\s\"{{]", printed)}
    assert dead == dict.fromkeys(WRITTEN_BY_THE_BODY, "prose.css")


WRITTEN_BY_THE_BODY = ["pull-quote", "table-scroll"]  # articles.body


@pytest.mark.parametrize("path", HTML, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_no_inline_code_and_names_its_endblocks(path):
    text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.S)

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", text) == []
    scripts = re.findall(r"<script\b[^>]*>", text)
    assert [tag for tag in scripts if " src=" not in tag and "application/ld+json" not in tag] == []
    # A block that ends on the line it begins on needs no name at its end (djade takes it away).
    assert [
        line for line in text.splitlines() if re.search(r"{%\s*endblock\s*%}", line) and "{% block" not in line
    ] == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//", text) == []


@pytest.mark.parametrize("path", HTML, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_words_for_readers_are_marked_for_translation(path):
    text = re.sub(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.S)
    text = re.sub(r"{%\s*blocktranslate.*?endblocktranslate\s*%}", "", text, flags=re.S)
    text = re.sub(r"{[{%].*?[%}]}", "", text, flags=re.S)

    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>|&[a-z]+;", " ", text))
    assert set(words) <= {"RSS", "Atom", "JSON"}  # names of formats


def test_scripts_define_the_element_they_are_named_after():
    defined = {
        path.stem: re.findall(r'customElements\.define\("([a-z-]+)"', path.read_text()) for path in JS.glob("*.js")
    }

    assert {name: tags for name, tags in defined.items() if tags != [name]} == {"fragment": [], "theme": []}


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_pages_for_broken_days_need_no_request_and_no_database(name):
    html = get_template(name).render()

    assert html.count("<h1") == 1
    assert 'href="/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "410.html", "429.html"])
def test_error_pages_render_with_and_without_a_request(name):
    request = RequestFactory().get("/somewhere/")

    assert [get_template(name).render(request=given).count("<h1") for given in (request, None)] == [1, 1]


def test_folders_hold_what_the_layout_names():
    assert {path.name for path in Path(TEMPLATES).iterdir() if path.is_dir()} <= {
        "account",  # allauth's own, in our words, and so are allauth, mfa and usersessions
        "accounts",
        "admin",
        "allauth",
        "articles",
        "components",
        "currency",
        "email",
        "mfa",
        "newsportal",
        "pages",
        "partners",
        "styleguide",
        "usersessions",
    }
