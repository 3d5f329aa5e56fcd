"""The night sky over the observatory, and the Earth from orbit."""

import math

from PIL import Image, ImageChops

from .coast import lamps
from .land import conifers
from .light import Canvas
from .sheet import HEIGHT, WIDTH, blend, gradient


def observatory(canvas: Canvas) -> None:
    light, line = canvas.palette, 800
    stops = [(at * 0.8, colour) for at, colour in zip((0, 0.45, 0.8, 1), light.sky, strict=True)]
    canvas.image = gradient(canvas.image.size, stops)
    canvas.stars(line, 900)
    if light.sky[3][1] > light.sky[3][2] - 12:  # the aurora palette: green above blue
        for number, colour in enumerate(((70, 255, 160), (96, 230, 190), (190, 90, 255), (60, 240, 140))):
            curtain = Image.new("L", (200, 134))
            base, swing = canvas.random.uniform(76, 104) - number * 12, canvas.random.uniform(7, 16)
            phase, rate = canvas.random.uniform(0, 9), canvas.random.uniform(0.012, 0.03)
            folds = [canvas.random.random() for _ in range(60)]
            for x in range(200):
                low = base + swing * math.sin(phase + x * rate) + 5 * math.sin(phase * 2 + x * rate * 3.7)
                fold = folds[x * 60 // 200] * 0.5 + 0.5 * (0.5 + 0.5 * math.sin(x * 0.21 + phase))
                reach = 34 + 44 * fold
                edge = min(1.0, x / 24, (199 - x) / 24)
                for y in range(max(0, int(low - reach)), min(133, int(low) + 4)):
                    fall = max(0.0, 1 - (low - y) / reach) ** 1.6 if y <= low else max(0.0, 1 - (y - low) / 4)
                    curtain.putpixel((x, y), round(min(1, fall * (0.35 + 0.65 * fold)) * edge * 225))
            wide = curtain.resize(canvas.image.size, Image.Resampling.BICUBIC)
            canvas.add_light(wide, colour, strength=0.85 if number != 2 else 0.6)
        canvas.glow(WIDTH / 2, line, 900, (40, 160, 110), 0.35, 0.4)
    else:
        band = canvas.noise(10, 22, 6)
        dust = canvas.noise(7, 16, 6).point(lambda tone: max(0, min(255, (tone - 120) * 4)))
        stripe = canvas.stencil()
        stripe.polygon([(500, -40), (900, -40), (1560, 900), (1180, 900)])
        way = ImageChops.multiply(canvas.cut(stripe, 70), band)
        canvas.add_light(way, (150, 170, 230), strength=0.75)
        core = canvas.stencil()
        core.polygon([(650, -40), (760, -40), (1410, 900), (1310, 900)])
        canvas.add_light(ImageChops.multiply(canvas.cut(core, 40), band), (255, 214, 186), strength=0.55)
        lane = canvas.stencil()
        lane.polygon([(690, -40), (730, -40), (1370, 900), (1330, 900)])
        canvas.paint(ImageChops.multiply(canvas.cut(lane, 18), dust), light.sky[0], opacity=0.7)
        specks = canvas.stencil()
        for _ in range(900):
            y = canvas.random.uniform(0, line)
            specks.disc(
                700 + y * 0.7 + canvas.random.gauss(0, 90),
                y,
                canvas.random.choice((0.8, 0.8, 1.2)),
                tone=round(canvas.random.uniform(60, 230)),
            )
        canvas.add_light(specks, (226, 232, 255))
        cx, cy = canvas.random.uniform(280, 420), 280
        for step in range(34):
            share = step / 33
            canvas.glow(cx - share * 230, cy - share * 190, 14 + share * 46, (170, 214, 255), 0.4 * (1 - share) ** 1.4)
            canvas.glow(cx - share * 190, cy - share * 215, 9 + share * 26, (255, 236, 200), 0.28 * (1 - share) ** 1.6)
        canvas.glow(cx, cy, 60, (220, 240, 255), 1)
    rock = canvas.relief(9, 8, 0.7)
    for number in range(3):
        canvas.range_of(
            line + 10 + number * 50,
            230 - number * 60,
            0.6 - number * 0.22,
            mist=0.45,
            waves=1.2 + number * 0.3,
            texture=rock,
        )
    hill = canvas.stencil()
    outline = (
        [(-20.0, 960.0)]
        + [
            (x, 930 - 120 * math.exp(-(((x - 560) / 420) ** 2)) + canvas.random.uniform(-3, 3))
            for x in range(0, WIDTH + 20, 12)
        ]
        + [(WIDTH + 20, 960.0)]
    )
    hill.polygon([*outline, (WIDTH + 20, HEIGHT), (-20, HEIGHT)])
    for x, size in ((600, 150), (905, 78)):
        foot = 930 - 120 * math.exp(-(((x - 560) / 420) ** 2)) + 12
        wall, dome, slit, edge = (canvas.stencil() for _ in range(4))
        wall.box(x - size * 0.92, foot - size * 0.7, x + size * 0.92, foot)
        dome.disc(x, foot - size * 0.66, size, size * 0.98)
        dome.box(x - size * 1.02, foot - size * 0.72, x + size * 1.02, foot - size * 0.62)
        mask = canvas.cut(dome)
        mask.paste(0, (0, round((foot - size * 0.62) * canvas.scale), canvas.width, canvas.height))
        body = blend((206, 212, 220), light.sky[2], 0.62)
        canvas.paint(
            wall,
            [(0, blend(body, light.near, 0.4)), (1, blend(body, light.near, 0.75))],
            top=foot - size * 0.7,
            bottom=foot,
        )
        canvas.paint(
            mask, [(0, body), (1, blend(body, light.near, 0.55))], top=foot - size * 1.7, bottom=foot - size * 0.6
        )
        slit.polygon(
            [
                (x + size * 0.1, foot - size * 1.66),
                (x + size * 0.34, foot - size * 1.6),
                (x + size * 0.5, foot - size * 0.74),
                (x + size * 0.2, foot - size * 0.74),
            ]
        )
        canvas.paint(
            slit,
            [(0, blend(light.near, light.lamp, 0.3)), (1, blend(light.near, (255, 110, 60), 0.75))],
            top=foot - size * 1.7,
            bottom=foot - size * 0.7,
        )
        canvas.add_light(slit, (255, 120, 70), blur=16, strength=0.9)
        edge.disc(x - size * 0.42, foot - size * 1.1, size * 0.34, size * 0.5)
        canvas.add_light(ImageChops.multiply(canvas.cut(edge, 28), mask), light.sun, strength=0.4)
        door = canvas.stencil()
        door.box(x - size * 0.5, foot - size * 0.4, x - size * 0.32, foot)
        canvas.paint(door, light.lamp)
        canvas.add_light(door, light.lamp, blur=12, strength=1.6)
    canvas.paint(
        hill, [(0, blend(light.near, light.haze, 0.16)), (1, light.near)], top=800, texture=canvas.relief(16, 16, 0.5)
    )
    canvas.paint(conifers(canvas, outline[80:], 26, 40, 110), light.near)
    lamps(canvas, [(1010 + n * 70, 900 + n * 12) for n in range(5)], 2.4, 0.8)


def orbit(canvas: Canvas) -> None:
    canvas.image = gradient(canvas.image.size, [(0, (2, 4, 12)), (1, (4, 9, 24))])
    canvas.stars(HEIGHT * 1.4, 620)
    cx, cy, radius = 620, 1990, 1500
    globe = canvas.stencil()
    globe.disc(cx, cy, radius)
    mask = canvas.cut(globe)
    halo = canvas.stencil()
    halo.disc(cx, cy, radius + 16)
    canvas.add_light(halo, (66, 150, 255), blur=44, strength=0.9)
    canvas.add_light(halo, (150, 214, 255), blur=9, strength=0.6)
    canvas.paint(
        mask, [(0, (96, 172, 226)), (0.2, (30, 96, 168)), (0.6, (14, 56, 112)), (1, (6, 26, 62))], top=cy - radius
    )
    land = canvas.noise(4, 5, 6).point(lambda tone: max(0, min(255, (tone - 150) * 12)))
    canvas.paint(
        ImageChops.multiply(land, mask),
        [(0, (120, 140, 110)), (1, (58, 84, 56))],
        top=490,
        texture=canvas.relief(30, 30, 0.5),
    )
    cloud = canvas.noise(5, 12, 6).point(lambda tone: max(0, min(255, (tone - 112) * 3)))
    canvas.paint(
        ImageChops.multiply(ImageChops.offset(cloud, round(10 * canvas.scale), round(14 * canvas.scale)), mask),
        (4, 16, 40),
        opacity=0.45,
    )
    canvas.paint(ImageChops.multiply(cloud, mask), (246, 249, 252), opacity=0.88)
    rim = canvas.stencil()
    rim.ring(cx, cy, radius + 4, radius + 4, 46)
    canvas.add_light(rim, (96, 180, 255), blur=26, strength=0.75)
    night = canvas.stencil()
    night.disc(cx - 900, cy + 160, radius)
    canvas.paint(night, (2, 5, 16), blur=120, opacity=0.82)
    canvas.glow(1330, 520, 560, (255, 240, 214), 0.7)
    canvas.glow(1330, 520, 120, (255, 252, 244), 1)
    sx, sy, angle = 930, 300, -0.32
    cos, sin = math.cos(angle), math.sin(angle)

    def turned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [(sx + x * cos - y * sin, sy + x * sin + y * cos) for x, y in points]

    for side in (-1, 1):
        panel, lines, shine = canvas.stencil(), canvas.stencil(), canvas.stencil()
        panel.polygon(turned([(side * 86, -46), (side * 350, -46), (side * 350, 46), (side * 86, 46)]))
        canvas.paint(panel, [(0, (62, 98, 190)), (1, (18, 34, 92))], top=sy - 150, bottom=sy + 150)
        for number in range(13):
            x = side * (86 + number * 22)
            lines.line(turned([(x, -46), (x, 46)]), 2.4)
        for y in (-46, -15, 15, 46):
            lines.line(turned([(side * 86, y), (side * 350, y)]), 2.4)
        lines.line(turned([(side * 40, 0), (side * 86, 0)]), 8)
        canvas.paint(lines, (196, 206, 226))
        shine.polygon(turned([(side * 200, -46), (side * 262, -46), (side * 222, 46), (side * 160, 46)]))
        canvas.add_light(shine, (170, 200, 255), blur=7, strength=0.5)
    body, dark, gold = canvas.stencil(), canvas.stencil(), canvas.stencil()
    body.polygon(turned([(-44, -66), (44, -66), (44, 66), (-44, 66)]))
    gold.polygon(turned([(-44, -20), (44, -20), (44, 66), (-44, 66)]))
    dark.polygon(turned([(10, -66), (44, -66), (44, 66), (10, 66)]))
    canvas.paint(body, [(0, (238, 240, 244)), (1, (160, 166, 178))], top=sy - 70, bottom=sy + 70)
    canvas.paint(
        gold, [(0, (242, 196, 96)), (1, (150, 98, 34))], top=sy - 20, bottom=sy + 70, texture=canvas.relief(70, 60, 0.9)
    )
    canvas.paint(dark, (6, 8, 20), opacity=0.45, blur=3)
    dish = canvas.stencil()
    bowl = turned([(56 * math.cos(a), 104 + 20 * math.sin(a)) for a in [math.tau * n / 40 for n in range(40)]])
    dish.polygon(bowl)
    canvas.paint(dish, [(0, (232, 234, 240)), (1, (120, 128, 146))], top=sy + 70, bottom=sy + 130)
    mast = canvas.stencil()
    mast.line(turned([(0, 104), (0, 150)]), 4)
    mast.line(turned([(-20, -66), (-34, -150)]), 3)
    mast.line(turned([(20, -66), (26, -120)]), 3)
    canvas.paint(mast, (214, 220, 232))
    canvas.glow(sx + 30, sy - 40, 180, (255, 244, 220), 0.4)
