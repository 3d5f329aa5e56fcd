"""Items as nobody should send them."""

from hypothesis import strategies as st

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=12), inside, max_size=3),
    max_leaves=12,
)
NAMES = (
    "type version versioncreated versionCreated firstcreated embargoed pubstatus headline headlines description_text "
    "descriptions body_text body_xhtml bodies byline by bylines located language provider infosource infoSources "
    "subject subjects place places keywords associations renditions copyrightholder title name value role"
).split()
ENTRIES = st.dictionaries(st.sampled_from([*NAMES, "code", "uri", "href", "width"]), ANY_JSON, max_size=4)
STORIES = st.dictionaries(st.sampled_from(NAMES), ANY_JSON | ENTRIES | st.lists(ENTRIES, max_size=2), max_size=6).map(
    lambda fields: {"uri": "urn:example:any", "headline": "Any", **fields}
)
ITEMS = ANY_JSON | STORIES
