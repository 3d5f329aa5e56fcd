"""Hills, still water between them, and ice."""

import math

from .light import Canvas
from .sheet import WIDTH, Point, Stencil, blend


def conifer(shape: Stencil, x: float, foot: float, height: float, lean: float = 0) -> None:
    """One fir as a stack of ragged triangles."""
    tiers = 6
    for tier in range(tiers):
        top = foot - height * (1 - tier / (tiers + 1.2))
        base = min(foot, top + height * 0.36)
        half = height * (0.05 + 0.032 * tier)
        shape.polygon([(x + lean, top), (x + half, base), (x + half * 0.3, base - height * 0.05), (x - half, base)])
    shape.box(x - height * 0.012, foot - height * 0.1, x + height * 0.012, foot + 4)


def conifers(canvas: Canvas, outline: list[Point], count: int, low: float, high: float) -> Stencil:
    """Firs standing along an outline, ready to be painted."""
    shape = canvas.stencil()
    ground = outline[1:-1]
    for _ in range(count):
        x, y = canvas.random.choice(ground)
        conifer(shape, x + canvas.random.uniform(-6, 6), y + 8, canvas.random.uniform(low, high))
    return shape


def birds(canvas: Canvas, x: float, y: float, count: int, spread: float = 200) -> None:
    shape = canvas.stencil()
    for _ in range(count):
        cx, cy = x + canvas.random.gauss(0, spread), y + canvas.random.gauss(0, spread * 0.3)
        wing = canvas.random.uniform(5, 12)
        lift = wing * canvas.random.uniform(0.2, 0.6)
        shape.line([(cx - wing, cy - lift), (cx - wing * 0.3, cy - lift * 1.1), (cx, cy), (cx + wing, cy - lift)], 1.8)
    canvas.paint(shape, canvas.palette.near, opacity=0.75)


def mountains(canvas: Canvas) -> None:
    light = canvas.palette
    sun = canvas.sky(760)
    rock = canvas.relief(7, 6, 0.9)
    snowy = light.ground[0] > 200
    for number in range(6):
        distance = 0.84 - number * 0.16
        colour = blend(light.ground, light.near, 0.25 + number * 0.14) if snowy and number < 5 else None
        outline = canvas.range_of(
            480 + number * 105,
            290 - number * 22,
            distance,
            mist=0.72 - number * 0.1,
            roughness=0.56 - number * 0.01,
            waves=0.8 + number * 0.55,
            colour=colour,
            texture=rock,
        )
        if number in (1, 3):
            canvas.haze(600 + number * 85, 150, 0.6)
    trees = conifers(canvas, outline, 190, 40, 105)
    canvas.paint(trees, light.near)
    canvas.glow(*sun, 700, light.sun, 0.22, 0.8)
    birds(canvas, sun[0] + 150, 300, 9)


def fjord(canvas: Canvas) -> None:
    light = canvas.palette
    canvas.sky(610)
    rock = canvas.relief(6, 6, 0.9)
    snowy = light.ground[0] > 200
    for number in range(4):
        colour = blend(light.ground, light.near, 0.15 + number * 0.24) if snowy else None
        canvas.range_of(
            600,
            380 - number * 85,
            0.75 - number * 0.2,
            mist=0.45,
            roughness=0.55,
            waves=1.1 + number * 0.3,
            colour=colour,
            texture=rock,
        )
    shores = ((0, 1, canvas.random.uniform(430, 560)), (WIDTH, -1, canvas.random.uniform(300, 420)))
    for side, sign, reach in shores:
        outline = [(side, 330 + canvas.random.uniform(0, 60))]
        for step in range(1, 30):
            x = side + sign * reach * step / 29
            outline.append((x, 370 + 235 * (step / 29) ** 1.4 + canvas.random.uniform(-10, 10)))
        outline += [(side + sign * reach, 612), (side, 612)]
        shape = canvas.stencil()
        shape.polygon(outline)
        for x, y in outline[1:-2]:
            for _ in range(5):
                near = x + canvas.random.uniform(-14, 14)
                foot = min(608, y + canvas.random.uniform(4, 90))
                conifer(shape, near, foot, canvas.random.uniform(28, 66))
        canvas.paint(
            shape, [(0, blend(light.near, light.haze, 0.28)), (1, light.near)], top=330, bottom=612, texture=rock
        )
    canvas.haze(596, 60, 0.6)
    canvas.reflect(612, clearness=0.85, tint=0.28)


def glacier(canvas: Canvas) -> None:
    light = canvas.palette
    canvas.sky(520)
    rock = canvas.relief(8, 8, 0.8)
    for number in range(3):
        snow = blend((232, 240, 248), light.near, 0.2 + number * 0.12)
        canvas.range_of(
            480 + number * 30,
            330 - number * 80,
            0.62 - number * 0.16,
            mist=0.4,
            waves=1.3,
            colour=blend(snow, light.haze, 0.15),
            texture=rock,
        )
    ice = blend((226, 240, 248), light.sky[2], 0.28)
    deep = blend((52, 128, 176), light.water, 0.4)
    tongue = canvas.stencil()
    middle = WIDTH * canvas.random.uniform(0.42, 0.58)
    for step in range(40):  # a river of ice: narrow between the peaks, wide at the lake
        share = step / 39
        y, half = 300 + 400 * share, 60 + 760 * share**1.7
        bend = 130 * math.sin(2.6 + share * 3.4) * (1 - share * 0.6)
        tongue.polygon(
            [
                (middle + bend - half, y),
                (middle + bend + half, y),
                (middle + bend + half * 1.1, y + 14),
                (middle + bend - half * 1.1, y + 14),
            ]
        )
    crevasses = canvas.relief(10, 50, 0.4)
    canvas.paint(tongue, [(0, blend(ice, light.haze, 0.4)), (1, ice)], top=330, bottom=700, blur=3, texture=crevasses)
    for side, sign in ((0, 1), (WIDTH, -1)):
        flank = canvas.stencil()
        slope = [
            (side + sign * 520 * (step / 24), 300 + 385 * (step / 24) ** 1.1 + canvas.random.uniform(-14, 14))
            for step in range(25)
        ]
        flank.polygon([(side - sign * 20, 300), *slope, (side - sign * 20, 700)])
        canvas.paint(
            flank,
            [(0, blend(light.near, light.haze, 0.5)), (1, blend(light.near, light.haze, 0.12))],
            top=300,
            bottom=700,
            texture=rock,
        )
    line = 712
    dark_side, lit_side = canvas.stencil(), canvas.stencil()
    x, top = -40.0, 590.0
    while x < WIDTH + 40:
        width = canvas.random.uniform(34, 130)
        edge = abs(x + width / 2 - WIDTH / 2) / WIDTH
        goal = 535 + edge * 200
        top += (goal - top) * 0.6 + canvas.random.uniform(-34, 30)
        crown = [(x + width * share, top + canvas.random.uniform(-16, 16)) for share in (0, 0.2, 0.38, 0.6, 0.8, 1)]
        lit_side.polygon([*crown, (x + width + 4, line), (x - 4, line)])
        fold = x + width * canvas.random.uniform(0.5, 0.8)
        tone = round(canvas.random.uniform(60, 200))
        dark_side.polygon(
            [
                (fold, top + 22),
                crown[4],
                crown[5],
                (x + width + 6, line),
                (fold + canvas.random.uniform(-14, 14), line),
            ],
            tone=tone,
        )
        for _ in range(4):
            cx, cy = x + canvas.random.uniform(0, width), canvas.random.uniform(top + 16, line - 20)
            reach = canvas.random.uniform(16, 60)
            dark_side.line(
                [
                    (cx, cy),
                    (cx + canvas.random.uniform(-7, 7), cy + reach * 0.5),
                    (cx + canvas.random.uniform(-9, 9), cy + reach),
                ],
                2,
                tone=120,
            )
        x += width
    front = canvas.relief(50, 16, 0.35)
    canvas.paint(
        lit_side,
        [(0, blend(ice, light.sun, 0.35)), (0.35, ice), (1, blend(ice, deep, 0.55))],
        top=540,
        bottom=line,
        texture=front,
    )
    canvas.paint(dark_side, [(0, blend(deep, ice, 0.35)), (1, deep)], top=560, bottom=line, blur=2.4, opacity=0.7)
    canvas.reflect(line, clearness=0.7, tint=0.3)
    for _ in range(16):
        y = line + 14 + canvas.random.random() ** 1.5 * 300
        size = (10 + (y - line) * 0.26) * canvas.random.uniform(0.6, 1.5)
        bx = canvas.random.uniform(0, WIDTH)
        berg, shadow = canvas.stencil(), canvas.stencil()
        crown = [
            (bx - size, y),
            (bx - size * 0.7, y - size * 0.35),
            (bx - size * 0.1, y - size * canvas.random.uniform(0.4, 0.75)),
            (bx + size * 0.5, y - size * 0.3),
            (bx + size, y),
        ]
        berg.polygon(crown)
        shadow.polygon([crown[2], crown[3], crown[4], (bx + size * 0.1, y)])
        shadow.polygon([(px, 2 * y - py * 1.0) for px, py in crown], tone=90)
        canvas.paint(berg, [(0, blend(ice, light.sun, 0.3)), (1, ice)], top=y - size, bottom=y)
        canvas.paint(shadow, blend(deep, ice, 0.4), blur=1.5, opacity=0.7)
