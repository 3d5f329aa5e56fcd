"""Flat pictures laid on walls in perspective."""

from PIL import Image

from .light import Canvas
from .sheet import Point


def onto(canvas: Canvas, picture: Image.Image, corners: tuple[Point, Point, Point, Point], dim: float = 0) -> None:
    """Lay a flat picture on a wall given by its corners (upper left, lower left, lower right, upper right)."""
    size = canvas.image.size
    target = [(x * canvas.scale, y * canvas.scale) for x, y in corners]
    source = [(0, 0), (0, picture.height), (picture.width, picture.height), (picture.width, 0)]
    rows, right = [], []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    moved = picture.transform(size, Image.Transform.PERSPECTIVE, _solve(rows, right), Image.Resampling.BILINEAR)
    shape = canvas.stencil()
    shape.polygon(corners)
    canvas.image.paste(moved, (0, 0), canvas.cut(shape))
    if dim:
        canvas.paint(shape, canvas.palette.near, opacity=dim)


def _solve(rows: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with pivoting; the eight numbers of a perspective."""
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    count = len(table)
    for column in range(count):
        pivot = max(range(column, count), key=lambda row: abs(table[row][column]))
        table[column], table[pivot] = table[pivot], table[column]
        table[column] = [value / table[column][column] for value in table[column]]
        for row in range(count):
            if row != column and table[row][column]:
                factor = table[row][column]
                table[row] = [a - factor * b for a, b in zip(table[row], table[column], strict=True)]
    return [row[-1] for row in table]
