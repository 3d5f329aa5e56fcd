"""Riversides: the skyline, the parliament, the old bridge."""

import math

from .coast import lamps
from .gatherings import people
from .light import Canvas
from .sheet import HEIGHT, WIDTH, blend


def skyline(canvas: Canvas) -> None:
    light, horizon = canvas.palette, 760
    canvas.sky(horizon)
    canvas.glow(WIDTH / 2, horizon, 1000, light.sky[3], 0.5, 0.4)
    for layer in range(4):
        depth = layer / 3
        walls, sides, panes, places = canvas.stencil(), canvas.stencil(), canvas.stencil(), []
        x = -40.0
        while x < WIDTH + 20:
            width = canvas.random.uniform(44, 96) * (0.8 + depth * 0.9)
            middle = 1 - abs(x - WIDTH * (0.58 if layer % 2 else 0.4)) / WIDTH
            height = (
                canvas.random.uniform(90, 250) + 300 * max(0, middle - 0.45) * canvas.random.uniform(0.4, 1.5)
            ) * (1.15 - depth * 0.25)
            if layer == 3:
                height = canvas.random.uniform(90, 260) * (0.35 + 1.25 * abs(x - WIDTH / 2) / WIDTH * 2) * 0.75
            foot = horizon + depth * 150
            top = foot - height - (1 - depth) * 40
            walls.box(x, top, x + width, HEIGHT)
            kind = canvas.random.randrange(6)
            if kind == 0:
                walls.polygon([(x, top), (x + width / 2, top - width * 0.55), (x + width, top)])
            elif kind == 1:
                walls.box(x + width * 0.2, top - 22, x + width * 0.8, top)
                walls.line([(x + width / 2, top - 20), (x + width / 2, top - 84)], 3)
                places.append((x + width / 2, top - 84))
            elif kind == 2:
                walls.polygon([(x, top), (x, top - width * 0.4), (x + width, top)])
            elif kind == 3:
                walls.disc(x + width / 2, top, width / 2, width * 0.3)
            sides.box(x + width * 0.7, top, x + width, HEIGHT, tone=150)
            step_x, step_y = 9 + depth * 6, 13 + depth * 8
            share = 0.5 if light.dark else 0.14
            for column in range(int((width - 8) / step_x)):
                for row in range(int((HEIGHT - top - 10) / step_y)):
                    if canvas.random.random() < share * (0.75 if (row * 7 + column) % 5 else 0.3):
                        wx, wy = x + 6 + column * step_x, top + 12 + row * step_y
                        panes.box(
                            wx, wy, wx + step_x * 0.5, wy + step_y * 0.5, tone=round(canvas.random.uniform(70, 255))
                        )
            x += width + canvas.random.uniform(-6, 24)
        wall = blend(light.near, light.haze, 0.72 - depth * 0.62)
        canvas.paint(
            walls, [(0, wall), (1, blend(wall, light.haze, 0.45 * (1 - depth)))], top=260, bottom=horizon + 100
        )
        canvas.paint(sides, light.near, opacity=0.28)
        if light.dark:
            canvas.add_light(panes, light.lamp, strength=0.45 + depth * 0.55)
            canvas.add_light(panes, light.lamp, blur=8, strength=0.6)
        else:
            canvas.paint(panes, blend(light.sun, light.sky[2], 0.3), opacity=0.55)
        lamps(canvas, places, 2.4, 0.8)
        if layer < 3:
            canvas.haze(horizon - 30 + layer * 40, 200, 0.4 - layer * 0.1)
    quay = canvas.stencil()
    quay.box(0, 872, WIDTH, 886)
    canvas.paint(quay, blend(light.near, light.haze, 0.2))
    lamps(canvas, [(x + canvas.random.uniform(-8, 8), 866) for x in range(20, WIDTH, 58)], 3.4, 1.1)
    canvas.reflect(884, clearness=0.5, tint=0.28)


def parliament(canvas: Canvas) -> None:
    light, quay = canvas.palette, 770
    canvas.sky(quay, sun_x=canvas.random.choice((260, 1330)))
    canvas.range_of(quay, 120, 0.8, mist=0.3, waves=1)
    centre = 800
    stone = blend((226, 212, 186), light.sky[1], 0.55 if light.dark else 0.12)
    shadow = blend(stone, light.near, 0.6)
    copper = blend((98, 158, 138), light.sky[0], 0.5 if light.dark else 0.12)
    trees = canvas.stencil()
    for x in range(0, WIDTH, 15):
        if abs(x - centre) > 480:
            size = canvas.random.uniform(16, 44)
            trees.disc(x, quay - 20 - size * 0.5, size, size)
    canvas.paint(trees, blend(light.near, light.ground, 0.35), blur=1)
    walls, dark, panes, roof = (canvas.stencil() for _ in range(4))
    walls.box(centre - 520, quay - 150, centre + 520, quay)
    roof.polygon(
        [(centre - 530, quay - 150), (centre - 490, quay - 188), (centre + 490, quay - 188), (centre + 530, quay - 150)]
    )
    for side in (-1, 1):
        left = centre + side * 440 - 70
        walls.box(left, quay - 200, left + 140, quay)
        roof.polygon([(left - 8, quay - 200), (left + 70, quay - 262), (left + 148, quay - 200)])
        roof.line([(left + 70, quay - 260), (left + 70, quay - 310)], 4)
    canvas.paint(roof, [(0, copper), (1, blend(copper, light.near, 0.45))], top=quay - 310, bottom=quay - 150)
    for bay in range(31):
        x = centre - 496 + bay * 33
        if abs(x - centre) < 190:
            continue
        for top in (132, 66):
            panes.box(x - 7, quay - top, x + 7, quay - top + 38)
            panes.disc(x, quay - top, 7)
        dark.box(x + 14, quay - 148, x + 19, quay, tone=120)
    walls.box(centre - 200, quay - 235, centre + 200, quay)
    walls.polygon([(centre - 220, quay - 232), (centre, quay - 306), (centre + 220, quay - 232)])
    canvas.paint(
        walls,
        [(0, stone), (1, blend(stone, shadow, 0.5))],
        top=quay - 300,
        bottom=quay,
        texture=canvas.relief(40, 30, 0.15),
    )
    canvas.paint(dark, shadow)
    portico, columns = canvas.stencil(), canvas.stencil()
    portico.box(centre - 184, quay - 218, centre + 184, quay - 14)
    portico.polygon([(centre - 180, quay - 244), (centre, quay - 294), (centre + 180, quay - 244)], tone=70)
    canvas.paint(portico, blend(shadow, light.lamp, 0.5) if light.dark else shadow)
    for number in range(8):
        x = centre - 168 + number * 48
        columns.box(x - 10, quay - 216, x + 10, quay - 14)
        columns.box(x - 14, quay - 220, x + 14, quay - 208)
    canvas.paint(columns, [(0, blend(stone, (255, 255, 255), 0.15)), (1, stone)], top=quay - 220, bottom=quay)
    steps = canvas.stencil()
    for number in range(5):
        steps.box(centre - 210 - number * 14, quay - 16 + number * 5, centre + 210 + number * 14, quay + 6, tone=255)
    canvas.paint(steps, [(0, stone), (1, shadow)], top=quay - 16, bottom=quay + 8)
    drum, dome, ribs, glint = (canvas.stencil() for _ in range(4))
    drum.box(centre - 150, quay - 400, centre + 150, quay - 296)
    drum.box(centre - 164, quay - 408, centre + 164, quay - 396)
    drum.box(centre - 170, quay - 306, centre + 170, quay - 290)
    canvas.paint(drum, [(0, stone), (1, blend(stone, shadow, 0.4))], top=quay - 408, bottom=quay - 290)
    arches = canvas.stencil()
    for number in range(9):
        x = centre - 128 + number * 32
        arches.box(x - 8, quay - 376, x + 8, quay - 312)
        arches.disc(x, quay - 376, 8)
    canvas.paint(arches, light.lamp if light.dark else shadow)
    points = [
        (centre + 150 * math.cos(a), quay - 406 - 172 * math.sin(a) ** 0.92)
        for a in [math.pi * n / 40 for n in range(41)]
    ]
    dome.polygon(points)
    canvas.paint(
        dome,
        [(0, blend(copper, (255, 255, 255), 0.2)), (1, blend(copper, light.near, 0.25))],
        top=quay - 580,
        bottom=quay - 400,
    )
    for number in range(-4, 5):
        bow = [
            (centre + 150 * math.sin(number / 4.6 * math.pi / 2) * math.cos(a), quay - 406 - 172 * math.sin(a))
            for a in [math.pi / 2 * n / 16 for n in range(17)]
        ]
        ribs.line(bow, 3)
    canvas.paint(ribs, blend(copper, light.near, 0.55), opacity=0.6)
    glint.disc(centre - 58, quay - 490, 42, 66)
    canvas.add_light(glint, light.sun, blur=24, strength=0.35)
    edge = canvas.stencil()
    edge.polygon([(centre + 60, quay - 560), *[p for p in points if p[0] > centre + 70], (centre + 90, quay - 408)])
    canvas.paint(edge, light.near, blur=22, opacity=0.45)
    top = canvas.stencil()
    top.box(centre - 26, quay - 626, centre + 26, quay - 574)
    top.disc(centre, quay - 628, 28, 22)
    top.line([(centre, quay - 640), (centre, quay - 740)], 4)
    top.polygon([(centre, quay - 738), (centre + 66, quay - 728), (centre + 60, quay - 710), (centre, quay - 704)])
    canvas.paint(top, [(0, blend(copper, light.near, 0.5)), (1, stone)], top=quay - 740, bottom=quay - 574)
    canvas.paint(panes, light.lamp if light.dark else blend(light.near, light.sky[1], 0.35))
    if light.dark:
        for shape, strength in ((panes, 0.9), (arches, 1.1), (portico, 0.7)):
            canvas.add_light(shape, light.lamp, blur=16, strength=strength)
        canvas.glow(centre, quay - 220, 620, light.lamp, 0.38, 0.7)
    lamps(canvas, [(x, quay - 36) for x in range(40, WIDTH, 95)], 4)
    canvas.reflect(quay + 6, clearness=0.6, tint=0.25)


def bridge(canvas: Canvas) -> None:
    light, line = canvas.palette, 650
    canvas.sky(line)
    for number in range(2):
        canvas.range_of(line - 20, 170 - number * 60, 0.75 - number * 0.15, mist=0.4, waves=1.2, roughness=0.5)
    for layer in range(3):
        depth = layer / 2
        town, panes = canvas.stencil(), []
        x = -10.0
        while x < WIDTH:
            width = canvas.random.uniform(28, 62) * (0.8 + 0.3 * depth)
            height = canvas.random.uniform(70, 130) * (1.2 - depth * 0.55) + 34 * math.sin(x / 260 + layer)
            town.box(x, line - 50 - height, x + width, line)
            town.polygon(
                [
                    (x - 3, line - 50 - height),
                    (x + width / 2, line - 50 - height - width * 0.62),
                    (x + width + 3, line - 50 - height),
                ]
            )
            for _ in range(4 if light.dark else 2):
                panes.append((x + canvas.random.uniform(6, width - 6), line - 44 - canvas.random.uniform(0, height)))
            x += width + canvas.random.uniform(-8, 8)
        if layer < 2:
            for x in (WIDTH * (0.24 + 0.42 * layer), WIDTH * (0.46 + 0.3 * layer)):
                town.box(x - 20, line - 300 + layer * 40, x + 20, line)
                town.polygon(
                    [(x - 26, line - 298 + layer * 40), (x, line - 420 + layer * 50), (x + 26, line - 298 + layer * 40)]
                )
                panes.append((x, line - 270 + layer * 40))
        wall = blend(blend((150, 98, 76), light.near, 0.6), light.haze, 0.72 - depth * 0.46)
        canvas.paint(town, [(0, wall), (1, blend(wall, light.haze, 0.4))], top=line - 400, bottom=line)
        lamps(canvas, panes, 2, 0.7)
        canvas.haze(line - 60, 110, 0.3)
    stone = blend(blend((172, 150, 126), light.near, 0.35), light.sky[1], 0.45 if light.dark else 0.08)
    deck, holes, rims = canvas.stencil(), canvas.stencil(), canvas.stencil()
    spans, crown = 6, line - 126

    def height_at(x: float) -> float:
        return crown - 26 * math.sin(x / WIDTH * math.pi)

    deck.polygon(
        [
            (-20, height_at(0)),
            *[(x, height_at(x)) for x in range(0, WIDTH + 1, 20)],
            (WIDTH + 20, height_at(WIDTH)),
            (WIDTH + 20, line + 4),
            (-20, line + 4),
        ]
    )
    span = WIDTH / spans
    for number in range(spans):
        x, rx = (number + 0.5) * span, span * 0.42
        rise = line - height_at(x) - 26
        holes.disc(x, line + 4, rx, rise)
        rims.ring(x, line + 4, rx + 10, rise + 10, 9)
        rims.polygon([(number * span - 22, line + 6), (number * span, line - 62), (number * span + 22, line + 6)])
    deck_mask = canvas.cut(deck)
    deck_mask.paste(0, (0, 0), canvas.cut(holes))
    canvas.paint(
        deck_mask,
        [(0, stone), (1, blend(stone, light.near, 0.5))],
        top=crown - 30,
        bottom=line,
        texture=canvas.relief(60, 44, 0.35),
    )
    rims_mask = canvas.cut(rims)
    rims_mask.paste(0, (0, 0), canvas.cut(holes))
    canvas.paint(rims_mask, blend(stone, light.near, 0.35), opacity=0.8)
    rail = canvas.stencil()
    rail.line([(x, height_at(x) - 12) for x in range(-20, WIDTH + 40, 20)], 5)
    for x in range(0, WIDTH, 20):
        rail.line([(x, height_at(x)), (x, height_at(x) - 12)], 3)
    places = []
    for number in range(13):
        x = number * WIDTH / 12
        rail.line([(x, height_at(x)), (x, height_at(x) - 66)], 4)
        places.append((x, height_at(x) - 70))
    for _ in range(16):
        x = canvas.random.uniform(0, WIDTH)
        people(canvas, rail, x, height_at(x), 30)
    canvas.paint(rail, blend(light.near, light.haze, 0.12))
    lamps(canvas, places, 5, 1.3)
    if light.dark:
        for x, y in places:
            canvas.glow(x, y, 120, light.lamp, 0.6)
    canvas.reflect(line + 2, clearness=0.6, tint=0.25)
