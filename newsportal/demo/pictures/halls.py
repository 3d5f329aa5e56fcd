"""Rooms to look ahead in: the exchange and the concert hall."""

import math

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .gatherings import people
from .light import Canvas
from .sheet import HEIGHT, WIDTH, blend, gradient
from .walls import onto


def chartboard(canvas: Canvas) -> None:
    light = canvas.palette
    canvas.image = gradient(canvas.image.size, [(0, (4, 8, 18)), (0.6, (9, 20, 38)), (1, (3, 6, 12))])
    green, red, blue = (70, 226, 160), (255, 92, 84), (96, 178, 255)
    board = Image.new("RGB", (1500, 620), (6, 15, 28))
    draw = ImageDraw.Draw(board)
    for x in range(0, 1500, 50):
        draw.line([(x, 0), (x, 620)], fill=(18, 38, 58))
    for y in range(0, 620, 40):
        draw.line([(0, y), (1500, y)], fill=(18, 38, 58))
    price, levels = 400.0, []
    for x in range(20, 980, 17):
        opened = price
        price += canvas.random.gauss(-4.2, 20)
        price = min(560, max(70, price))
        low, high = (
            min(opened, price) - canvas.random.uniform(2, 26),
            max(opened, price) + canvas.random.uniform(2, 26),
        )
        colour = green if price < opened else red
        draw.line([(x + 5, low), (x + 5, high)], fill=colour, width=2)
        draw.rectangle([x, min(opened, price), x + 11, max(opened, price) + 2], fill=colour)
        volume = canvas.random.uniform(8, 66)
        draw.rectangle([x, 612 - volume, x + 11, 612], fill=blend((6, 15, 28), colour, 0.4))
        levels.append((x + 5, price))
    mean = [
        (x, sum(y for _, y in levels[max(0, n - 8) : n + 1]) / len(levels[max(0, n - 8) : n + 1]))
        for n, (x, _) in enumerate(levels)
    ]
    draw.line(mean, fill=(255, 196, 90), width=4)
    draw.line([(x, y + 60) for x, y in mean], fill=blue, width=3)
    for row in range(3):
        top = 20 + row * 200
        draw.rectangle([1010, top, 1484, top + 180], outline=(34, 66, 92), width=2)
        value, line = 90.0, []
        for x in range(1014, 1484, 5):
            value = min(165, max(15, value + canvas.random.gauss(-0.25, 7)))
            line.append((x, top + value))
        colour = (green, blue, (255, 196, 90))[row]
        draw.polygon([(1014, top + 178), *line, (1480, top + 178)], fill=blend((6, 15, 28), colour, 0.2))
        draw.line(line, fill=colour, width=4)
    halo = board.filter(ImageFilter.GaussianBlur(9))
    board = ImageChops.screen(board, halo.point(lambda tone: min(255, round(tone * 1.2))))
    onto(canvas, board, ((110, 130), (110, 668), (1640, 760), (1640, 10)))
    onto(
        canvas,
        board.transpose(Image.Transpose.FLIP_LEFT_RIGHT).crop((0, 0, 500, 620)),
        ((-60, 60), (-60, 700), (100, 664), (100, 136)),
        0.35,
    )
    desk = canvas.stencil()
    desk.polygon([(-20, 800), (WIDTH + 20, 850), (WIDTH + 20, HEIGHT), (-20, HEIGHT)])
    above = canvas.image.crop((0, 0, canvas.width, round(760 * canvas.scale))).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    shine = above.resize((canvas.width // 8, canvas.height // 24)).resize(canvas.image.size, Image.Resampling.BICUBIC)
    canvas.image.paste(shine.point(lambda tone: round(tone * 0.5)), (0, 0), canvas.cut(desk, 3))
    for x, y, size in ((150, 1010, 150), (500, 950, 118), (800, 1000, 138), (1120, 960, 124), (1450, 1030, 165)):
        x += canvas.random.uniform(-30, 30)
        head = canvas.stencil()
        head.disc(x, y - size * 0.9, size * 0.36, size * 0.45)
        head.polygon(
            [
                (x - size * 0.13, y - size * 0.6),
                (x + size * 0.13, y - size * 0.6),
                (x + size * 0.3, y - size * 0.3),
                (x + size * 0.85, y - size * 0.1),
                (x + size, y + size * 1.4),
                (x - size, y + size * 1.4),
                (x - size * 0.85, y - size * 0.1),
                (x - size * 0.3, y - size * 0.3),
            ]
        )
        mask = canvas.cut(head, 2)
        rim = ImageChops.subtract(mask, ImageChops.offset(mask, 0, round(5 * canvas.scale)))
        canvas.paint(mask, [(0, (10, 18, 32)), (1, (3, 5, 10))], top=y - size)
        canvas.add_light(rim, blend(blue, light.lamp, 0.3), blur=2, strength=0.8)
    bokeh = canvas.stencil()
    for _ in range(26):
        bokeh.disc(
            canvas.random.uniform(0, WIDTH),
            canvas.random.uniform(760, HEIGHT),
            canvas.random.uniform(5, 20),
            tone=round(canvas.random.uniform(20, 80)),
        )
    canvas.add_light(bokeh, blue, blur=3, strength=0.7)
    canvas.glow(700, 400, 900, blue, 0.16)


def concert(canvas: Canvas) -> None:
    light = canvas.palette
    colours = (light.sky[3], light.sky[2], light.lamp, light.haze)
    canvas.image = gradient(
        canvas.image.size,
        [(0, blend(light.near, (0, 0, 0), 0.5)), (0.55, blend(light.near, light.sky[1], 0.6)), (1, light.near)],
    )
    shell = canvas.stencil()
    for number in range(15):
        x = number * 120 - 40
        top = 180 + 90 * abs(number - 7) / 7
        shell.polygon(
            [(x, top), (x + 84, top - 12), (x + 100 - (number - 7) * 5, 640), (x + 16 - (number - 7) * 5, 640)],
            tone=round(canvas.random.uniform(90, 220)),
        )
    wood = blend((150, 92, 52), light.sky[1], 0.45)
    canvas.paint(
        shell,
        [(0, blend(wood, light.near, 0.75)), (1, wood)],
        top=150,
        bottom=660,
        opacity=0.8,
        texture=canvas.relief(80, 7, 0.25),
    )
    organ = canvas.stencil()
    for number in range(-16, 17):
        height = 230 - abs(number) * 6 + 46 * math.cos(number * 0.8)
        organ.box(WIDTH / 2 + number * 21 - 8, 500 - height, WIDTH / 2 + number * 21 + 8, 500)
    canvas.paint(
        organ, [(0, blend(light.lamp, light.near, 0.25)), (1, blend(light.lamp, light.near, 0.72))], top=230, bottom=500
    )
    floor = canvas.stencil()
    floor.polygon([(120, 600), (WIDTH - 120, 600), (WIDTH + 60, 850), (-60, 850)])
    canvas.paint(
        floor,
        [(0, blend(wood, light.near, 0.3)), (0.6, blend(wood, light.lamp, 0.3)), (1, blend(wood, light.near, 0.6))],
        top=600,
        bottom=850,
        texture=canvas.relief(6, 90, 0.25),
    )
    beams = canvas.stencil()
    sources = []
    for number in range(9):
        x = 120 + number * 170
        aim = WIDTH / 2 + (x - WIDTH / 2) * -0.35 + canvas.random.uniform(-120, 120)
        sources.append(x)
        shape = canvas.stencil()
        shape.polygon([(x - 7, 34), (x + 7, 34), (aim + 150, 760), (aim - 150, 760)], tone=120)
        mask = ImageChops.multiply(
            canvas.cut(shape, 7),
            gradient(canvas.image.size, [(0, (255,) * 3), (0.75, (70,) * 3), (1, (0,) * 3)]).getchannel(0),
        )
        canvas.add_light(mask, colours[number % 4], strength=1.1)
        canvas.glow(aim, 720, 260, colours[number % 4], 0.45, 0.22)
    bar = canvas.stencil()
    bar.box(0, 14, WIDTH, 24)
    bar.box(0, 2, WIDTH, 6)
    for x in sources:
        bar.box(x - 15, 10, x + 15, 40)
    canvas.paint(bar, (8, 8, 12))
    beams.box(0, 0, 1, 1)
    for x in sources:
        canvas.glow(x, 40, 90, (255, 244, 226), 1)
    for row in range(5):
        foot, size = 640 + row * 40, 70 + row * 13
        players, edges, wood_shapes = canvas.stencil(), canvas.stencil(), canvas.stencil()
        count = 13 - row
        for number in range(count):
            share = (number + 0.5) / count
            if row == 4 and 0.4 < share < 0.6:
                continue
            x = WIDTH / 2 + (share - 0.5) * (900 + row * 115)
            y = foot - 34 * abs(share - 0.5) * 2
            players.disc(x, y - size, size * 0.15, size * 0.18)
            players.polygon(
                [
                    (x - size * 0.1, y - size * 0.84),
                    (x + size * 0.1, y - size * 0.84),
                    (x + size * 0.3, y - size * 0.66),
                    (x + size * 0.36, y - size * 0.1),
                    (x + size * 0.4, y),
                    (x - size * 0.4, y),
                    (x - size * 0.3, y - size * 0.66),
                ]
            )
            if row > 1:
                turn = canvas.random.uniform(-0.25, 0.25) + (0.5 if share < 0.5 else -0.5)
                wood_shapes.disc(x + size * turn * 0.5, y - size * 0.5, size * 0.15, size * 0.2)
                wood_shapes.line(
                    [(x + size * turn * 0.5, y - size * 0.5), (x + size * turn, y - size * 0.98)], size * 0.045
                )
                edges.line([(x - size * 0.5, y - size * 0.62), (x + size * 0.6, y - size * 0.4)], 2)
            edges.polygon(
                [
                    (x + size * 0.42, y - size * 0.62),
                    (x + size * 0.74, y - size * 0.7),
                    (x + size * 0.74, y - size * 0.44),
                    (x + size * 0.42, y - size * 0.36),
                ],
                tone=170,
            )
        canvas.paint(players, [(0, blend(light.near, light.lamp, 0.22)), (1, (8, 8, 12))], top=foot - size, bottom=foot)
        canvas.paint(wood_shapes, blend((168, 88, 40), light.lamp, 0.2))
        canvas.paint(edges, blend(light.lamp, (255, 255, 255), 0.3), opacity=0.55)
    leader = canvas.stencil()
    leader.box(WIDTH / 2 - 62, 818, WIDTH / 2 + 62, 850)
    people(canvas, leader, WIDTH / 2, 824, 200)
    leader.line([(WIDTH / 2 - 20, 668), (WIDTH / 2 - 84, 636), (WIDTH / 2 - 118, 580)], 13)
    leader.line([(WIDTH / 2 + 20, 668), (WIDTH / 2 + 92, 650), (WIDTH / 2 + 138, 606)], 13)
    leader.line([(WIDTH / 2 + 138, 606), (WIDTH / 2 + 182, 560)], 3)
    canvas.paint(leader, (6, 6, 10))
    edge = canvas.stencil()
    edge.polygon([(-60, 850), (WIDTH + 60, 850), (WIDTH + 60, 892), (-60, 892)])
    canvas.paint(edge, [(0, blend(wood, light.lamp, 0.25)), (1, (10, 9, 12))], top=850, bottom=892)
    canvas.glow(WIDTH / 2, 640, 900, light.lamp, 0.18, 0.5)
    pit = canvas.stencil()
    pit.box(0, 890, WIDTH, HEIGHT)
    canvas.paint(pit, [(0, (12, 10, 14)), (1, (4, 4, 7))], top=890)
    for row in range(3):
        size = 36 + row * 17
        crowd = canvas.stencil()
        x = -canvas.random.uniform(0, 60)
        while x < WIDTH + 60:
            y = 930 + row * 62 + canvas.random.uniform(-8, 8)
            crowd.disc(x, y, size * 0.52, size * 0.66)
            crowd.disc(x, y + size * 1.55, size * 1.1, size)
            x += size * canvas.random.uniform(2.1, 2.7)
        mask = canvas.cut(crowd, 1 + row)
        rim = ImageChops.subtract(mask, ImageChops.offset(mask, 0, round((3 + row) * canvas.scale)))
        canvas.paint(mask, blend((12, 11, 15), (4, 4, 6), row / 2))
        canvas.add_light(rim, light.lamp, blur=1.5, strength=0.5 - row * 0.12)
