"""Air, water and distance: a sheet that knows how to paint skies, ridges and reflections in one light."""

import math
from collections.abc import Callable

from PIL import Image, ImageChops

from .palettes import Colour
from .sheet import HEIGHT, WIDTH, Point, Sheet, blend, gradient


class Canvas(Sheet):
    def sky(self, horizon: float, *, sun_x: float | None = None, clouds: float | None = None) -> Point:
        """Paint the sky down to `horizon` and its haze below; returns the place of the sun or moon."""
        light = self.palette
        stops = [(at * horizon / HEIGHT, colour) for at, colour in zip((0, 0.4, 0.78, 1), light.sky, strict=True)]
        self.image = gradient(self.image.size, stops)
        x = WIDTH * self.random.uniform(0.2, 0.8) if sun_x is None else sun_x
        y = horizon * (1 - light.sun_height)
        if light.dark and light.sun_height > 0.25:
            self.stars(horizon)
        cover = light.clouds if clouds is None else clouds
        if cover:
            self.clouds(horizon, cover, (x, y))
        if light.clouds < 0.9:
            low = light.sun_height < 0.25
            self.glow(x, y, 900 if low else 520, light.sun, 0.5 if low else 0.3, 0.7 if low else 1)
            self.glow(x, y, 260, light.sun, 0.75)
            if not (light.dark and low):
                disc = self.stencil()
                disc.disc(x, y, 24 if light.dark else 34)
                self.add_light(disc, light.sun, blur=1.5)
        return x, y

    def clouds(self, horizon: float, cover: float, sun: Point) -> None:
        light = self.palette
        threshold = round(205 - cover * 130)
        shape = self.noise(4, 7, 6).point(lambda tone: max(0, min(255, (tone - threshold) * 4)))
        fade = gradient(
            shape.size, [(0, (255,) * 3), (horizon * 0.6 / HEIGHT, (200,) * 3), (horizon / HEIGHT, (0,) * 3)]
        )
        shape = ImageChops.multiply(shape, fade.getchannel(0))
        lit = blend(light.sky[3], light.sun, 0.5) if not light.dark else blend(light.sky[3], light.sky[1], 0.25)
        under = blend(light.sky[0], light.near, 0.35) if cover > 0.8 else blend(light.sky[1], light.haze, 0.4)
        moved = ImageChops.offset(shape, round((sun[0] - 800) / 40 * self.scale) or 4, round(-16 * self.scale))
        edge = ImageChops.subtract(shape, moved)
        self.paint(shape, under, opacity=0.75 if cover < 0.8 else 0.9)
        self.paint(self.blurred(edge, 3), lit, opacity=0.85 if cover < 0.8 else 0.6)

    def stars(self, horizon: float, count: int = 420) -> None:
        small, large = self.stencil(), self.stencil()
        for _ in range(count):
            x, y = self.random.uniform(0, WIDTH), self.random.uniform(0, 1) ** 1.3 * horizon
            tone = round(self.random.uniform(40, 255) * (1 - 0.6 * y / horizon))
            if self.random.random() < 0.07:
                large.disc(x, y, self.random.uniform(1.6, 2.6), tone=tone)
            else:
                small.disc(x, y, 1.1, tone=tone)
        self.add_light(small, (215, 225, 255))
        self.add_light(large, (255, 250, 235))
        self.add_light(large, (150, 180, 255), blur=5, strength=2.5)

    def ridge(
        self, base: float, height: float, *, roughness: float = 0.55, waves: float = 2.0, swell: float = 0.22
    ) -> list[Point]:
        """A mountain line from edge to edge, closed along the bottom, as a polygon."""
        levels = 9
        line = [0.0] * (2**levels + 1)
        swing, step = 1.0, 2**levels
        start = self.random.uniform(0, math.tau)
        while step > 1:
            half = step // 2
            for at in range(half, len(line), step):
                line[at] = (line[at - half] + line[at + half]) / 2 + self.random.uniform(-swing, swing) * 0.62
            swing *= roughness
            step = half
        count = len(line) - 1
        points = [
            (x / count * WIDTH, base - height * (0.5 + swell * math.sin(start + x / count * waves * math.tau) + y))
            for x, y in enumerate(line)
        ]
        return [(-20, HEIGHT + 20), *points, (WIDTH + 20, HEIGHT + 20)]

    def range_of(
        self,
        base: float,
        height: float,
        distance: float,
        *,
        mist: float = 0.7,
        roughness: float = 0.55,
        waves: float = 2.0,
        colour: Colour | None = None,
        texture: Image.Image | None = None,
    ) -> list[Point]:
        """Paint one ridge, bluer and paler with `distance` (0–1), its foot dissolving in haze; returns its outline."""
        points = self.ridge(base, height, roughness=roughness, waves=waves)
        crest = blend(colour or self.palette.near, self.palette.haze, distance)
        foot = blend(crest, self.palette.haze, mist)
        shape = self.stencil()
        shape.polygon(points)
        top = min(y for _, y in points)
        if texture is not None:
            strength = 0.12 + 0.5 * (1 - distance) ** 1.5
            texture = texture.point(lambda tone: round(128 + (tone - 128) * strength))
        self.paint(
            shape, [(0, crest), (0.3, blend(crest, foot, 0.3)), (1, foot)], top=top, bottom=base, texture=texture
        )
        return points

    def haze(self, y: float, thickness: float, strength: float = 0.6, colour: Colour | None = None) -> None:
        """A bank of mist centred on height `y`, torn by noise."""
        top, bottom = ((y + side * thickness * 0.85) / HEIGHT for side in (-1, 1))
        solid, clear = (255, 255, 255), (0, 0, 0)
        bank = gradient(self.image.size, [(top, clear), (y / HEIGHT, solid), (bottom, clear)]).getchannel(0)
        torn = self.noise(5, 12, 4).point(lambda tone: min(255, 90 + tone))
        self.paint(ImageChops.multiply(bank, torn), colour or self.palette.haze, opacity=strength)

    def streaks(self, across: int, down: int, top: float, reach: float = 0.12) -> Image.Image:
        """Horizontal streaks that widen towards the viewer, from height `top` down; mode L, 128 above `top`."""
        tile = Image.frombytes("L", (across, down), self.random.randbytes(across * down))
        tile = tile.resize((across * 8, down * 4), Image.Resampling.BICUBIC)
        band = self.height - round(top * self.scale)
        middle, half = across * 4, across * 4 * reach
        # The quad shows the full width of the tile at the horizon and a narrow piece of it at the bottom edge.
        rows = Image.new("L", (self.width, band))
        slices, start = 28, 0
        for number in range(slices):
            share = (number + 1) / slices
            end = round(band * share**2)
            if end <= start:
                continue
            y0, y1 = tile.height * number / slices, tile.height * (number + 1) / slices
            open0 = middle + (half - middle) * (number / slices)
            box = (middle - open0, y0, middle + open0, y1)
            rows.paste(tile.resize((self.width, end - start), Image.Resampling.BICUBIC, box=box), (0, start))
            start = end
        whole = Image.new("L", (self.width, self.height), 128)
        whole.paste(rows, (0, self.height - band))
        return whole

    def reflect(self, horizon: float, *, clearness: float = 0.7, ripples: int = 130, tint: float = 0.35) -> None:
        """Turn everything below `horizon` into water that mirrors what stands above it."""
        line = round(horizon * self.scale)
        depth = self.height - line
        above = self.image.crop((0, max(0, line - depth), self.width, line))
        mirror = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.width, depth))
        mirror = mirror.resize((self.width // 2, max(1, depth // 10))).resize(
            (self.width, depth), Image.Resampling.BICUBIC
        )
        sharp = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.width, depth))
        mirror = Image.blend(mirror, sharp, clearness * 0.5)
        strips, y = [], 0.0
        phase = self.random.uniform(0, 9)
        while y < depth:
            step = max(2.0, (2 + 10 * y / depth) * self.scale)
            swing = (1.5 + 15 * y / depth) * self.scale * (1.2 - clearness)
            shift = swing * math.sin(phase + y * 1.7) + self.random.uniform(-swing, swing) * 0.6
            y0, y1 = y, min(depth, y + step)
            box = (0, round(y0), self.width, max(round(y0) + 1, round(y1)))
            strips.append((box, (shift, y0, shift, y1, self.width + shift, y1, self.width + shift, y0)))
            y += step
        edge = mirror.copy()
        mirror = mirror.transform(mirror.size, Image.Transform.MESH, strips, Image.Resampling.BILINEAR)
        margin = round(24 * self.scale) or 1
        mirror.paste(edge.crop((0, 0, margin, depth)), (0, 0))
        mirror.paste(edge.crop((self.width - margin, 0, self.width, depth)), (self.width - margin, 0))
        light = self.palette
        deep = gradient(
            (self.width, depth), [(0, light.haze), (0.25, light.water), (1, blend(light.water, light.near, 0.6))]
        )
        self.image.paste(Image.blend(mirror, deep, tint), (0, line))
        waves = self.streaks(70, ripples, horizon).point(lambda tone: round(128 + (tone - 128) * 0.42))
        self.shade(waves)
        shore = self.stencil()
        shore.box(0, horizon - 1.5, WIDTH, horizon + 2)
        self.paint(shore, light.haze, blur=2, opacity=0.5)

    def sea(self, horizon: float, *, rough: float = 0.5, glitter_x: float | None = None) -> None:
        """Open water below `horizon`, with waves and, if asked, a path of light below the sun."""
        light = self.palette
        mask = self.stencil()
        mask.box(0, horizon, WIDTH, HEIGHT)
        far = blend(light.sky[3], light.water, 0.45)
        self.paint(mask, [(0, far), (0.2, light.water), (1, blend(light.water, light.near, 0.55))], top=horizon)
        waves = self.streaks(60, 120, horizon, 0.2)
        band = self.cut(mask)
        self.shade(waves.point(lambda tone: round(128 + (tone - 128) * rough)), band)
        if glitter_x is not None:
            path = self.stencil()
            path.polygon(
                [
                    (glitter_x - 40, horizon),
                    (glitter_x + 40, horizon),
                    (glitter_x + 260, HEIGHT),
                    (glitter_x - 260, HEIGHT),
                ]
            )
            sparkle = waves.point(lambda tone: max(0, min(255, (tone - 128) * 5)))
            mask_light = ImageChops.multiply(self.cut(path, 45), ImageChops.multiply(sparkle, band))
            self.add_light(mask_light, light.sun, strength=0.8)


Scene = Callable[[Canvas], None]
