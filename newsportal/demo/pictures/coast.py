"""Lights and machines on the open sea: the lighthouse and the wind farm."""

import math

from PIL import ImageChops

from .land import birds
from .light import Canvas
from .sheet import WIDTH, Stencil, blend


def lamps(canvas: Canvas, places: list[tuple[float, float]], size: float = 3, strength: float = 1) -> None:
    """Points of lamplight with a halo; in daylight only a hint of it."""
    dots = canvas.stencil()
    for x, y in places:
        dots.disc(x, y, size)
    power = strength if canvas.palette.dark else strength * 0.35
    canvas.add_light(dots, canvas.palette.lamp, blur=size * 5, strength=min(3, 2.4 * power))
    canvas.add_light(dots, (255, 244, 214), blur=0.6, strength=power)


def lighthouse(canvas: Canvas) -> None:
    light, horizon = canvas.palette, 660
    stormy = light.clouds > 0.9
    sun = canvas.sky(horizon)
    if not stormy:
        canvas.range_of(horizon, 90, 0.8, mist=0.3, waves=0.9, roughness=0.5)
    else:
        canvas.haze(horizon - 60, 260, 0.5)
    canvas.sea(horizon, rough=0.95 if stormy else 0.5, glitter_x=None if stormy else sun[0])
    stone = canvas.relief(22, 22, 0.8)
    base_x, top_y = canvas.random.uniform(1010, 1120), 190
    rock = canvas.stencil()
    line = [(base_x - 360, 790)]
    for step in range(1, 40):
        share = step / 40
        height = 178 * math.exp(-(((share - 0.55) / 0.27) ** 4)) + 26
        line.append((base_x - 360 + share * 920, 790 - height + canvas.random.uniform(-13, 13)))
    rock.polygon([*line, (base_x + 580, 800), (base_x + 430, 840), (base_x - 200, 850)])
    canvas.paint(
        rock,
        [(0, blend(light.near, light.haze, 0.38)), (1, blend(light.near, light.water, 0.1))],
        top=600,
        bottom=850,
        texture=stone,
    )
    tower, shade, bands = canvas.stencil(), canvas.stencil(), canvas.stencil()
    foot = 628
    tower.polygon([(base_x + 96, foot), (base_x + 112, top_y + 66), (base_x + 168, top_y + 66), (base_x + 184, foot)])
    house = canvas.stencil()
    house.polygon(
        [
            (base_x + 190, foot + 2),
            (base_x + 190, foot - 62),
            (base_x + 240, foot - 96),
            (base_x + 330, foot - 96),
            (base_x + 352, foot - 62),
            (base_x + 352, foot + 2),
        ]
    )
    white = blend((246, 240, 228), light.sky[2], 0.42 if light.dark else 0.15)
    canvas.paint(
        house,
        [
            (0, blend(light.near, white, 0.3)),
            (0.36, blend(light.near, white, 0.3)),
            (0.4, blend(white, light.near, 0.25)),
            (1, blend(white, light.near, 0.45)),
        ],
        top=foot - 96,
        bottom=foot,
    )
    canvas.paint(tower, [(0, white), (1, blend(white, light.near, 0.25))], top=top_y, bottom=foot)
    for upper, lower in ((0.16, 0.36), (0.58, 0.78)):
        y0, y1 = top_y + 66 + (foot - top_y - 66) * upper, top_y + 66 + (foot - top_y - 66) * lower
        w0, w1 = 28 + 16 * upper, 28 + 16 * lower
        bands.polygon(
            [(base_x + 140 - w0, y0), (base_x + 140 + w0, y0), (base_x + 140 + w1, y1), (base_x + 140 - w1, y1)]
        )
    canvas.paint(bands, blend((168, 52, 44), light.near, 0.3 if light.dark else 0.1))
    shade.polygon([(base_x + 150, top_y + 66), (base_x + 168, top_y + 66), (base_x + 184, foot), (base_x + 146, foot)])
    canvas.paint(shade, light.near, blur=9, opacity=0.5)
    head = canvas.stencil()
    head.box(base_x + 98, top_y + 56, base_x + 182, top_y + 68)
    for x in range(0, 85, 12):
        head.line([(base_x + 98 + x, top_y + 56), (base_x + 98 + x, top_y + 38)], 2)
    head.box(base_x + 98, top_y + 36, base_x + 182, top_y + 39)
    head.polygon([(base_x + 112, top_y + 8), (base_x + 140, top_y - 26), (base_x + 168, top_y + 8)])
    head.line([(base_x + 140, top_y - 26), (base_x + 140, top_y - 54)], 3)
    for x in (114, 131, 149, 166):
        head.line([(base_x + x, top_y + 8), (base_x + x, top_y + 56)], 3)
    lantern = canvas.stencil()
    lantern.box(base_x + 116, top_y + 8, base_x + 164, top_y + 56)
    canvas.paint(lantern, blend(light.lamp, (255, 255, 255), 0.4))
    canvas.paint(head, blend(light.near, light.haze, 0.1))
    if light.dark:
        beam = canvas.stencil()
        x, y = base_x + 140, top_y + 32
        beam.polygon([(x, y - 4), (x, y + 4), (-40, y + 150), (-40, y - 60)], tone=120)
        beam.polygon([(x, y - 4), (x, y + 4), (WIDTH + 40, y - 20), (WIDTH + 40, y - 110)], tone=120)
        canvas.add_light(beam, light.lamp, blur=12, strength=0.8)
    canvas.glow(base_x + 140, top_y + 32, 260 if light.dark else 120, light.lamp, 1)
    lamps(canvas, [(base_x + 226, foot - 34), (base_x + 290, foot - 34)], 4)
    if stormy:
        surf = canvas.noise(10, 9, 6)
        for number in range(7):
            y = 742 + number * 46
            crest = canvas.stencil()
            points = [
                (
                    x,
                    y
                    - (24 + number * 7) * math.sin(x / (150 + number * 40) + number * 2.1)
                    - canvas.random.uniform(0, 8),
                )
                for x in range(-20, WIDTH + 40, 20)
            ]
            crest.polygon([*points, *[(px, py + 15 + number * 4) for px, py in reversed(points)]])
            body = canvas.stencil()
            body.polygon([*points, (WIDTH + 20, y + 190), (-20, y + 190)])
            canvas.paint(
                body,
                [
                    (0, blend(light.water, light.haze, 0.32)),
                    (0.5, light.water),
                    (1, blend(light.water, light.near, 0.5)),
                ],
                top=y - 40,
                bottom=y + 150,
                opacity=0.8,
            )
            foam = surf.point(lambda tone: max(0, min(255, (tone - 118) * 5)))
            canvas.paint(ImageChops.multiply(canvas.cut(crest, 4), foam), (228, 234, 232), opacity=0.85)
        spray = canvas.stencil()
        for _ in range(340):
            angle, reach = canvas.random.uniform(math.pi, math.tau), canvas.random.random() ** 2 * 240
            cx = base_x - 250 + canvas.random.choice((0, 0, 520))
            spray.disc(
                cx + math.cos(angle) * reach * 0.8, 800 + math.sin(angle) * reach, canvas.random.uniform(1.5, 11)
            )
        canvas.paint(ImageChops.multiply(canvas.cut(spray, 7), surf), (235, 240, 240), opacity=0.95)
        canvas.paint(canvas.cut(spray, 1.5), (240, 244, 244), opacity=0.28)
    else:
        surf = canvas.stencil()
        for x in range(-420, 600, 14):
            surf.disc(base_x + x, 838 + 14 * math.sin(x / 90) - abs(x) * 0.03, canvas.random.uniform(8, 26), 4)
        canvas.paint(surf, blend((240, 244, 244), light.haze, 0.35), blur=4, opacity=0.7)
        birds(canvas, base_x - 320, 380, 8, 140)


def turbine(shape: Stencil, x: float, foot: float, height: float, turn: float) -> None:
    hub = foot - height
    shape.polygon(
        [(x - height * 0.014, foot), (x - height * 0.007, hub), (x + height * 0.007, hub), (x + height * 0.014, foot)]
    )
    shape.box(x - height * 0.018, hub - height * 0.012, x + height * 0.026, hub + height * 0.012)
    for blade in range(3):
        angle = turn + blade * math.tau / 3
        dx, dy = math.cos(angle), math.sin(angle)
        length = height * 0.6
        shape.polygon(
            [
                (x - dy * height * 0.008, hub + dx * height * 0.008),
                (x + dx * length * 0.25 - dy * height * 0.02, hub + dy * length * 0.25 + dx * height * 0.02),
                (x + dx * length, hub + dy * length),
                (x + dy * height * 0.006, hub - dx * height * 0.006),
            ]
        )


def windfarm(canvas: Canvas) -> None:
    light, horizon = canvas.palette, 700
    stormy = light.clouds > 0.9
    sun = canvas.sky(horizon, sun_x=canvas.random.uniform(950, 1250))
    canvas.range_of(horizon, 70, 0.8, mist=0.3, waves=0.8, roughness=0.5)
    canvas.sea(horizon, rough=0.9 if stormy else 0.55, glitter_x=None if stormy else sun[0])
    places = []
    for row in range(5):
        depth = (row + 1) / 5
        height, foot = 70 + depth**2 * 520, horizon + 2 + depth**2.4 * 190
        shape, mirror = canvas.stencil(), canvas.stencil()
        step = 70 + depth**1.7 * 560
        x = WIDTH * (0.06 + row * 0.03) - (60 if row == 4 else 0)
        while x < WIDTH:
            here = foot + canvas.random.uniform(-4, 4) * depth
            turbine(shape, x, here, height, canvas.random.uniform(0, 2))
            shape.box(x - height * 0.022, here - height * 0.05, x + height * 0.022, here + 3)
            mirror.box(x - height * 0.015, here, x + height * 0.015, here + height * 0.45)
            places.append((x, here - height - height * 0.015))
            x += step * canvas.random.uniform(0.92, 1.08)
        body = blend(blend((244, 246, 246), light.sky[2], 0.3), light.haze, 0.75 - depth * 0.6)
        if light.dark:
            body = blend(light.near, light.haze, 0.75 - depth * 0.55)
        if stormy:
            body = blend((226, 232, 230), light.haze, 0.8 - depth * 0.7)
        canvas.paint(mirror, body, blur=4, opacity=0.35)
        canvas.paint(shape, [(0, body), (1, blend(body, light.near, 0.3))], top=foot - height * 1.6, bottom=foot)
        if row == 2:
            canvas.haze(horizon - 10, 90, 0.5)
    if light.dark:
        red = canvas.stencil()
        for x, y in places:
            red.disc(x, y, 3)
        canvas.add_light(red, (255, 70, 50), blur=6, strength=2.5)
    if not stormy:
        canvas.glow(*sun, 700, light.sun, 0.25, 0.6)
    birds(canvas, 1150, 420, 8, 140)
