"""The light of a picture: sky, haze, land and lamp colours for one time of day."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """`sky` runs from the zenith to the horizon; `haze` is what distance fades into, `near` the darkest foreground."""

    sky: tuple[Colour, Colour, Colour, Colour]
    haze: Colour
    near: Colour
    ground: Colour
    sun: Colour
    lamp: Colour
    water: Colour
    sun_height: float  # 0 at the horizon, 1 at the top of the picture
    clouds: float  # 0 for a clear sky, 1 for an overcast one
    dark: bool = False  # lamps are lit, stars are out
    warm: Colour = (255, 196, 120)


def _colour(text: str) -> Colour:
    return int(text[:2], 16), int(text[2:4], 16), int(text[4:], 16)


def _palette(sky: str, others: str, sun_height: float, clouds: float, dark: bool = False) -> Palette:
    top, high, low, horizon = map(_colour, sky.split())
    haze, near, ground, sun, lamp, water = map(_colour, others.split())
    return Palette((top, high, low, horizon), haze, near, ground, sun, lamp, water, sun_height, clouds, dark)


# sky: zenith, high, low, horizon; then haze, near, ground, sun, lamp, water.
PALETTES: dict[str, Palette] = {
    "dawn": _palette("4a6fa0 8fa3c4 efb7ab ffdfb0", "e9b9b0 2b3350 6c7258 fff0c8 ffd28a 7d8fae", 0.08, 0.35),
    "noon": _palette("1f6fb8 4d97d2 9cc8e6 dcedf2", "b3cfe0 1c3a4a 5f8a4c fffbe6 fff0c0 1d5f86", 0.85, 0.55),
    "meadow": _palette("4f93bd 8dbcd2 c9dfd6 f3efcf", "c2d6c4 1d3b33 6d9446 fff6cf ffe9b0 3a7a80", 0.45, 0.45),
    "gold": _palette("4d7fa8 93b1bd f2d093 ffdf9a", "f0c98a 3c2f1e b98a35 fff2b8 ffd680 7a8a86", 0.16, 0.4),
    "dusk": _palette("1d2350 4b3c78 b5587c ff9d62", "a0587c 10142e 2f3048 ffc98a ffcf85 2d2f5e", 0.05, 0.45, True),
    "ember": _palette("3a2a3c 84423c d9763c ffc05a", "c8743f 1a1218 5a3d28 ffe2a0 ffc878 6a3f34", 0.07, 0.35, True),
    "night": _palette("060b1f 0d1a3a 1c3058 3f5680", "2c4470 04070f 12202e d8e4ff ffc870 0c1830", 0.7, 0.25, True),
    "aurora": _palette("030818 07182c 0c2c40 1d5560", "1a4a58 02060c 0c1c22 baffdc ffcf80 081e30", 0.6, 0.1, True),
    "storm": _palette("1b242e 36434e 64747c a8b2ac", "7d8b8f 10171d 39473f e6eadb ffdf9a 2c3f47", 0.3, 1.0, True),
    "mist": _palette("8fa6ae aebfc1 cdd6d2 e4e6dd", "d3dad5 2a3d42 60726a fff8e6 ffe2a8 8ba3a6", 0.3, 0.6),
    "winter": _palette("3f6ea3 7fa6cc bdd3e6 f1e9e4", "c3d4e6 1d2f4c e6edf5 fff3dc ffcf80 3d6288", 0.2, 0.35),
    "abyss": _palette("01060f 03142a 062845 0b3f5e", "0e4a66 01040a 06202c 9ff0ff 7fe6ff 04203a", 0.5, 0.2, True),
}
