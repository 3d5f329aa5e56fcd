"""Levels of messages can be told apart: by colour where there is any, and by the shape of their mark everywhere."""

import pytest

from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)

LEVELS = ["info", "success", "warning", "error"]
LOOKS = """(items) => items.map((item) => {
  const mark = getComputedStyle(item, "::before");
  return {
    level: item.dataset.level,
    edge: getComputedStyle(item).borderInlineStartColor,
    glyph: mark.content.split("/")[0].trim(),
    visible: mark.display !== "none" && mark.color !== mark.backgroundColor,
  };
})"""


@pytest.fixture
def looks(open_page, client, site):
    """``looks(**options)``: how a message of each level looks; options as for ``open_page``."""
    client.force_login(make_user("editor", group="Editor"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}

    def looks(**options) -> list[dict]:
        page = open_page(**options)
        page.context.add_cookies([cookie])
        page.goto("/styleguide/")
        stage = page.locator("#component-messages .styleguide__stage").first
        return stage.locator("[data-level]").evaluate_all(LOOKS)

    return looks


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_levels_differ_in_colour_and_in_mark(looks, scheme):
    found = looks(color_scheme=scheme)

    assert [look["level"] for look in found] == LEVELS
    assert len({look["edge"] for look in found}) == len({look["glyph"] for look in found}) == len(LEVELS)
    assert [look["visible"] for look in found] == [True] * len(LEVELS)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_levels_differ_in_mark_where_colours_are_forced(looks, scheme):
    found = looks(color_scheme=scheme, forced_colors="active")

    assert len({look["edge"] for look in found}) == 1
    assert len({look["glyph"] for look in found}) == len(LEVELS)
    assert [look["visible"] for look in found] == [True] * len(LEVELS)
