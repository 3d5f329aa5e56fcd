import re
from collections import Counter

import pytest

from newsportal.demo.catalogue import load_catalogue
from newsportal.demo.pictures import PALETTES, SCENES

PAGE_BREAK = '<hr class="page-break">'
IN_BODY = re.compile(r'^<figure data-photo="([^"]+)"></figure>$', re.MULTILINE)


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


def doubles(values):
    return [value for value, count in Counter(values).items() if count > 1]


def unknown(pairs, known):
    """The (who, what) pairs whose second half is not among the known keys."""
    known = set(known)
    return [(who, what) for who, what in pairs if what not in known]


def test_newsroom_is_large_enough_for_a_demonstration(catalogue):
    assert len(catalogue.stories) >= 60
    assert len([topic for topic in catalogue.topics if topic.section]) == 8
    assert len([story for story in catalogue.stories if story.photo]) >= 40
    assert {page.slug for page in catalogue.pages} == {"about", "contact", "privacy"}


def test_keys_slugs_and_headlines_are_unique(catalogue):
    assert doubles(story.key for story in catalogue.stories) == []
    assert doubles(story.headline for story in catalogue.stories) == []
    assert doubles(topic.slug for topic in catalogue.topics) == []
    assert doubles(author.key for author in catalogue.authors) == []
    assert doubles(photo.key for photo in catalogue.photos) == []
    assert doubles((photo.scene, photo.palette, photo.seed) for photo in catalogue.photos) == []


def test_topics_have_parents_that_stand_before_them(catalogue):
    slugs = [topic.slug for topic in catalogue.topics]

    late = [t.slug for t in catalogue.topics if t.parent and slugs.index(t.parent) > slugs.index(t.slug)]

    assert late == []
    assert [topic.slug for topic in catalogue.topics if topic.section == bool(topic.parent)] == []


def test_stories_name_existing_sections_and_topics(catalogue):
    sections = [topic.slug for topic in catalogue.topics if topic.section]

    assert unknown([(story.key, story.section) for story in catalogue.stories], sections) == []
    assert (
        unknown(
            [(story.key, slug) for story in catalogue.stories for slug in story.topics],
            [topic.slug for topic in catalogue.topics],
        )
        == []
    )


def test_every_topic_and_author_has_a_story(catalogue):
    told = {slug for story in catalogue.stories for slug in (story.section, *story.topics)}
    writing = {key for story in catalogue.stories for key in story.authors}

    assert {topic.slug for topic in catalogue.topics} - told == set()
    assert {author.key for author in catalogue.authors} == writing


def test_related_stories_exist_and_are_not_the_story_itself(catalogue):
    keys = {story.key for story in catalogue.stories}

    assert unknown([(story.key, key) for story in catalogue.stories for key in story.related], keys) == []
    assert [story.key for story in catalogue.stories if story.key in story.related] == []


def test_picks_name_stories_that_readers_see(catalogue):
    published = [story.key for story in catalogue.stories if story.status == "published"]

    assert unknown([(pick.query, pick.story) for pick in catalogue.picks], published) == []
    assert catalogue.picks


def test_placements_name_stories_that_readers_see_each_in_a_slot_of_its_own(catalogue):
    published = [story.key for story in catalogue.stories if story.status == "published"]

    assert unknown([(row.slot, row.story) for row in catalogue.placements], published) == []
    assert len({row.slot for row in catalogue.placements}) == len(catalogue.placements) > 0


def test_photos_are_all_used_and_all_exist(catalogue):
    used = [
        (story.key, key)
        for story in catalogue.stories
        for key in (*filter(None, [story.photo]), *story.more_photos, *IN_BODY.findall(story.body))
    ]
    keys = {photo.key for photo in catalogue.photos}

    assert unknown(used, keys) == []
    assert keys - {key for _, key in used} == set()


def test_photos_name_scenes_and_palettes_that_can_be_drawn(catalogue):
    assert [photo.key for photo in catalogue.photos if photo.scene not in SCENES] == []
    assert [photo.key for photo in catalogue.photos if photo.palette not in PALETTES] == []
    assert [p.key for p in catalogue.photos if not (0 <= p.focal_x <= 100 and 0 <= p.focal_y <= 100)] == []
    assert {photo.scene for photo in catalogue.photos} == set(SCENES)


def test_bodies_keep_breaks_and_figures_on_lines_of_their_own(catalogue):
    for story in catalogue.stories:
        assert story.body.count("page-break") == story.body.splitlines().count(PAGE_BREAK)
        assert story.body.count("data-photo") == len(IN_BODY.findall(story.body))


def test_bodies_close_every_element_they_open(catalogue):
    open_tag, close_tag = re.compile(r"<([a-z0-9]+)[ >]"), re.compile(r"</([a-z0-9]+)>")

    for text in [story.body for story in catalogue.stories] + [page.body for page in catalogue.pages]:
        opened = Counter(open_tag.findall(text))
        del opened["hr"], opened["br"]
        assert opened == Counter(close_tag.findall(text))


def test_several_stories_have_more_than_one_page(catalogue):
    assert len([story for story in catalogue.stories if PAGE_BREAK in story.body]) >= 4


def test_states_are_mixed_and_only_scheduled_stories_look_ahead(catalogue):
    states = Counter(story.status for story in catalogue.stories)
    ahead = [story.key for story in catalogue.stories if story.hours_ahead is not None]

    assert {state: states[state] for state in set(states) - {"published"}} == {
        "draft": 1,
        "in_review": 1,
        "scheduled": 1,
        "retracted": 1,
        "withdrawn": 1,
    }
    assert ahead == [story.key for story in catalogue.stories if story.status == "scheduled"]


def test_stories_spread_over_five_weeks_with_news_today(catalogue):
    ages = Counter(story.days_ago for story in catalogue.stories)

    assert min(ages) == 0
    assert max(ages) <= 34
    assert all(ages[day] >= 2 for day in (0, 1, 2))
    assert sorted(story.days_ago for story in catalogue.stories if story.breaking) == [0, 2]


def test_headlines_and_outside_links_keep_to_the_rules(catalogue):
    links = [link.url for story in catalogue.stories for link in story.in_other_media]

    assert [story.headline for story in catalogue.stories if len(story.headline) > 90] == []
    assert [url for url in links if not re.match(r"https://[a-z-]+\.example/", url)] == []
    assert doubles(links) == []
