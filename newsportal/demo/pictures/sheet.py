"""The sheet the scenes are painted on: smooth edges, gradients, texture, light, grain.

Scenes use coordinates of a 1600×1067 sheet whatever the real size is. All chance comes from the sheet's own
`random.Random(seed)`; Pillow's `effect_noise` is avoided because it cannot be seeded.
"""

import math
from collections.abc import Sequence
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .palettes import PALETTES, Colour

WIDTH, HEIGHT = 1600, 1067
Point = tuple[float, float]
Area = tuple[float, float, float, float]
Stops = Sequence[tuple[float, Colour]]


def blend(a: Colour, b: Colour, share: float) -> Colour:
    """`a` at share 0, `b` at share 1."""
    return tuple(round(x + (y - x) * share) for x, y in zip(a, b, strict=True))  # type: ignore[return-value]


def gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """A vertical gradient; stops are (0–1 from the top, colour), in rising order."""
    column = Image.new("RGB", (1, 256))
    for y in range(256):
        at = y / 255
        before = next((stop for stop in reversed(stops) if stop[0] <= at), stops[0])
        after = next((stop for stop in stops if stop[0] > at), stops[-1])
        span = after[0] - before[0]
        column.putpixel((0, y), blend(before[1], after[1], (at - before[0]) / span if span > 0 else 0))
    return column.resize((1, size[1]), Image.Resampling.BICUBIC).resize(size, Image.Resampling.NEAREST)


def grey(mask: Image.Image) -> Image.Image:
    return Image.merge("RGB", (mask, mask, mask))


class Stencil:
    """A mask at twice the size, so that what is cut into it has smooth edges when painted.

    `area` (left, top, right, bottom on the sheet) keeps it small where many little things are painted one by one;
    what is drawn outside of it is lost.
    """

    def __init__(self, sheet: "Sheet", area: Area | None = None) -> None:
        left, top, right, bottom = area or (0, 0, WIDTH, HEIGHT)
        corners = [round(value * sheet.scale) for value in (left, top, right, bottom)]
        self.left, self.top = (max(0, min(corners[0], sheet.width - 1)), max(0, min(corners[1], sheet.height - 1)))
        right, bottom = min(corners[2], sheet.width), min(corners[3], sheet.height)
        if area is None:
            right, bottom = sheet.width, sheet.height
        self.scale = 2 * sheet.scale
        self.mask = Image.new("L", (max(2, (right - self.left) * 2), max(2, (bottom - self.top) * 2)))
        self._draw = ImageDraw.Draw(self.mask)

    def _place(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale - self.left * 2, y * self.scale - self.top * 2) for x, y in points]

    def polygon(self, points: Sequence[Point], tone: int = 255) -> None:
        self._draw.polygon(self._place(points), fill=tone)

    def line(self, points: Sequence[Point], width: float, tone: int = 255) -> None:
        self._draw.line(self._place(points), fill=tone, width=max(1, round(width * self.scale)), joint="curve")

    def box(self, left: float, top: float, right: float, bottom: float, tone: int = 255) -> None:
        if right > left and bottom > top:
            self._draw.rectangle(self._place([(left, top), (right, bottom)]), fill=tone)

    def disc(self, x: float, y: float, rx: float, ry: float | None = None, tone: int = 255) -> None:
        ry = rx if ry is None else ry
        self._draw.ellipse(self._place([(x - rx, y - ry), (x + rx, y + ry)]), fill=tone)

    def ring(self, x: float, y: float, rx: float, ry: float, width: float, tone: int = 255) -> None:
        box = self._place([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse(box, outline=tone, width=max(1, round(width * self.scale)))


class Sheet:
    def __init__(self, size: tuple[int, int], *, seed: int, palette: str) -> None:
        self.width, self.height = size
        self.scale = self.width / WIDTH
        self.random = Random(seed)
        self.palette = PALETTES[palette]
        self.image = Image.new("RGB", size)

    def noise(self, across: int, down: int, octaves: int = 5) -> Image.Image:
        """Cloudy noise of the canvas's size, mode L, stretched to the full range of tones."""
        size = (400, 267)
        total = Image.new("L", size, 128)
        for octave in range(octaves):
            cells = min(across * 2**octave, 400), min(down * 2**octave, 267)
            tile = Image.frombytes("L", cells, self.random.randbytes(cells[0] * cells[1]))
            layer = tile.resize(size, Image.Resampling.BICUBIC)
            total = layer if octave == 0 else Image.blend(total, layer, 0.5 ** (octave * 0.75 + 0.35))
        low, high = total.getextrema()
        span = max(1, high - low)
        return total.point(lambda tone: (tone - low) * 255 // span).resize(
            (self.width, self.height), Image.Resampling.BICUBIC
        )

    def relief(self, across: int, down: int, strength: float = 1.0) -> Image.Image:
        """Noise lit from the upper left, around a middle grey: slopes, waves, bark."""
        small = self.noise(across, down, 6).resize((800, 534), Image.Resampling.BILINEAR)
        kernel = [2, 2, 0, 2, 0, -2, 0, -2, -2]
        lit = small.filter(ImageFilter.Kernel((3, 3), kernel, scale=1, offset=128))
        lit = lit.point(lambda tone: round(128 + (tone - 128) * strength))
        return lit.resize((self.width, self.height), Image.Resampling.BICUBIC)

    def shade(self, texture: Image.Image, mask: Image.Image | None = None) -> None:
        """Lighten and darken the picture by a mode-L texture around middle grey."""
        self.image.paste(ImageChops.overlay(self.image, grey(texture)), (0, 0), mask)

    def stencil(self, area: Area | None = None) -> Stencil:
        return Stencil(self, area)

    def cut(self, stencil: Stencil, blur: float = 0) -> Image.Image:
        mask = Image.new("L", self.image.size)
        box = stencil.mask.getbbox()
        if box is not None:
            left, top = box[0] // 2 * 2, box[1] // 2 * 2
            mask.paste(
                stencil.mask.crop((left, top, box[2], box[3])).reduce(2),
                (stencil.left + left // 2, stencil.top + top // 2),
            )
        return self.blurred(mask, blur) if blur else mask

    def blurred(self, mask: Image.Image, radius: float) -> Image.Image:
        """Blur by a radius in sheet units. Wide ones are done on a quarter of the size: as good, and much faster."""
        radius *= self.scale
        box = mask.getbbox()
        if box is None:
            return mask
        margin = math.ceil(radius * 3)
        box = max(0, box[0] - margin), max(0, box[1] - margin), box[2] + margin, box[3] + margin
        box = (*box[:2], min(box[2], self.width), min(box[3], self.height))
        part = mask.crop(box)
        if radius <= 3:
            soft = part.filter(ImageFilter.GaussianBlur(radius))
        else:
            share = 2 if radius < 8 else 4
            soft = part.reduce(share).filter(ImageFilter.GaussianBlur(radius / share))
            soft = soft.resize(part.size, Image.Resampling.BILINEAR)
        whole = Image.new("L", mask.size)
        whole.paste(soft, box)
        return whole

    def paint(
        self,
        mask: Stencil | Image.Image,
        fill: Colour | Stops,
        *,
        top: float = 0,
        bottom: float = HEIGHT,
        blur: float = 0,
        opacity: float = 1,
        texture: Image.Image | None = None,
    ) -> None:
        """Fill a mask with a colour, or with a vertical gradient that runs from `top` to `bottom`."""
        shape = self.cut(mask, blur) if isinstance(mask, Stencil) else mask
        box = shape.getbbox()
        if box is None:
            return
        shape = shape.crop(box)
        if opacity < 1:
            shape = shape.point(lambda tone: round(tone * opacity))
        if isinstance(fill[0], int):
            layer = Image.new("RGB", shape.size, fill)
        else:
            first, height = box[1] / self.scale, (box[3] - box[1]) / self.scale
            stops = [((top + (bottom - top) * at - first) / height, colour) for at, colour in fill]
            layer = gradient(shape.size, stops)
        if texture is not None:
            layer = ImageChops.overlay(layer, grey(texture.crop(box)))
        self.image.paste(layer, box, shape)

    def add_light(self, mask: Stencil | Image.Image, colour: Colour, *, blur: float = 0, strength: float = 1) -> None:
        """Screen a colour on to the picture where the mask is bright."""
        shape = self.cut(mask) if isinstance(mask, Stencil) else mask
        if blur:
            shape = self.blurred(shape, blur)
        box = shape.getbbox()
        if box is None:
            return
        shape = shape.crop(box)
        bands = [shape.point(lambda tone, part=part: min(255, round(tone * part / 255 * strength))) for part in colour]
        self.image.paste(ImageChops.screen(self.image.crop(box), Image.merge("RGB", bands)), box)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float = 1, flat: float = 1) -> None:
        """A soft round light; `flat` below 1 presses it towards the horizontal."""
        rx, ry = round(radius * self.scale), round(radius * self.scale * flat)
        if rx < 1 or ry < 1:
            return
        fall = Image.radial_gradient("L").point(lambda tone: round(max(0.0, 1 - tone / 180) ** 2 * 255 * strength))
        spot = fall.resize((rx * 2, ry * 2), Image.Resampling.BICUBIC)
        spot = Image.merge("RGB", [spot.point(lambda tone, part=part: tone * part // 255) for part in colour])
        corner = round(x * self.scale) - rx, round(y * self.scale) - ry
        box = (*corner, corner[0] + rx * 2, corner[1] + ry * 2)
        under = self.image.crop(box)
        self.image.paste(ImageChops.screen(under, spot), corner)

    def finish(self, *, grain: float = 0.028, bloom: float = 0.3) -> bytes:
        """Add bloom, a darker rim and film grain; returns JPEG bytes."""
        size = self.image.size
        small = self.image.resize((max(1, size[0] // 8), max(1, size[1] // 8)), Image.Resampling.BOX)
        bright = small.point(lambda tone: max(0, tone - 110)).filter(ImageFilter.GaussianBlur(5 * self.scale))
        wide = bright.resize(size, Image.Resampling.BILINEAR)
        image = ImageChops.screen(self.image, wide.point(lambda tone: round(tone * bloom)))
        rim = Image.radial_gradient("L").point(lambda tone: 255 - round(max(0, tone - 105) * 0.55)).resize(size)
        image = ImageChops.multiply(image, grey(rim))
        # One small tile of grain repeats unseen, and is ready twenty times sooner than a whole sheet of it.
        tile = Image.frombytes("L", (400, 400), self.random.randbytes(160_000)).filter(ImageFilter.GaussianBlur(0.6))
        tile = tile.point(lambda tone: round(128 + (tone - 128) * grain * 4))
        dust = Image.new("L", size)
        for left in range(0, size[0], 400):
            for top in range(0, size[1], 400):
                dust.paste(tile, (left, top))
        image = ImageChops.overlay(image, grey(dust))
        output = BytesIO()
        image.save(output, "JPEG", quality=88, subsampling="4:2:0")
        return output.getvalue()
