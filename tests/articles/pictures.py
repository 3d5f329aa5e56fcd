"""Pictures for tests, painted on the spot, and a look at what became of them."""

import io

from PIL import Image, ImageCms, ImageDraw

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def encoded(image, kind="JPEG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def plain(width, height, colour=RED, mode="RGB"):
    return Image.new(mode, (width, height), colour)


def corners(width=600, height=400):
    """Red, green and blue in three corners, the rest white: shows how a picture lies."""
    image = plain(width, height, WHITE)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=RED)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=BLUE)
    return image


def noise(width, height):
    return Image.effect_noise((width, height), 90).convert("RGB")


def profile(space):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()


def picture_of(rendition):
    image = Image.open(io.BytesIO(rendition.data))
    image.load()
    return image


def one(renditions, name):
    return next(r for r in renditions if r.name == name)


def colour_at(image, x, y):
    """The nearest pure colour at a place given in percent: lossy formats are a little off."""
    pixel = image.convert("RGB").getpixel((image.width * x // 100, image.height * y // 100))
    return tuple(255 if value > 127 else 0 for value in pixel)
