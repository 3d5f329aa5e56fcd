"""Where people live among hills: the village in snow, the train on its viaduct."""

from .land import conifer, conifers
from .light import Canvas
from .sheet import HEIGHT, WIDTH, blend


def village(canvas: Canvas) -> None:
    light = canvas.palette
    canvas.sky(560)
    rock = canvas.relief(9, 8, 0.8)
    snow = blend(blend((238, 243, 250), light.sky[2], 0.3), light.near, 0.22 if light.dark else 0.02)
    for number in range(3):
        colour = blend(snow, light.near, 0.28 + number * 0.1)
        canvas.range_of(
            520 + number * 50,
            340 - number * 100,
            0.62 - number * 0.18,
            mist=0.5,
            waves=1 + number * 0.6,
            colour=colour,
            texture=rock,
        )
    places = []
    for row in range(4):
        depth = row / 3
        base = 590 + row * 92
        outline = canvas.ridge(base, 46, roughness=0.42, waves=0.8 + row * 0.2)
        hill = canvas.stencil()
        hill.polygon(outline)
        white = blend(snow, light.haze, 0.4 * (1 - depth))
        canvas.paint(
            hill,
            [(0, blend(white, light.sun, 0.12)), (1, blend(white, light.water, 0.32))],
            top=base - 50,
            bottom=base + 190,
            texture=canvas.relief(8, 18, 0.16),
        )
        trees = conifers(canvas, outline, 34 - row * 4, 40 + row * 22, 80 + row * 46)
        canvas.paint(
            trees,
            [
                (0, blend(snow, light.near, 0.45)),
                (0.5, blend(light.near, light.haze, 0.25 - depth * 0.2)),
                (1, blend(light.near, light.haze, 0.1)),
            ],
            top=base - 150,
            bottom=base + 20,
        )
        if row == 3:
            continue
        size = 46 + row * 36
        for number in range(9 - row * 2):
            x = WIDTH * ((number + 0.5 + canvas.random.uniform(-0.32, 0.32)) / (9 - row * 2))
            foot = min(y for px, y in outline if abs(px - x) < 12) + 18 + size * 0.25
            width, height = size * canvas.random.uniform(1.2, 1.7), size * 0.72
            area = (x - width, foot - height - size, x + width, foot + size * 0.3)
            wall, side, roof, eave, panes = (canvas.stencil(area) for _ in range(5))
            wall.box(x - width / 2, foot - height, x + width / 2, foot)
            wall.polygon(
                [
                    (x - width / 2, foot - height),
                    (x - width * 0.22, foot - height - size * 0.6),
                    (x + width * 0.06, foot - height),
                ]
            )
            side.box(x + width * 0.06, foot - height, x + width / 2, foot)
            roof.polygon(
                [
                    (x - width * 0.24, foot - height - size * 0.72),
                    (x + width * 0.42, foot - height - size * 0.72),
                    (x + width * 0.6, foot - height + 5),
                    (x + width * 0.06, foot - height + 5),
                ]
            )
            roof.line(
                [(x - width * 0.6, foot - height + 6), (x - width * 0.22, foot - height - size * 0.68)], size * 0.12
            )
            eave.line([(x + width * 0.06, foot - height + 7), (x + width * 0.6, foot - height + 7)], size * 0.06)
            timber = blend(
                canvas.random.choice(((136, 74, 50), (160, 60, 48), (120, 92, 66), (92, 70, 60))),
                light.near,
                0.45 if light.dark else 0.15,
            )
            timber = blend(timber, light.haze, 0.3 * (1 - depth))
            canvas.paint(wall, [(0, timber), (1, blend(timber, light.near, 0.3))], top=foot - height, bottom=foot)
            canvas.paint(side, light.near, opacity=0.35)
            canvas.paint(eave, light.near, opacity=0.6, blur=1)
            canvas.paint(
                roof,
                [(0, blend(snow, (255, 255, 255), 0.4)), (1, snow)],
                top=foot - height - size * 0.7,
                bottom=foot - height,
            )
            for wx in (-0.38, -0.18, 0.18, 0.36):
                panes.box(
                    x + width * wx - size * 0.07,
                    foot - height * 0.68,
                    x + width * wx + size * 0.07,
                    foot - height * 0.3,
                )
                places.append((x + width * wx, foot - height * 0.48))
            canvas.paint(panes, light.lamp)
            canvas.add_light(panes, light.lamp, blur=size * 0.2, strength=1.6 if light.dark else 0.6)
        if row == 1:
            x, foot = WIDTH * canvas.random.uniform(0.42, 0.6), base + 16
            church, spire = canvas.stencil(), canvas.stencil()
            church.box(x - 26, foot - 190, x + 26, foot)
            church.box(x + 20, foot - 92, x + 150, foot)
            spire.polygon([(x - 32, foot - 188), (x, foot - 340), (x + 32, foot - 188)])
            spire.polygon([(x + 18, foot - 90), (x + 40, foot - 146), (x + 136, foot - 146), (x + 158, foot - 90)])
            canvas.paint(
                church,
                [(0, blend(snow, light.near, 0.12)), (1, blend(snow, light.near, 0.4))],
                top=foot - 200,
                bottom=foot,
            )
            canvas.paint(
                spire,
                [(0, blend(light.near, light.haze, 0.2)), (1, blend(snow, light.near, 0.3))],
                top=foot - 340,
                bottom=foot - 90,
            )
            glass = canvas.stencil()
            for wx, wy in ((0, 150), (56, 62), (86, 62), (116, 62)):
                glass.box(x + wx - 6, foot - wy, x + wx + 6, foot - wy + 34)
            canvas.paint(glass, light.lamp)
            canvas.add_light(glass, light.lamp, blur=8, strength=1.5)
    flakes = canvas.stencil()
    for _ in range(260):
        flakes.disc(
            canvas.random.uniform(0, WIDTH),
            canvas.random.uniform(0, HEIGHT),
            canvas.random.choice((1.4, 2, 2, 3, 4.5)),
            tone=round(canvas.random.uniform(60, 210)),
        )
    canvas.paint(flakes, (250, 252, 255), blur=1, opacity=0.8)


def train(canvas: Canvas) -> None:
    light = canvas.palette
    canvas.sky(560)
    slopes = canvas.relief(9, 9, 0.8)
    for number in range(4):
        colour = blend(blend(light.ground, light.near, 0.35 + number * 0.1), light.near, 0.1)
        canvas.range_of(
            510 + number * 56,
            330 - number * 66,
            0.82 - number * 0.19,
            mist=0.6,
            waves=1 + number * 0.5,
            colour=colour,
            texture=slopes,
        )
        if number in (1, 2):
            canvas.haze(560 + number * 50, 130, 0.55)
    deck = 640
    stone = blend(blend((160, 140, 118), light.near, 0.35), light.sky[1], 0.4 if light.dark else 0.1)
    piers, holes, course = (canvas.stencil() for _ in range(3))
    piers.box(-20, deck, WIDTH + 20, deck + 330)
    span = 178
    for number in range(-1, 10):
        x = number * span + 90
        holes.disc(x, deck + 100, 70, 74)
        holes.polygon([(x - 70, deck + 100), (x + 70, deck + 100), (x + 64, HEIGHT), (x - 64, HEIGHT)])
    body = canvas.cut(piers)
    body.paste(0, (0, 0), canvas.cut(holes))
    canvas.paint(
        body,
        [(0, stone), (1, blend(stone, light.haze, 0.4))],
        top=deck,
        bottom=deck + 300,
        texture=canvas.relief(60, 50, 0.3),
    )
    course.box(-20, deck - 6, WIDTH + 20, deck + 10)
    course.box(-20, deck + 100, WIDTH + 20, deck + 104, tone=0)
    canvas.paint(course, blend(stone, light.near, 0.3))
    cars, glass, trim, nose = (canvas.stencil() for _ in range(4))
    front = canvas.random.uniform(1180, 1380)
    for number in range(9):
        right = front - number * 176
        cars.polygon(
            [
                (right - 170, deck - 56),
                (right - 4, deck - 56),
                (right, deck - 50),
                (right, deck - 10),
                (right - 172, deck - 10),
            ]
        )
        for pane in range(8):
            glass.box(right - 162 + pane * 20, deck - 48, right - 149 + pane * 20, deck - 33)
        trim.box(right - 172, deck - 27, right, deck - 22)
        for wheel in (-150, -130, -42, -22):
            cars.disc(right + wheel, deck - 8, 6)
    nose.polygon(
        [
            (front, deck - 56),
            (front + 60, deck - 54),
            (front + 104, deck - 28),
            (front + 108, deck - 8),
            (front, deck - 8),
        ]
    )
    coach = blend((176, 48, 44), light.near, 0.3 if light.dark else 0.08)
    canvas.paint(
        cars, [(0, blend(coach, light.sun, 0.25)), (1, blend(coach, light.near, 0.4))], top=deck - 56, bottom=deck - 6
    )
    canvas.paint(
        nose, [(0, blend(coach, light.sun, 0.25)), (1, blend(coach, light.near, 0.4))], top=deck - 56, bottom=deck - 6
    )
    canvas.paint(trim, blend((246, 236, 214), light.sky[1], 0.3))
    canvas.paint(glass, light.lamp if light.dark else blend(light.near, light.sky[1], 0.35))
    if light.dark:
        canvas.add_light(glass, light.lamp, blur=9, strength=1.5)
    canvas.glow(front + 104, deck - 22, 130, light.lamp, 0.9)
    canvas.haze(deck + 250, 260, 0.75)
    for row in range(3):
        outline = canvas.ridge(880 + row * 62, 90, roughness=0.5, waves=1.2 + row * 0.5)
        meadow, firs = canvas.stencil(), canvas.stencil()
        meadow.polygon(outline)
        shade = blend(blend(light.ground, light.near, 0.25 + row * 0.2), light.haze, 0.4 - row * 0.18)
        canvas.paint(meadow, [(0, shade), (1, blend(shade, light.near, 0.5))], top=800, texture=slopes)
        for _ in range(36):
            x, y = canvas.random.choice(outline[1:-1])
            conifer(firs, x, y + 14, canvas.random.uniform(50, 90) + row * 30)
        canvas.paint(firs, blend(light.near, light.haze, 0.3 - row * 0.14))
