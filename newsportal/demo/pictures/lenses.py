"""What the eye does not see by itself: the delta from far above, the drop under the microscope."""

import math

from PIL import Image, ImageChops

from .light import Canvas
from .sheet import HEIGHT, WIDTH, blend, gradient


def delta(canvas: Canvas) -> None:
    light = canvas.palette
    ground, shore = blend(light.ground, light.near, 0.12), blend((214, 190, 140), light.ground, 0.3)
    tilt = canvas.random.uniform(-0.25, 0.25)
    canvas.image = Image.new("RGB", canvas.image.size, ground)
    tints = [
        blend(ground, tone, share)
        for tone, share in (
            ((226, 200, 96), 0.45),
            ((70, 120, 56), 0.5),
            ((150, 110, 66), 0.4),
            ((196, 206, 120), 0.4),
            (light.near, 0.25),
            ((120, 150, 70), 0.4),
        )
    ]
    fields = {tint: canvas.stencil() for tint in tints}
    across, down = 30, 22
    knots = {
        (column, row): (
            column * WIDTH / across * 1.14 - 100 + row * tilt * 40 + canvas.random.uniform(-15, 15),
            row * HEIGHT / down * 1.1 - 50 + canvas.random.uniform(-13, 13),
        )
        for column in range(across + 1)
        for row in range(down + 1)
    }
    edges = canvas.stencil()
    for column in range(across):
        for row in range(down):
            corners = [knots[column, row], knots[column + 1, row], knots[column + 1, row + 1], knots[column, row + 1]]
            fields[canvas.random.choice(tints)].polygon(corners)
            edges.line([*corners[:3]], 1.6)
    for tint, shape in fields.items():
        canvas.paint(shape, tint)
    canvas.paint(edges, blend(ground, light.near, 0.5), opacity=0.6)
    canvas.shade(canvas.relief(60, 60, 0.12))
    blue, pale = blend(light.water, (40, 120, 150), 0.35), blend(light.water, light.sky[2], 0.55)
    coast = 760
    reaches: list[tuple[list[tuple[float, float]], float]] = []

    def flow(x: float, y: float, heading: float, width: float, depth: int) -> None:
        """Follow one arm to the sea; it parts every few bends, and each part carries less."""
        path, phase, length = [(x, y)], canvas.random.uniform(0, math.tau), canvas.random.uniform(130, 260)
        for step in range(24):
            turn = heading + 0.95 * math.sin(phase + step * 0.42)
            x, y = x + math.sin(turn) * length / 24, y + math.cos(turn) * length / 24
            path.append((x, y))
        reaches.append((path, width))
        if y > HEIGHT or depth > 8:
            return
        if width > 3.5 and (y < coast or canvas.random.random() < 0.5) and depth > 0:
            spread = canvas.random.uniform(0.3, 0.62)
            share = canvas.random.uniform(0.55, 0.82)
            flow(x, y, heading * 0.7 - spread, width * share, depth + 1)
            flow(x, y, heading * 0.7 + spread, width * (1.25 - share), depth + 1)
        else:
            flow(x, y, heading * 0.8, width * 0.96, depth + 1)

    flow(WIDTH * canvas.random.uniform(0.4, 0.6), -60, canvas.random.uniform(-0.3, 0.3), 44, 0)
    flow(WIDTH * canvas.random.uniform(0.05, 0.16), -40, 0.25, 13, 1)
    flow(WIDTH * canvas.random.uniform(0.84, 0.95), -40, -0.2, 11, 1)
    for extra, colour, opacity in ((20, shore, 0.55), (8, blend(pale, shore, 0.5), 0.85), (0, blue, 1.0)):
        water = canvas.stencil()
        for path, width in reaches:
            water.line(path, width + extra * min(1, width / 14))
            for x, y in (path[0], path[-1]):
                water.disc(x, y, (width + extra * min(1, width / 14)) / 2)
        canvas.paint(water, [(0, colour), (1, blend(colour, pale, 0.3))], opacity=opacity, blur=extra * 0.25)
    swell = gradient(canvas.image.size, [(0, (0,) * 3), (0.5, (40,) * 3), (1, (255,) * 3)]).getchannel(0)
    tide = ImageChops.add(swell.point(lambda tone: tone * 3 // 4), canvas.noise(6, 5, 6).point(lambda tone: tone // 4))
    for limit, colour in (
        (140, blend(ground, shore, 0.6)),
        (147, shore),
        (153, blend(shore, pale, 0.6)),
        (160, pale),
        (176, blue),
        (206, blend(blue, light.near, 0.35)),
    ):
        canvas.paint(tide.point(lambda tone, limit=limit: max(0, min(255, (tone - limit) * 18))), colour, opacity=0.9)
    silt = canvas.noise(4, 9, 6).point(lambda tone: max(0, (tone - 110) * 2))
    canvas.paint(ImageChops.multiply(silt, swell.point(lambda tone: max(0, tone - 120))), shore, opacity=0.7)
    shadow = canvas.noise(3, 3, 6).point(lambda tone: max(0, min(255, (tone - 178) * 4)))
    canvas.paint(ImageChops.offset(shadow, round(46 * canvas.scale), round(60 * canvas.scale)), light.near, opacity=0.3)
    canvas.paint(canvas.blurred(shadow, 4), (252, 252, 250), opacity=0.72)
    canvas.glow(300, 160, 1300, light.sun, 0.22)


def plankton(canvas: Canvas) -> None:
    light = canvas.palette
    centre = blend(light.sky[3], light.sky[2], 0.3)
    canvas.image = gradient(
        canvas.image.size, [(0, light.sky[0]), (0.5, blend(light.sky[1], light.sky[2], 0.3)), (1, light.sky[0])]
    )
    canvas.glow(WIDTH * 0.55, HEIGHT * 0.45, 950, centre, 0.8)
    canvas.shade(canvas.noise(3, 3, 5).point(lambda tone: round(128 + (tone - 128) * 0.35)))
    glow = light.sun
    tints = (
        glow,
        blend(glow, light.lamp, 0.7),
        blend(glow, (255, 255, 255), 0.5),
        blend(light.sky[3], glow, 0.5),
        blend(glow, (255, 150, 110), 0.5),
    )
    far = canvas.stencil()
    for _ in range(70):
        far.disc(
            canvas.random.uniform(0, WIDTH),
            canvas.random.uniform(0, HEIGHT),
            canvas.random.uniform(4, 34),
            tone=round(canvas.random.uniform(14, 60)),
        )
    canvas.add_light(far, tints[3], blur=12, strength=0.9)
    for number in range(26):
        near = number > 17
        x, y = canvas.random.uniform(60, WIDTH - 60), canvas.random.uniform(60, HEIGHT - 60)
        size = canvas.random.uniform(70, 150) if near else canvas.random.uniform(24, 66)
        colour, turn = canvas.random.choice(tints), canvas.random.uniform(0, math.tau)
        area = (x - size * 2.4, y - size * 2.4, x + size * 2.4, y + size * 2.4)
        body, line = canvas.stencil(area), canvas.stencil(area)
        kind = number % 4
        if kind == 0:  # a round diatom: rings and spokes
            body.disc(x, y, size, tone=46)
            body.disc(x, y, size * 0.36, tone=90)
            for share in (1, 0.9, 0.55, 0.36):
                line.ring(x, y, size * share, size * share, 2.4 + size * 0.012)
            for spoke in range(36):
                a = turn + spoke * math.tau / 36
                line.line(
                    [
                        (x + math.cos(a) * size * 0.58, y + math.sin(a) * size * 0.58),
                        (x + math.cos(a) * size * 0.88, y + math.sin(a) * size * 0.88),
                    ],
                    1.6,
                )
                line.disc(
                    x + math.cos(a * 3) * size * 0.46 * ((spoke % 5) / 5 + 0.1),
                    y + math.sin(a * 3) * size * 0.46 * ((spoke % 5) / 5 + 0.1),
                    1.8,
                )
        elif kind == 1:  # a boat-shaped one with ribs
            dx, dy = math.cos(turn), math.sin(turn)
            hull = []
            for step in range(41):
                t = math.tau * step / 40
                u, v = math.cos(t) * size * 1.5, math.sin(t) * size * 0.34 * (1 - 0.35 * math.cos(t) ** 2)
                hull.append((x + u * dx - v * dy, y + u * dy + v * dx))
            body.polygon(hull, tone=60)
            line.line([*hull, hull[0]], 2.8)
            line.line([hull[0], hull[20]], 2)
            for step in range(2, 19):
                line.line([hull[step], hull[40 - step]], 1.3, tone=190)
        elif kind == 2:  # a larva: bell and threads
            body.disc(x, y, size * 0.62, size * 0.52, tone=70)
            body.disc(x, y - size * 0.06, size * 0.26, size * 0.2, tone=170)
            line.ring(x, y, size * 0.62, size * 0.52, 2.6)
            line.ring(x, y, size * 0.44, size * 0.36, 1.4)
            for thread in range(9):
                base = x - size * 0.5 + thread * size * 0.125
                path = [
                    (
                        base + math.sin(turn + step * 0.55 + thread) * size * 0.09 * step * 0.3,
                        y + size * (0.4 + step * 0.15),
                    )
                    for step in range(11)
                ]
                line.line(path, 2, tone=150)
        else:  # a chain of cells
            dx, dy = math.cos(turn), math.sin(turn)
            for cell in range(-5, 6):
                bend = math.sin(cell * 0.4 + turn) * size * 0.25
                px, py = x + dx * cell * size * 0.36 - dy * bend, y + dy * cell * size * 0.36 + dx * bend
                body.disc(px, py, size * 0.19, tone=80)
                line.ring(px, py, size * 0.19, size * 0.19, 2)
                line.disc(px, py, size * 0.06, tone=210)
        soft = 0.6 if near or number % 3 else 4
        canvas.add_light(body, colour, blur=size * 0.08, strength=0.9)
        canvas.add_light(line, colour, blur=size * 0.1, strength=0.55)
        canvas.add_light(line, blend(colour, (255, 255, 255), 0.35), blur=soft, strength=0.85)
    motes = canvas.stencil()
    for _ in range(420):
        motes.disc(
            canvas.random.uniform(0, WIDTH),
            canvas.random.uniform(0, HEIGHT),
            canvas.random.choice((0.9, 1.2, 1.6, 2.6)),
            tone=round(canvas.random.uniform(40, 220)),
        )
    canvas.add_light(motes, tints[2], blur=0.8, strength=0.8)
