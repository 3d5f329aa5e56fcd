"""Rooms to be quiet in: the library and the gallery."""

import math

from PIL import Image, ImageDraw

from .gatherings import people
from .light import Canvas
from .sheet import HEIGHT, WIDTH, Point, blend, gradient
from .walls import onto


def library(canvas: Canvas) -> None:
    light = canvas.palette
    night = light.dark
    spines = (
        (122, 48, 40),
        (46, 66, 92),
        (64, 88, 62),
        (164, 122, 64),
        (92, 60, 88),
        (200, 180, 140),
        (58, 46, 42),
        (136, 84, 52),
    )
    wood = blend((92, 58, 34), light.near, 0.4 if night else 0.12)
    wall = Image.new("RGB", (1400, 900), blend(wood, light.near, 0.45))
    draw = ImageDraw.Draw(wall)
    for shelf in range(9):
        top = 12 + shelf * 99
        for bay in range(7):
            x, end = bay * 200 + 14, bay * 200 + 188
            draw.rectangle([x - 4, top, end + 4, top + 88], fill=blend(wood, (0, 0, 0), 0.65))
            while x < end - 8:
                width, height = canvas.random.randrange(7, 20), canvas.random.randrange(58, 84)
                colour = blend(canvas.random.choice(spines), light.near, 0.38 if night else 0.06)
                if canvas.random.random() < 0.07:
                    x += width
                    continue
                draw.rectangle([x, top + 88 - height, min(end, x + width - 1), top + 87], fill=colour)
                draw.line([(x, top + 88 - height), (x, top + 87)], fill=blend(colour, light.sun, 0.35))
                for band in (0.2, 0.8):
                    y = top + 88 - height * band
                    draw.line([(x + 1, y), (min(end, x + width - 2), y)], fill=blend(colour, light.lamp, 0.5))
                x += width
        draw.rectangle([0, top + 88, 1400, top + 98], fill=blend(wood, light.lamp, 0.2))
    for bay in range(8):
        draw.rectangle([bay * 200 - 12, 0, bay * 200 + 12, 900], fill=blend(wood, light.lamp, 0.12))
        draw.line([(bay * 200 - 8, 0), (bay * 200 - 8, 900)], fill=blend(wood, light.lamp, 0.35), width=3)
    left, right, top, foot = 620, 980, 250, 690
    canvas.image = gradient(canvas.image.size, [(0, blend(wood, light.near, 0.6)), (1, blend(wood, light.near, 0.3))])
    vault = canvas.stencil()
    vault.polygon([(0, 0), (WIDTH, 0), (right, top), (left, top)])
    plaster = blend(blend((216, 196, 164), light.sky[1], 0.5 if night else 0.2), light.near, 0.35 if night else 0.05)
    canvas.paint(vault, [(0, blend(plaster, light.near, 0.6)), (1, plaster)], bottom=top)
    ribs = canvas.stencil()
    for step in range(7):
        share = (step / 6) ** 1.9
        x0, x1, y = left * (1 - share), right + (WIDTH - right) * share, top - top * share
        bow = [(x0 + (x1 - x0) * n / 20, y - (60 + 190 * share) * math.sin(math.pi * n / 20) * 0.5) for n in range(21)]
        ribs.line(bow, 6 + share * 16)
    canvas.paint(ribs, blend(wood, light.near, 0.25), blur=1)
    floor = canvas.stencil()
    floor.polygon([(0, HEIGHT), (WIDTH, HEIGHT), (right, foot), (left, foot)])
    canvas.paint(floor, [(0, blend(wood, light.sun, 0.4)), (1, blend(wood, light.near, 0.45))], top=foot)
    boards = canvas.stencil()
    for number in range(-12, 13):
        boards.line([(800 + number * 15, foot), (800 + number * 120, HEIGHT)], 2.4)
    canvas.paint(boards, light.near, opacity=0.45)
    onto(canvas, wall, ((0, -170), (0, 1240), (left, foot), (left, top)))
    onto(
        canvas,
        wall.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        ((right, top), (right, foot), (WIDTH, 1240), (WIDTH, -170)),
        0.12,
    )
    end = canvas.stencil()
    end.box(left, top - 60, right, foot)
    canvas.paint(end, [(0, blend(plaster, light.near, 0.25)), (1, blend(wood, light.near, 0.2))], top=top, bottom=foot)
    window, bars = canvas.stencil(), canvas.stencil()
    window.box(700, 330, 900, 600)
    window.disc(800, 330, 100, 110)
    canvas.paint(
        window, [(0, light.sky[1]), (0.5, light.sky[2]), (1, blend(light.sky[3], light.sun, 0.5))], top=220, bottom=600
    )
    hills = canvas.stencil()
    hills.polygon(
        [(700, 540), *[(700 + n * 10, 530 + 20 * math.sin(n * 0.5)) for n in range(21)], (900, 600), (700, 600)]
    )
    canvas.paint(hills, light.haze, opacity=0.6)
    for x in (750, 800, 850):
        bars.line([(x, 224), (x, 600)], 4)
    for y in (330, 420, 510):
        bars.line([(700, y), (900, y)], 4)
    canvas.paint(bars, wood)
    canvas.add_light(window, light.sky[3], blur=44, strength=0.7 if night else 1.0)
    canvas.glow(800, 430, 620, light.sun, 0.2 if night else 0.5)
    shaft = canvas.stencil()
    shaft.polygon([(710, 300), (890, 300), (1230, HEIGHT), (560, HEIGHT)], tone=100)
    canvas.add_light(shaft, light.sun, blur=40, strength=0.3 if night else 0.75)
    for row in range(4):
        share = (row / 3) ** 1.5
        foot_y, size = 730 + share * 260, 60 + share * 190
        for side in (-1, 1):
            area_x = 800 + side * (110 + share * 330)
            table, lamp, shade = canvas.stencil(), canvas.stencil(), canvas.stencil()
            table.polygon(
                [
                    (area_x - size * 0.8, foot_y - size * 0.35),
                    (area_x + size * 0.8, foot_y - size * 0.35),
                    (area_x + size * 0.95, foot_y - size * 0.22),
                    (area_x - size * 0.95, foot_y - size * 0.22),
                ]
            )
            for leg in (-0.8, 0.8):
                table.box(area_x + leg * size - 4, foot_y - size * 0.3, area_x + leg * size + 4, foot_y + size * 0.1)
            table.disc(area_x + side * size * 0.45, foot_y - size * 0.72, size * 0.1, size * 0.12)
            table.polygon(
                [
                    (area_x + side * size * 0.45 - size * 0.2, foot_y - size * 0.3),
                    (area_x + side * size * 0.45 + size * 0.2, foot_y - size * 0.3),
                    (area_x + side * size * 0.45 + size * 0.12, foot_y - size * 0.6),
                    (area_x + side * size * 0.45 - size * 0.12, foot_y - size * 0.6),
                ]
            )
            canvas.paint(
                table,
                [(0, blend(wood, light.lamp, 0.16)), (1, blend(wood, light.near, 0.6))],
                top=foot_y - size * 0.8,
                bottom=foot_y,
            )
            lamp.line([(area_x, foot_y - size * 0.3), (area_x, foot_y - size * 0.6)], 3 + share * 4)
            canvas.paint(lamp, (150, 120, 66))
            shade.polygon(
                [
                    (area_x - size * 0.22, foot_y - size * 0.55),
                    (area_x + size * 0.22, foot_y - size * 0.55),
                    (area_x + size * 0.14, foot_y - size * 0.68),
                    (area_x - size * 0.14, foot_y - size * 0.68),
                ]
            )
            canvas.paint(shade, (44, 132, 96))
            canvas.glow(area_x, foot_y - size * 0.45, size * 1.5, light.lamp, 0.85 if night else 0.45, 0.6)
    dust = canvas.stencil()
    for _ in range(90):
        dust.disc(
            canvas.random.gauss(820, 200),
            canvas.random.uniform(300, 1000),
            canvas.random.uniform(1, 3),
            tone=round(canvas.random.uniform(40, 160)),
        )
    canvas.add_light(dust, light.sun, blur=1, strength=0.6)


def gallery(canvas: Canvas) -> None:
    light = canvas.palette
    plaster = blend((238, 233, 224), light.sky[3], 0.15)
    canvas.image = gradient(canvas.image.size, [(0, blend(plaster, light.near, 0.16)), (0.5, plaster), (1, plaster)])
    sides = canvas.stencil()
    sides.polygon([(0, 0), (300, 150), (300, 720), (0, 900)])
    sides.polygon([(WIDTH, 0), (1300, 150), (1300, 720), (WIDTH, 900)], tone=170)
    canvas.paint(sides, blend(plaster, light.near, 0.4), opacity=0.5)
    roof = canvas.stencil()
    roof.polygon([(0, 0), (WIDTH, 0), (1300, 150), (300, 150)])
    canvas.paint(roof, [(0, blend(plaster, light.near, 0.25)), (1, (250, 248, 244))], bottom=150)
    panes = canvas.stencil()
    for number in range(6):
        x0, x1 = 350 + number * 152, 350 + number * 152 + 138
        panes.polygon([(x0, 140), (x1, 140), (800 + (x1 - 800) * 1.5, 16), (800 + (x0 - 800) * 1.5, 16)])
    canvas.paint(panes, blend(light.sky[2], (255, 255, 255), 0.6))
    canvas.add_light(panes, (255, 252, 244), blur=30, strength=0.5)
    floor = canvas.stencil()
    floor.polygon([(0, 900), (300, 720), (1300, 720), (WIDTH, 900), (WIDTH, HEIGHT), (0, HEIGHT)])
    oak = (176, 132, 88)

    def sea_picture(width: int, height: int) -> Image.Image:
        picture = Canvas(
            (width, height),
            seed=canvas.random.randrange(10**6),
            palette=canvas.random.choice(("dawn", "noon", "dusk", "gold", "mist", "storm", "winter", "ember")),
        )
        picture.sky(560)
        picture.range_of(560, canvas.random.uniform(80, 260), 0.4, mist=0.3, waves=0.6)
        picture.sea(560, rough=1, glitter_x=canvas.random.uniform(500, 1100))
        picture.shade(picture.relief(30, 30, 0.3))
        return picture.image

    def hang(corners: tuple[Point, Point, Point, Point], width: int) -> None:
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
        shadow, frame = canvas.stencil(), canvas.stencil()
        shadow.polygon([(x0, y0 + 14), (x1, y1 + 26), (x2, y2 + 26), (x3, y3 + 14)])
        canvas.paint(shadow, light.near, blur=14, opacity=0.45)
        frame.polygon([(x0 - 9, y0 - 9), (x1 - 9, y1 + 9), (x2 + 9, y2 + 9), (x3 + 9, y3 - 9)])
        canvas.paint(frame, [(0, (92, 70, 44)), (1, (54, 40, 26))], top=y0, bottom=y1)
        onto(canvas, sea_picture(width, width * 2 // 3), corners)
        canvas.glow((x0 + x3) / 2, y0 - 50, 260, (255, 244, 220), 0.25)

    hang(((380, 330), (380, 560), (730, 560), (730, 330)), 520)
    hang(((850, 270), (850, 590), (1240, 590), (1240, 270)), 560)
    hang(((30, 200), (30, 690), (230, 620), (230, 268)), 460)
    hang(((1370, 268), (1370, 620), (1572, 690), (1572, 200)), 460)
    skirting = canvas.stencil()
    skirting.polygon([(0, 884), (300, 708), (1300, 708), (WIDTH, 884), (WIDTH, 904), (1300, 724), (300, 724), (0, 904)])
    canvas.paint(skirting, blend(plaster, light.near, 0.3))
    grain = canvas.relief(8, 60, 0.12)
    canvas.paint(
        floor, [(0, blend(oak, (255, 246, 226), 0.4)), (1, blend(oak, light.near, 0.25))], top=720, texture=grain
    )
    mirror = canvas.image.crop((0, round(180 * canvas.scale), canvas.width, round(720 * canvas.scale))).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    soft = mirror.resize((canvas.width // 10, canvas.height // 30)).resize(
        (canvas.width, canvas.height - round(720 * canvas.scale)), Image.Resampling.BICUBIC
    )
    layer = canvas.image.copy()
    layer.paste(soft, (0, round(720 * canvas.scale)))
    canvas.image.paste(layer, (0, 0), canvas.cut(floor, 2).point(lambda tone: round(tone * 0.3)))
    boards = canvas.stencil()
    for number in range(-15, 16):
        boards.line([(800 + number * 62, 722), (800 + number * 140, HEIGHT)], 1.8)
    canvas.paint(boards, light.near, opacity=0.25)
    bench = canvas.stencil()
    bench.polygon([(610, 858), (990, 858), (1020, 890), (580, 890)])
    bench.box(600, 890, 616, 948)
    bench.box(984, 890, 1000, 948)
    canvas.paint(bench, [(0, (70, 52, 40)), (1, (34, 27, 24))], top=858, bottom=948)
    for x, foot, height in ((470, 850, 300), (540, 866, 320), (1130, 836, 290)):
        x += canvas.random.uniform(-40, 40)
        visitor, shade = canvas.stencil(), canvas.stencil()
        people(canvas, visitor, x, foot, height)
        shade.disc(x + 20, foot, height * 0.22, height * 0.03)
        canvas.paint(shade, light.near, blur=7, opacity=0.5)
        coat = canvas.random.choice(((52, 62, 84), (120, 52, 48), (66, 82, 74), (140, 110, 70)))
        canvas.paint(
            visitor,
            [(0, blend(coat, (70, 50, 40), 0.5)), (0.14, coat), (0.6, blend(coat, light.near, 0.3)), (1, (28, 28, 34))],
            top=foot - height,
            bottom=foot,
            blur=0.8,
        )
