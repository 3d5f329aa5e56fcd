"""Places full of people: the football ground and the market square."""

import math

from .coast import lamps
from .light import Canvas
from .sheet import HEIGHT, WIDTH, Stencil, blend


def people(canvas: Canvas, shape: Stencil, x: float, foot: float, height: float) -> None:
    """One standing figure."""
    width = height * canvas.random.uniform(0.125, 0.15)
    stride = height * canvas.random.uniform(0.02, 0.06)
    shape.disc(x, foot - height * 0.925, height * 0.062, height * 0.075)
    shape.box(x - height * 0.026, foot - height * 0.88, x + height * 0.026, foot - height * 0.8)
    coat = [
        (-0.55, 0.835),
        (0.55, 0.835),
        (0.92, 0.79),
        (0.86, 0.6),
        (0.78, 0.4),
        (0.9, 0.34),
        (-0.9, 0.34),
        (-0.78, 0.4),
        (-0.86, 0.6),
        (-0.92, 0.79),
    ]
    shape.polygon([(x + across * width, foot - up * height) for across, up in coat])
    for side in (-1, 1):
        shape.line(
            [
                (x + side * width * 0.86, foot - height * 0.79),
                (x + side * width * 1.15, foot - height * 0.58),
                (x + side * width * 1.02, foot - height * 0.42),
            ],
            height * 0.05,
        )
        hip, knee = x + side * width * 0.4, x + side * (width * 0.4 + stride * 0.4)
        shape.line(
            [(hip, foot - height * 0.4), (knee, foot - height * 0.2), (x + side * (width * 0.35 + stride), foot)],
            height * 0.065,
        )
        shape.disc(
            x + side * (width * 0.35 + stride) + height * 0.012, foot - height * 0.008, height * 0.042, height * 0.016
        )


def stadium(canvas: Canvas) -> None:
    light, far = canvas.palette, 560
    canvas.sky(430, clouds=0.5)
    masts, heads = canvas.stencil(), []
    for x, height in ((150, 410), (560, 300), (1040, 300), (1450, 410)):
        top = 480 - height
        masts.polygon([(x - 9, 520), (x - 4, top), (x + 4, top), (x + 9, 520)])
        masts.box(x - 54, top - 34, x + 54, top + 22)
        heads += [(x - 42 + column * 17, top - 22 + row * 16) for column in range(6) for row in range(3)]
    canvas.paint(masts, blend(light.near, light.haze, 0.15))
    stands, roofs = canvas.stencil(), canvas.stencil()
    stands.polygon(
        [(-20, 330), (330, 400), (1270, 400), (WIDTH + 20, 330), (WIDTH + 20, 760), (1230, far), (370, far), (-20, 760)]
    )
    roofs.polygon([(330, 404), (300, 372), (1300, 372), (1270, 404)])
    roofs.polygon([(-20, 336), (-20, 268), (372, 374), (330, 404)])
    roofs.polygon([(WIDTH + 20, 336), (WIDTH + 20, 268), (1228, 374), (1270, 404)])
    canvas.paint(
        stands,
        [(0, blend(light.near, light.sky[1], 0.2)), (1, blend(light.near, light.sky[2], 0.35))],
        top=330,
        bottom=700,
    )
    club = canvas.random.choice(((214, 62, 52), (60, 120, 200), (236, 188, 70)))
    crowd = {colour: canvas.stencil() for colour in (club, (236, 230, 220), (92, 98, 120), (40, 44, 60))}
    tones = list(crowd)
    for row in range(24):
        share = row / 23
        y = 414 + share * (far - 428)
        left, right = 318 - (1 - share) * 0 + share * 52, 1282 - share * 52
        for _ in range(150):
            x = canvas.random.uniform(left, right)
            crowd[canvas.random.choice(tones if canvas.random.random() < 0.7 else tones[:1])].disc(x, y, 3.4 + share, 4)
        for side in (-1, 1):
            for _ in range(74):
                along = canvas.random.random() ** 0.8
                x = 330 - along * 350 + share * 40 * (1 - along)
                upper, lower = 408 - along * 62, far + along * 195
                place = upper + (lower - upper) * (0.05 + share * 0.92)
                crowd[canvas.random.choice(tones if canvas.random.random() < 0.7 else tones[:1])].disc(
                    WIDTH / 2 + side * (WIDTH / 2 - x), place, 3.6 + along * 5, 4 + along * 6
                )
    for colour, shape in crowd.items():
        canvas.paint(shape, blend(colour, light.near, 0.25), opacity=0.85)
    canvas.paint(roofs, [(0, blend(light.near, light.haze, 0.3)), (1, light.near)], top=268, bottom=404)
    pitch, stripes, lines = (canvas.stencil() for _ in range(3))

    def at(u: float, v: float) -> tuple[float, float]:
        """Pitch coordinates 0–1 to the picture, in perspective; v is 0 at the far side."""
        depth = v / (2.35 - 1.35 * v)
        return WIDTH / 2 + (u - 0.5) * (820 + 1250 * depth), far + 8 + depth * 500

    pitch.polygon([at(-0.04, -0.03), at(1.04, -0.03), at(1.1, 1.02), at(-0.1, 1.02)])
    for number in range(0, 14, 2):
        stripes.polygon([at(number / 14, 0), at((number + 1) / 14, 0), at((number + 1) / 14, 1), at(number / 14, 1)])
    grass = blend((58, 140, 62), light.near, 0.12)
    canvas.paint(pitch, [(0, blend(grass, light.sun, 0.16)), (1, blend(grass, light.near, 0.3))], top=far)
    canvas.paint(stripes, blend(grass, (190, 226, 120), 0.35), opacity=0.5, blur=1)
    for path in (
        [(0, 0), (1, 0), (1, 0.96), (0, 0.96), (0, 0)],
        [(0.5, 0), (0.5, 0.96)],
        [(0, 0.2), (0.16, 0.2), (0.16, 0.76), (0, 0.76)],
        [(1, 0.2), (0.84, 0.2), (0.84, 0.76), (1, 0.76)],
        [(0.5 + 0.09 * math.cos(a), 0.48 + 0.15 * math.sin(a)) for a in [math.tau * n / 48 for n in range(49)]],
    ):
        lines.line([at(u, v) for u, v in path], 3.4)
    canvas.paint(lines, (240, 246, 236), opacity=0.85)
    shades, shirts, legs = (
        canvas.stencil(),
        {club: canvas.stencil(), (244, 244, 240): canvas.stencil()},
        canvas.stencil(),
    )
    for number in range(22):
        u, v = canvas.random.uniform(0.06, 0.94), canvas.random.uniform(0.06, 0.86)
        x, y = at(u, v)
        size = 26 + (y - far) * 0.11
        for angle in (0.5, 2.6):
            shades.polygon(
                [(x - 3, y), (x + 3, y), (x + math.cos(angle) * size * 1.1, y + math.sin(angle) * size * 0.35)],
                tone=150,
            )
        shape = list(shirts.values())[number % 2]
        shape.polygon(
            [
                (x - size * 0.16, y - size * 0.82),
                (x + size * 0.16, y - size * 0.82),
                (x + size * 0.13, y - size * 0.42),
                (x - size * 0.13, y - size * 0.42),
            ]
        )
        legs.disc(x, y - size * 0.94, size * 0.09)
        stride = size * canvas.random.uniform(0.06, 0.22)
        legs.line([(x, y - size * 0.45), (x - stride, y)], size * 0.09)
        legs.line([(x, y - size * 0.45), (x + stride, y - size * 0.04)], size * 0.09)
    canvas.paint(shades, light.near, blur=1.5, opacity=0.6)
    canvas.paint(legs, blend((150, 104, 80), light.near, 0.3))
    for colour, shape in shirts.items():
        canvas.paint(shape, colour)
    bulbs = canvas.stencil()
    for x, y in heads:
        bulbs.disc(x, y, 6.5)
    canvas.add_light(bulbs, (255, 252, 240), blur=1)
    canvas.add_light(bulbs, (220, 232, 255), blur=30, strength=2.2)
    rays = canvas.stencil()
    for x, top in ((150, 64), (560, 174), (1040, 174), (1450, 64)):
        rays.polygon(
            [
                (x - 50, top),
                (x + 50, top),
                (WIDTH / 2 + (x - WIDTH / 2) * 0.1 + 330, 800),
                (WIDTH / 2 + (x - WIDTH / 2) * 0.1 - 330, 800),
            ],
            tone=52,
        )
        canvas.glow(x, top, 300, (220, 232, 255), 0.6)
    canvas.add_light(rays, (220, 232, 255), blur=26, strength=0.8)


def market(canvas: Canvas) -> None:
    light = canvas.palette
    canvas.sky(520, sun_x=canvas.random.choice((220, 1380)))
    panes, places = canvas.stencil(), []
    tints = ((206, 150, 104), (186, 108, 84), (222, 196, 150), (146, 158, 150), (200, 128, 96), (172, 150, 170))
    x = -30.0
    while x < WIDTH:
        width, height = canvas.random.uniform(120, 190), canvas.random.uniform(300, 420)
        top = 640 - height
        area = (x - 8, top - 120, x + width + 8, 702)
        house, roof = canvas.stencil(area), canvas.stencil(area)
        house.box(x, top, x + width, 700)
        tint = blend(blend(canvas.random.choice(tints), light.near, 0.5 if light.dark else 0.06), light.haze, 0.25)
        canvas.paint(house, [(0, tint), (1, blend(tint, light.near, 0.3))], top=top, bottom=700)
        peak = canvas.random.uniform(60, 110)
        roof.polygon(
            [
                (x - 4, top + 2),
                (x + width * 0.3, top - peak * 0.6),
                (x + width / 2, top - peak),
                (x + width * 0.7, top - peak * 0.6),
                (x + width + 4, top + 2),
            ]
        )
        canvas.paint(roof, blend(blend((142, 66, 50), light.near, 0.4), light.haze, 0.2))
        for row in range(4):
            for column in range(3):
                wx, wy = x + width * (0.2 + column * 0.3), top + 28 + row * 78
                panes.box(wx - 11, wy, wx + 11, wy + 40)
        x += width
    canvas.paint(panes, blend(light.near, light.sky[1], 0.3), opacity=0.85)
    if light.dark:
        lit = canvas.stencil()
        for _ in range(30):
            wx, wy = canvas.random.uniform(0, WIDTH), canvas.random.uniform(300, 560)
            lit.box(wx - 10, wy, wx + 10, wy + 36, tone=180)
        canvas.add_light(lit, light.lamp, blur=3, strength=0.7)
    canvas.haze(590, 200, 0.4)
    ground = canvas.stencil()
    ground.box(0, 690, WIDTH, HEIGHT)
    paving = blend(blend((160, 146, 130), light.sky[2], 0.25), light.near, 0.45 if light.dark else 0.12)
    canvas.paint(
        ground,
        [(0, blend(paving, light.haze, 0.3)), (1, blend(paving, light.near, 0.45))],
        top=690,
        texture=canvas.relief(50, 70, 0.4),
    )
    fruit = ((214, 58, 44), (238, 150, 44), (244, 204, 74), (110, 160, 62), (120, 54, 96), (232, 226, 200))
    awnings = ((196, 58, 48), (46, 104, 140), (60, 126, 92), (222, 164, 60), (118, 70, 120))
    for row in range(3):
        depth = row / 2
        foot, size = 736 + depth * 190, 150 + depth * 190
        crowd = canvas.stencil()
        for _ in range(20 - row * 6):
            people(canvas, crowd, canvas.random.uniform(0, WIDTH), foot - size * 0.06, size * 0.62)
        canvas.paint(crowd, blend(light.near, light.haze, 0.42 - depth * 0.3), blur=0.8)
        x = -size * canvas.random.uniform(0.2, 0.9)
        while x < WIDTH:
            width, gap = size * 1.35, size * canvas.random.uniform(0.25, 0.6) + (220 if row == 2 else 0)
            roof_top, roof_low = foot - size * 1.18, foot - size * 0.83
            area = (x - size * 0.3, foot - size * 1.3, x + width + size * 0.3, foot + 10)
            poles, table, cloth, stripe, under = (canvas.stencil(area) for _ in range(5))
            for px in (x + 6, x + width - 6):
                poles.line([(px, roof_low), (px, foot)], 4 + depth * 3)
            canvas.paint(poles, blend(light.near, (110, 80, 54), 0.4))
            under.box(x + 8, roof_low, x + width - 8, foot - size * 0.3)
            canvas.paint(under, light.near, opacity=0.62 if light.dark else 0.48, blur=4)
            keeper = canvas.stencil(area)
            people(canvas, keeper, x + width * canvas.random.uniform(0.3, 0.7), foot - size * 0.02, size * 0.68)
            canvas.paint(keeper, blend(light.near, (150, 110, 90), 0.35))
            table.polygon(
                [
                    (x + 4, foot - size * 0.34),
                    (x + width - 4, foot - size * 0.34),
                    (x + width + 8, foot - size * 0.2),
                    (x + width + 4, foot),
                    (x - 4, foot),
                    (x - 8, foot - size * 0.2),
                ]
            )
            wood = blend((126, 90, 60), light.near, 0.35)
            canvas.paint(
                table,
                [(0, blend(wood, light.lamp, 0.2)), (1, blend(wood, light.near, 0.4))],
                top=foot - size * 0.34,
                bottom=foot,
            )
            for heap in range(6):
                colour = blend(canvas.random.choice(fruit), light.near, 0.25 if light.dark else 0.04)
                pile, shine = canvas.stencil(area), canvas.stencil(area)
                middle, half = x + width * (0.1 + heap * 0.16), width * 0.076
                for _ in range(26):
                    along, lift = canvas.random.uniform(-1, 1), canvas.random.random()
                    fx, fy = (middle + along * half, foot - size * 0.2 - lift * size * 0.2 * (1 - abs(along) * 0.7))
                    pile.disc(fx, fy, size * 0.033)
                    shine.disc(fx - size * 0.01, fy - size * 0.012, size * 0.012)
                canvas.paint(
                    pile,
                    [(0, blend(colour, (255, 250, 220), 0.15)), (1, blend(colour, light.near, 0.45))],
                    top=foot - size * 0.42,
                    bottom=foot - size * 0.16,
                )
                canvas.paint(shine, blend(colour, (255, 255, 240), 0.5), blur=1, opacity=0.7)
            cloth.polygon(
                [
                    (x + size * 0.12, roof_top),
                    (x + width - size * 0.12, roof_top),
                    (x + width + size * 0.08, roof_low),
                    (x - size * 0.08, roof_low),
                ]
            )
            colour = blend(canvas.random.choice(awnings), light.near, 0.3 if light.dark else 0.02)
            bands = 9
            for band in range(bands):
                u0, u1 = band / bands, (band + 1) / bands
                low0, low1 = (
                    x - size * 0.08 + (width + size * 0.16) * u0,
                    x - size * 0.08 + (width + size * 0.16) * u1,
                )
                shape = stripe if band % 2 else cloth
                shape.disc((low0 + low1) / 2, roof_low, (low1 - low0) / 2, size * 0.055)
                if band % 2:
                    up0, up1 = (
                        x + size * 0.12 + (width - size * 0.24) * u0,
                        x + size * 0.12 + (width - size * 0.24) * u1,
                    )
                    stripe.polygon([(up0, roof_top), (up1, roof_top), (low1, roof_low), (low0, roof_low)])
            pale = blend((248, 240, 224), light.sky[2], 0.35 if light.dark else 0.06)
            canvas.paint(cloth, [(0, pale), (1, blend(pale, light.near, 0.22))], top=roof_top, bottom=roof_low)
            canvas.paint(
                stripe,
                [(0, blend(colour, light.sun, 0.15)), (1, blend(colour, light.near, 0.2))],
                top=roof_top,
                bottom=roof_low,
            )
            if light.dark:
                canvas.glow(x + width / 2, foot - size * 0.6, size * 0.9, light.lamp, 0.55, 0.7)
            x += width + gap
        for number in range(30):
            sx = number / 29 * WIDTH
            places.append((sx, 420 + row * 30 + 46 * math.sin(number * 0.9 + row) ** 2))
    wire = canvas.stencil()
    for row in range(3):
        wire.line([(n / 58 * WIDTH, 420 + row * 30 + 46 * math.sin(n / 2 * 0.9 + row) ** 2) for n in range(59)], 1.6)
    canvas.paint(wire, light.near, opacity=0.7)
    lamps(canvas, places, 4, 1.2)
