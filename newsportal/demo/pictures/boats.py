"""What floats: freighters in harbour, the island ferry, sails."""

import math

from PIL import ImageChops

from .coast import lamps
from .land import birds, conifers
from .light import Canvas
from .sheet import HEIGHT, WIDTH, Stencil, blend


def crane(shape: Stencil, x: float, foot: float, height: float, reach: float) -> None:
    """A harbour crane: portal, tower, jib and stay; `reach` is negative to the left."""
    top = foot - height
    for leg in (-height * 0.12, height * 0.12):
        shape.line([(x + leg, foot), (x + leg * 0.55, foot - height * 0.42)], height * 0.028)
    shape.box(x - height * 0.15, foot - height * 0.44, x + height * 0.15, foot - height * 0.39)
    shape.box(x - height * 0.06, foot - height * 0.56, x + height * 0.1, foot - height * 0.43)
    shape.line([(x, foot - height * 0.4), (x, top)], height * 0.035)
    tip = x + reach, foot - height * 0.86
    hinge = x, foot - height * 0.58
    shape.line([hinge, tip], height * 0.022)
    shape.line([(x, foot - height * 0.64), tip], height * 0.009)
    for share in (0.12, 0.24, 0.36, 0.48, 0.6, 0.72, 0.84):
        px, py = hinge[0] + (tip[0] - hinge[0]) * share, hinge[1] + (tip[1] - hinge[1]) * share
        shape.line([(px, py), (px + reach * 0.06, py - height * 0.06 * (1 - share))], height * 0.008)
    shape.line([(x, top), tip], height * 0.008)
    shape.line([(x, top), (x - reach * 0.28, foot - height * 0.5)], height * 0.01)
    shape.line([tip, (tip[0], foot - height * 0.36)], height * 0.007)
    shape.box(tip[0] - 4, foot - height * 0.37, tip[0] + 4, foot - height * 0.33)


def harbour(canvas: Canvas) -> None:
    light, horizon = canvas.palette, 640
    sun = canvas.sky(horizon)
    for number in range(2):
        canvas.range_of(horizon - 10, 150 - number * 60, 0.78 - number * 0.16, mist=0.4, waves=1.3, roughness=0.5)
    town, windows = canvas.stencil(), []
    x = 0.0
    while x < WIDTH:
        width, height = canvas.random.uniform(18, 60), canvas.random.uniform(16, 62)
        town.box(x, horizon - height, x + width, horizon)
        if canvas.random.random() < 0.4:
            town.polygon([(x, horizon - height), (x + width / 2, horizon - height - 18), (x + width, horizon - height)])
        windows += [(canvas.random.uniform(x, x + width), horizon - canvas.random.uniform(5, height)) for _ in range(2)]
        x += width + canvas.random.uniform(-4, 26)
    canvas.paint(
        town,
        [(0, blend(light.near, light.haze, 0.62)), (1, blend(light.near, light.haze, 0.8))],
        top=560,
        bottom=horizon,
    )
    lamps(canvas, windows, 1.5, 0.6)
    side = canvas.random.choice((-1, 1))

    def place(share: float) -> float:
        return WIDTH / 2 + side * (share - 0.5) * WIDTH

    far, near = canvas.stencil(), canvas.stencil()
    for share in (0.5, 0.57, 0.65):
        crane(far, place(share), horizon, canvas.random.uniform(150, 200), -side * canvas.random.uniform(60, 110))
    for share in (0.73, 0.84, 0.95):
        crane(near, place(share), horizon + 4, canvas.random.uniform(290, 400), -side * canvas.random.uniform(150, 230))
    near.box(min(place(0.66), place(1.1)), horizon - 12, max(place(0.66), place(1.1)), horizon + 6)
    for stack in range(22):
        width = 46
        left = place(0.68 + (stack % 11) * 0.03)
        near.box(left, horizon - 12 - canvas.random.choice((18, 36, 54)), left + width, horizon - 8)
    canvas.paint(far, blend(light.near, light.haze, 0.5))
    canvas.paint(near, blend(light.near, light.haze, 0.12))
    ship, bow = canvas.stencil(), place(0.1)
    length = side * 560
    ship.polygon(
        [
            (bow, horizon - 62),
            (bow + length, horizon - 52),
            (bow + length * 0.985, horizon + 4),
            (bow + length * 0.06, horizon + 4),
        ]
    )
    for deck in range(5):
        left, right = sorted((bow + length * (0.8 + deck * 0.006), bow + length * (0.95 - deck * 0.01)))
        ship.box(left, horizon - 76 - deck * 22, right, horizon - 48)
    left, right = sorted((bow + length * 0.87, bow + length * 0.92))
    ship.box(left, horizon - 200, right, horizon - 140)
    for share in (0.2, 0.42, 0.62):
        x = bow + length * share
        ship.line([(x, horizon - 60), (x, horizon - 150)], 6)
        ship.line([(x, horizon - 84), (x + length * 0.1, horizon - 142)], 4)
        ship.line([(x, horizon - 84), (x - length * 0.09, horizon - 136)], 4)
    canvas.paint(
        ship,
        [(0, blend(light.near, light.haze, 0.4)), (1, blend(light.near, light.haze, 0.14))],
        top=horizon - 200,
        bottom=horizon,
    )
    stripe = canvas.stencil()
    stripe.polygon(
        [
            (bow + length * 0.035, horizon - 22),
            (bow + length * 0.987, horizon - 22),
            (bow + length * 0.985, horizon + 3),
            (bow + length * 0.06, horizon + 3),
        ]
    )
    canvas.paint(stripe, blend((150, 52, 44), light.haze, 0.25 if not light.dark else 0.1), opacity=0.7)
    places = [
        (bow + length * (0.82 + canvas.random.random() * 0.12), horizon - 60 - 22 * canvas.random.randrange(5))
        for _ in range(16)
    ]
    places += [(place(0.66 + step * 0.045), horizon - 30) for step in range(8)] + [
        (place(s), horizon - 235) for s in (0.73, 0.84, 0.95)
    ]
    lamps(canvas, places, 3)
    canvas.haze(horizon - 14, 70, 0.35)
    canvas.glow(*sun, 620, light.sun, 0.28, 0.6)
    canvas.reflect(horizon, clearness=0.55, tint=0.3)
    posts = canvas.stencil()
    for x in (140, 196, 1330, 1392, 1470):
        top = 800 + canvas.random.uniform(0, 70)
        posts.box(x, top, x + 24, HEIGHT)
        posts.disc(x + 12, top, 12, 5)
    canvas.paint(posts, blend(light.near, light.water, 0.12), blur=1.6)
    birds(canvas, WIDTH / 2 - side * 260, 330, 10, 150)


def ferry(canvas: Canvas) -> None:
    light, horizon = canvas.palette, 590
    sun = canvas.sky(horizon, sun_x=canvas.random.uniform(300, 620))
    green = canvas.relief(14, 12, 0.8)
    canvas.range_of(horizon, 120, 0.72, mist=0.3, waves=0.7)
    island = canvas.stencil()
    left = canvas.random.uniform(640, 740)
    outline = [(left, horizon + 2.0)]
    for step in range(1, 60):
        share = step / 60
        height = 330 * (math.sin(share * math.pi * 0.5) ** 1.6) * (0.8 + 0.2 * math.sin(share * 9 + left))
        outline.append((left + share * (WIDTH + 60 - left), horizon - height + canvas.random.uniform(-8, 8)))
    island.polygon([*outline, (WIDTH + 60, horizon + 2)])
    canvas.paint(
        island,
        [
            (0, blend(blend(light.ground, light.near, 0.3), light.haze, 0.25)),
            (1, blend(blend(light.ground, light.near, 0.5), light.haze, 0.12)),
        ],
        top=260,
        bottom=horizon,
        texture=green,
    )
    canvas.paint(conifers(canvas, outline, 70, 12, 30), blend(light.near, light.ground, 0.25), opacity=0.9)
    houses, roofs, places = canvas.stencil(), canvas.stencil(), []
    for _ in range(26):
        x = canvas.random.uniform(left + 180, WIDTH)
        y = horizon - 4 - canvas.random.random() ** 1.8 * min(110, (x - left) * 0.18)
        houses.box(x, y - 15, x + 24, y)
        roofs.polygon([(x - 3, y - 14), (x + 12, y - 27), (x + 27, y - 14)])
        places.append((x + 8, y - 7))
    canvas.paint(houses, blend((238, 230, 214), light.sky[2], 0.5 if light.dark else 0.1))
    canvas.paint(roofs, blend((150, 62, 48), light.near, 0.5 if light.dark else 0.1))
    lamps(canvas, places, 2)
    canvas.haze(horizon - 12, 46, 0.5)
    canvas.reflect(horizon, clearness=0.4, tint=0.5)
    water = horizon + 196
    x = canvas.random.uniform(330, 460)
    hull, upper, glass, wake = canvas.stencil(), canvas.stencil(), canvas.stencil(), canvas.stencil()
    hull.polygon([(x, water - 82), (x + 760, water - 90), (x + 724, water + 8), (x + 36, water + 8)])
    for deck in range(3):
        upper.polygon(
            [
                (x + 40 + deck * 46, water - 128 - deck * 46),
                (x + 640 - deck * 62, water - 128 - deck * 46),
                (x + 690 - deck * 62, water - 80 - deck * 46),
                (x + 30 + deck * 46, water - 80 - deck * 46),
            ]
        )
        for pane in range(26 - deck * 4):
            px = x + 66 + deck * 46 + pane * 21.5
            glass.box(px, water - 114 - deck * 46, px + 13, water - 98 - deck * 46)
    upper.polygon([(x + 190, water - 268), (x + 262, water - 268), (x + 280, water - 218), (x + 176, water - 218)])
    upper.line([(x + 470, water - 216), (x + 478, water - 310)], 7)
    upper.line([(x + 452, water - 284), (x + 500, water - 284)], 4)
    wake.polygon([(x + 40, water - 4), (x - 460, water + 46), (x - 460, water + 100), (x + 200, water + 18)])
    wake.polygon([(x + 700, water), (x + 800, water + 18), (x + 300, water + 40), (x, water + 30)])
    foam = canvas.noise(14, 40, 5).point(lambda tone: max(0, min(255, (tone - 90) * 3)))
    canvas.paint(ImageChops.multiply(canvas.cut(wake, 9), foam), (240, 244, 246), opacity=0.6)
    white = blend((250, 248, 242), light.sky[1], 0.42 if light.dark else 0.06)
    shadow = canvas.stencil()
    shadow.polygon([(x + 36, water + 6), (x + 724, water + 6), (x + 660, water + 64), (x + 110, water + 64)])
    canvas.paint(shadow, blend(light.near, light.water, 0.3), blur=9, opacity=0.55)
    canvas.paint(
        hull,
        [
            (0, blend((34, 74, 116), light.near, 0.3)),
            (0.75, blend((22, 50, 86), light.near, 0.45)),
            (0.8, (140, 48, 42)),
            (1, (96, 34, 34)),
        ],
        top=water - 90,
        bottom=water + 8,
    )
    canvas.paint(upper, [(0, white), (1, blend(white, light.near, 0.3))], top=water - 300, bottom=water - 80)
    canvas.paint(glass, light.lamp if light.dark else blend(light.near, light.sky[1], 0.4))
    if light.dark:
        canvas.add_light(glass, light.lamp, blur=14, strength=1.5)
        mirror = canvas.stencil()
        for pane in range(22):
            mirror.box(
                x + 76 + pane * 28, water + 16, x + 86 + pane * 28, water + canvas.random.uniform(50, 150), tone=120
            )
        canvas.add_light(mirror, light.lamp, blur=7, strength=0.7)
    canvas.glow(*sun, 640, light.sun, 0.25, 0.7)
    birds(canvas, x + 200, 420, 9, 170)


def regatta(canvas: Canvas) -> None:
    light, horizon = canvas.palette, 520
    sun = canvas.sky(horizon, sun_x=canvas.random.uniform(900, 1300))
    for number in range(2):
        canvas.range_of(horizon, 130 - number * 60, 0.78 - number * 0.2, mist=0.35, waves=0.8 + number, roughness=0.5)
    canvas.sea(horizon, rough=0.6, glitter_x=sun[0])
    for number in range(17):
        depth = (number / 16) ** 2.1
        foot = horizon + 10 + depth * 400
        size = 40 + depth * 440
        x = (
            WIDTH * ((number * 0.381 + canvas.random.uniform(-0.05, 0.05)) % 1)
            if number < 15
            else WIDTH * (0.26, 0.74)[number - 15]
        )
        lean = size * canvas.random.uniform(0.08, 0.16)
        mast = x + lean, foot - size
        main, shade, jib, hull = (canvas.stencil() for _ in range(4))
        belly = [
            (
                mast[0] - (mast[0] - x) * share - size * 0.33 * share - size * 0.07 * math.sin(share * math.pi),
                foot - size * 0.08 - (size * 0.92) * (1 - share),
            )
            for share in [n / 12 for n in range(13)]
        ]
        main.polygon([mast, *belly, (x, foot - size * 0.08)])
        shade.polygon([mast, *belly[4:], (x - size * 0.12, foot - size * 0.08)])
        front = [
            (
                mast[0] + (x + size * 0.34 - mast[0]) * share + size * 0.05 * math.sin(share * math.pi),
                mast[1] + size * 0.1 + size * 0.82 * share,
            )
            for share in [n / 10 for n in range(11)]
        ]
        jib.polygon([*front, (x + size * 0.03, foot - size * 0.1)])
        hull.polygon(
            [
                (x - size * 0.36, foot - size * 0.055),
                (x + size * 0.42, foot - size * 0.085),
                (x + size * 0.3, foot + size * 0.02),
                (x - size * 0.3, foot + size * 0.02),
            ]
        )
        air = (1 - depth) * 0.45
        cloth = blend(blend((252, 250, 244), light.sun, 0.3), light.haze, air)
        tints = ((252, 250, 244), (206, 74, 58), (38, 88, 140), (240, 190, 80), (252, 250, 244))
        spinnaker = blend(tints[number % 5], light.haze, air + 0.1)
        gleam = canvas.stencil()
        gleam.polygon(
            [
                (x - size * 0.34, foot + size * 0.03),
                (x + size * 0.3, foot + size * 0.03),
                (x + lean * 0.4 + size * 0.05, foot + size * 0.5),
                (x - size * 0.1, foot + size * 0.5),
            ]
        )
        canvas.paint(gleam, cloth, blur=3 + depth * 12, opacity=0.3)
        canvas.paint(main, [(0, cloth), (1, blend(cloth, light.sky[1], 0.3))], top=foot - size, bottom=foot)
        canvas.paint(shade, blend(cloth, light.water, 0.5), blur=2 + depth * 12, opacity=0.35)
        canvas.paint(jib, [(0, spinnaker), (1, blend(spinnaker, light.near, 0.2))], top=foot - size, bottom=foot)
        canvas.paint(hull, blend(light.near, light.haze, air))
        spray = canvas.stencil()
        for _ in range(14):
            spray.disc(
                x + size * canvas.random.uniform(-0.5, 0.46),
                foot + size * canvas.random.uniform(0.0, 0.03),
                size * 0.03,
                size * 0.012,
            )
        canvas.paint(spray, (244, 248, 250), blur=1.5, opacity=0.7)
    birds(canvas, 420, 240, 7, 160)
