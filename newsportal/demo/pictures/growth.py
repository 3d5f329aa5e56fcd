"""Fields and woods, seen from inside."""

import math

from PIL import ImageChops

from .light import Canvas
from .sheet import HEIGHT, WIDTH, blend


def wheat(canvas: Canvas) -> None:
    light = canvas.palette
    sun = canvas.sky(450, clouds=0.6)
    for number in range(3):
        canvas.range_of(450 + number * 8, 60 - number * 14, 0.75 - number * 0.22, mist=0.3, waves=1.2, roughness=0.45)
    field = canvas.stencil()
    field.box(0, 452, WIDTH, HEIGHT)
    straw, earth = light.ground, blend(light.ground, light.near, 0.62)
    canvas.paint(
        field, [(0, blend(straw, light.haze, 0.6)), (0.3, straw), (1, blend(straw, light.near, 0.35))], top=452
    )
    vanishing = WIDTH * canvas.random.uniform(0.42, 0.6)
    rows = canvas.stencil()
    for number in range(-44, 45):
        left = vanishing + number * 120
        rows.polygon(
            [(vanishing + number * 3.0, 452), (left, HEIGHT), (left + 50, HEIGHT), (vanishing + number * 3.0 + 1, 452)]
        )
    canvas.paint(rows, [(0, straw), (0.25, blend(straw, earth, 0.55)), (1, earth)], top=452, blur=2.2)
    canvas.shade(
        canvas.streaks(150, 260, 452, 0.3).point(lambda tone: round(128 + (tone - 128) * 0.22)), canvas.cut(field)
    )
    hedge = canvas.stencil()
    for x in range(0, WIDTH, 9):
        if canvas.random.random() < 0.55 + 0.3 * math.sin(x / 170):
            size = canvas.random.uniform(5, 20)
            hedge.disc(x, 455 - size * 0.6, size, size * 0.9)
    canvas.paint(hedge, blend(light.near, light.haze, 0.35), blur=1)
    canvas.glow(*sun, 820, light.sun, 0.3)
    for depth, count, blur in ((0, 260, 0.6), (1, 90, 0.8), (2, 16, 7)):
        ears, lit = canvas.stencil(), canvas.stencil()
        size = 0.55 + depth * 0.45
        for _ in range(count):
            x = canvas.random.uniform(-20, WIDTH + 20)
            top = HEIGHT - canvas.random.uniform(70, 150) * (1 + 0.45 * depth) + (40 if depth == 0 else 30)
            bend = canvas.random.gauss(16, 14) * size
            ears.line([(x - bend, HEIGHT + 10), (x - bend * 0.3, (top + HEIGHT) / 2), (x, top)], 2.4 * size)
            for grain in range(9):
                share = grain / 8
                gx, gy = x + bend * share * 0.9, top - share * 62 * size
                side = (-1) ** grain * 5.5 * size * (1 - share * 0.5)
                ears.disc(gx + side, gy, 5 * size, 8.5 * size)
                lit.disc(gx + side - 1.2 * size, gy - 2 * size, 2.6 * size, 6 * size)
                ears.line([(gx, gy), (gx + side * 3.4 + bend * 0.3, gy - 46 * size)], 1.1 * size, tone=170)
        dark = blend(straw, light.near, 0.55 - depth * 0.12)
        canvas.paint(ears, [(0, blend(straw, light.near, 0.12)), (1, dark)], top=780, blur=blur)
        canvas.paint(lit, blend(straw, light.sun, 0.55), blur=blur, opacity=0.8)


def forest(canvas: Canvas) -> None:
    light = canvas.palette
    open_sky = blend(light.sky[3], light.sun, 0.4)
    canvas.paint(
        canvas.noise(1, 1, 1).point(lambda _: 255),
        [
            (0, blend(light.sky[2], light.ground, 0.35)),
            (0.5, open_sky),
            (0.72, light.haze),
            (1, blend(light.ground, light.near, 0.5)),
        ],
    )
    sun_x = WIDTH * canvas.random.uniform(0.35, 0.65)
    canvas.glow(sun_x, 330, 760, light.sun, 0.8)
    ground = canvas.relief(26, 40, 0.45)
    bark = canvas.relief(70, 9, 0.4)
    for number in range(6):
        distance = 0.9 - number * 0.17
        colour = blend(light.near, light.haze, max(0, distance))
        base = 640 + number * 62
        soil = canvas.stencil()
        soil.polygon(canvas.ridge(base, 26, roughness=0.6, waves=1.5))
        floor = blend(blend(light.ground, light.haze, max(0, distance) * 0.9), light.near, 0.08 + number * 0.1)
        canvas.paint(
            soil,
            [(0, blend(floor, light.sun, 0.18)), (1, blend(floor, light.near, 0.3))],
            top=base - 20,
            texture=ground,
        )
        trunks = canvas.stencil()
        width = 6 + number**1.7 * 3.6
        x = canvas.random.uniform(-60, 60)
        while x < WIDTH + 60:
            half, lean = (
                width * canvas.random.uniform(0.35, 0.65),
                canvas.random.uniform(-16, 16) * (1 + number * 0.3),
            )
            foot = base + canvas.random.uniform(4, 26)
            trunks.polygon(
                [
                    (x - half + lean, -10),
                    (x + half + lean, -10),
                    (x + half * 1.25, foot - 30),
                    (x + half * 2, foot),
                    (x - half * 2, foot),
                    (x - half * 1.25, foot - 30),
                ]
            )
            for _ in range(4):
                y = canvas.random.uniform(0, 420)
                reach = canvas.random.uniform(2, 7) * width * canvas.random.choice((-1, 1))
                trunks.line(
                    [(x + lean * (1 - y / foot), y), (x + reach * 0.5, y + 10), (x + reach, y - abs(reach) * 0.25)],
                    max(1.2, half * 0.16),
                )
            gap = canvas.random.uniform(2.2, 7) * width + 26
            if number > 3 and abs(x - sun_x) < 300:
                gap += 260
            x += gap
        canvas.paint(trunks, colour, blur=max(0.0, (number - 4) * 2.0), texture=bark)
        if number < 5:
            leaves = canvas.noise(14 - number, 10 - number, 6).point(
                lambda tone, cut=176 - number * 3: max(0, min(255, (tone - cut) * 9))
            )
            crown = canvas.stencil()
            crown.polygon([(0, 0), (WIDTH, 0), (WIDTH, 420), (sun_x + 210, 170), (sun_x - 210, 170), (0, 420)])
            leaf = blend(blend(light.ground, light.near, 0.3 + number * 0.1), light.haze, max(0, distance))
            canvas.paint(ImageChops.multiply(leaves, canvas.cut(crown, 36)), leaf, opacity=0.85, texture=ground)
            canvas.haze(base - 40, 190, 0.42 - number * 0.05, blend(light.haze, light.sun, 0.3))
    shafts = canvas.stencil()
    for _ in range(9):
        x, spread = sun_x + canvas.random.uniform(-260, 260), canvas.random.uniform(20, 80)
        end = x + (x - sun_x) * 1.5 + 160
        shafts.polygon(
            [(x, -20), (x + spread * 0.4, -20), (end + spread * 2, 900), (end, 900)],
            tone=round(canvas.random.uniform(30, 85)),
        )
    canvas.add_light(shafts, light.sun, blur=16, strength=0.9)
