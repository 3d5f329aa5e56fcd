from newsportal.styleguide.catalogue import component_names, components, set_apart
from newsportal.styleguide.specimens import specimens


def test_every_component_has_a_specimen():
    shown = {specimen.component for specimen in specimens()}

    assert shown == set(component_names())


def test_no_state_is_listed_twice():
    states = [(specimen.component, specimen.state) for specimen in specimens()]

    assert len(states) == len(set(states))


def test_component_is_shown_with_what_it_expects_and_its_files():
    [more] = [component for component in components() if component.name == "more"]

    assert more.expects == "Expects: more_url; may have part_url (an address that has only the stories of that page)."
    assert more.files == ["templates/components/more.html", "static/css/more.css", "static/js/show-more.js"]
    assert [shown.specimen.state for shown in more.shown] == ["a next page"]


def test_every_specimen_prints_something():
    silent = [
        (component.name, shown.specimen.state)
        for component in components()
        for shown in component.shown
        if not shown.html.strip()
    ]

    assert silent == []


def test_ids_and_what_refers_to_them_are_set_apart():
    html = (
        '<nav aria-labelledby="top" aria-label="Ways"><h2 id="top">Top</h2><a href="#top">Up</a>'
        '<a href="#main">Out</a><a href="/top/">Elsewhere</a><label for="q">Find</label>'
        '<input id="q" aria-describedby="top hint" type="radio" name="kind"></nav>'
    )

    assert set_apart(html, "card", "wide & new") == (
        '<nav aria-labelledby="card-wide-new-top" aria-label="Ways (card, wide &amp; new)">'
        '<h2 id="card-wide-new-top">Top</h2><a href="#card-wide-new-top">Up</a>'
        '<a href="#main">Out</a><a href="/top/">Elsewhere</a><label for="card-wide-new-q">Find</label>'
        '<input id="card-wide-new-q" aria-describedby="card-wide-new-top hint" type="radio" name="kind-card-wide-new">'
        "</nav>"
    )
