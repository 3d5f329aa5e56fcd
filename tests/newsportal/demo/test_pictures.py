from io import BytesIO

import pytest
from PIL import Image, ImageStat

from newsportal.demo.pictures import PALETTES, SCENES, draw

SMALL = (192, 128)


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_draw_gives_the_same_picture_twice(scene):
    first = draw(scene, seed=5, palette="dusk", size=SMALL)

    assert draw(scene, seed=5, palette="dusk", size=SMALL) == first


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_draw_fills_the_asked_size_with_something_to_see(scene):
    picture = Image.open(BytesIO(draw(scene, seed=1, palette="dawn", size=SMALL)))

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", SMALL)
    assert max(ImageStat.Stat(picture).stddev) > 12


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_every_palette_can_light_a_landscape_and_a_room(palette):
    for scene in ("mountains", "library"):
        assert Image.open(BytesIO(draw(scene, seed=2, palette=palette, size=SMALL))).size == SMALL


def test_seed_and_palette_change_the_picture():
    pictures = {
        draw("harbour", seed=seed, palette=palette, size=SMALL) for seed in (1, 2) for palette in ("dawn", "dusk")
    }

    assert len(pictures) == 4


def test_draw_refuses_an_unknown_scene():
    with pytest.raises(KeyError):
        draw("volcano", seed=1, palette="dawn", size=SMALL)
