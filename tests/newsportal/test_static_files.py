"""What ``collectstatic`` makes of the stylesheet and the modules."""

import gzip
import re
from itertools import groupby

import pytest
from django.conf import settings as site_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import InMemoryStorage
from django.core.management import call_command

from newsportal.static_files import JoinedStaticFilesStorage, join_imports, without_comments

SOURCE = site_settings.BASE_DIR / "static"
SHEET = """\
/* The order of layers. */
@layer base, blocks;

@import url("base.css") layer(base);
@import url("card-lead.css") layer(blocks);
"""
FILES = {
    "base.css": "/* Links */\na {\n  color: red;\n}\n",
    "card-lead.css": '.card {\n  background: url("../img/mark.svg");\n}\n',
}


def test_imports_are_replaced_by_what_they_name_in_its_layer():
    assert join_imports(SHEET, FILES.__getitem__) == (
        "\n"
        "@layer base, blocks;\n"
        "\n"
        "@layer base {\n\na {\n  color: red;\n}\n}\n"
        '@layer blocks {\n.card {\n  background: url("../img/mark.svg");\n}\n}\n'
    )


def test_word_import_may_stand_in_a_comment():
    sheet = "/* Not an @import url(x) of any kind; it's nothing */\na { color: red }\n"

    assert join_imports(sheet, FILES.__getitem__) == "\na { color: red }\n"


def test_comments_go_and_strings_that_look_like_one_stay():
    sheet = """/* One
    "of" two lines */ a::before { content: "/* \\201C */"; } b { content: '*/' /* ' */; }"""

    assert without_comments(sheet) == """ a::before { content: "/* \\201C */"; } b { content: '*/' ; }"""


@pytest.mark.parametrize(
    "line",
    [
        '@import url("base.css");',
        '@import "base.css" layer(base);',
        '@import url("base.css") layer(base) print;',
        '@import url("parts/base.css") layer(base);',
        '@import url("https://elsewhere.example/base.css") layer(base);',
    ],
)
def test_import_of_another_form_is_refused(line):
    with pytest.raises(ValueError, match="cannot be joined") as refusal:
        join_imports(f"{SHEET}{line}\n", FILES.__getitem__)

    assert line.rstrip(";") in str(refusal.value)


def test_import_inside_an_imported_file_is_refused():
    nested = FILES | {"base.css": '@import url("card-lead.css") layer(base);\n'}
    deeper = FILES | {"base.css": '  @import url("card-lead.css") layer(base);\n'}

    for files in (nested, deeper):
        with pytest.raises(ValueError, match="cannot be joined"):
            join_imports(SHEET, files.__getitem__)


def test_import_of_a_file_that_is_not_there_stops_the_collection(tmp_path):
    written = InMemoryStorage()
    with written.open("css/site.css", "w") as file:
        file.write('@import url("lost.css") layer(base);\n')
    storage = JoinedStaticFilesStorage(location=tmp_path)

    with pytest.raises(ValueError, match=r"^css/site\.css imports css/lost\.css, which is not there$"):
        list(storage.post_process({"css/site.css": (written, "css/site.css")}))


@pytest.fixture
def collected(settings, tmp_path):
    """Where the static files of the site were collected to, as in production."""
    settings.STATIC_ROOT = tmp_path / "static"
    backend = {"BACKEND": "newsportal.static_files.JoinedStaticFilesStorage"}
    settings.STORAGES = site_settings.STORAGES | {"staticfiles": backend}
    call_command("collectstatic", interactive=False, verbosity=0)
    return settings.STATIC_ROOT


def test_readers_fetch_one_stylesheet_with_its_layers_in_the_declared_order(collected):
    sheet = collected / staticfiles_storage.stored_name("css/site.css")
    text = sheet.read_text()
    imports = re.findall(r'^@import url\("(.+)"\) layer\((.+)\);$', (SOURCE / "css" / "site.css").read_text(), re.M)

    declaration, *layers = re.findall(r"^@layer (.+?)(?:;| \{)$", text, re.M)
    positions = [text.find(without_comments((SOURCE / "css" / name).read_text())) for name, _ in imports]
    assert "@import" not in text
    assert [layer for layer, _ in groupby(layers)] == declaration.split(", ")
    assert layers == [layer for _, layer in imports]
    assert positions == sorted(positions)
    assert positions[0] > 0
    assert gzip.decompress(sheet.with_name(f"{sheet.name}.gz").read_bytes()).decode() == text


def test_modules_import_one_another_under_their_hashed_names(collected):
    fragment = staticfiles_storage.stored_name("js/fragment.js")
    more = (collected / staticfiles_storage.stored_name("js/show-more.js")).read_text()

    assert re.findall(r'^import .* from "(.+)";$', more, re.M) == [f"./{fragment.removeprefix('js/')}"]
