"""Draws the pictures of the demonstration site, so that nothing has to be downloaded to fill it.

Every scene is a function that paints on a `Canvas`; the same scene, seed, palette and size always give the
same picture. To add one, write the function in the module it fits and name it in `SCENES`.
"""

from . import boats, city, coast, gatherings, growth, halls, heavens, land, lenses, rooms, valleys
from .light import Canvas, Scene
from .palettes import PALETTES
from .sheet import HEIGHT, WIDTH

SCENES: dict[str, Scene] = {
    "bridge": city.bridge,
    "chartboard": halls.chartboard,
    "concert": halls.concert,
    "delta": lenses.delta,
    "ferry": boats.ferry,
    "fjord": land.fjord,
    "forest": growth.forest,
    "gallery": rooms.gallery,
    "glacier": land.glacier,
    "harbour": boats.harbour,
    "library": rooms.library,
    "lighthouse": coast.lighthouse,
    "market": gatherings.market,
    "mountains": land.mountains,
    "observatory": heavens.observatory,
    "orbit": heavens.orbit,
    "parliament": city.parliament,
    "plankton": lenses.plankton,
    "regatta": boats.regatta,
    "skyline": city.skyline,
    "stadium": gatherings.stadium,
    "train": valleys.train,
    "village": valleys.village,
    "wheat": growth.wheat,
    "windfarm": coast.windfarm,
}

__all__ = ["PALETTES", "SCENES", "draw"]


def draw(scene: str, *, seed: int, palette: str, size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    """Draw one picture and return it as JPEG bytes.

    `scene` is a key of `SCENES`, `palette` one of `PALETTES`; `size` is (width, height) in pixels and should
    keep to 3:2. Raises `KeyError` for an unknown scene or palette.
    """
    paint = SCENES[scene]
    canvas = Canvas(size, seed=seed, palette=palette)
    paint(canvas)
    return canvas.finish()
