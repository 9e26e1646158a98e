"""Draws the picture: paper, the clinic's mark grown large, and the words."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from content.share_images.card import HEIGHT, WIDTH, Card
from content.share_images.lettering import Lettering, can_write, fitted

# The light scheme of static/css/tokens.css: Pillow cannot read a stylesheet.
PAPER = "#faf6ef"  # --paper
PAPER_RAISED = "#fffdf9"  # --paper-raised
INK = "#33152f"  # --ink
INK_SOFT = "#56405a"  # --ink-soft
ACCENT = "#0a5650"  # --accent
WARM = "#e5995f"  # --warm
WARM_WASH = "#fbe8d6"  # --warm-wash
WARM_INK = "#6f340a"  # --warm-ink

MARGIN = 76
TITLE_WIDTH = 710
TITLE_TOP, TITLE_BOTTOM = 186, 512
# Shapes are drawn this much larger and made smaller: that smooths their edges.
SCALE = 2


@lru_cache(maxsize=64)
def draw(card: Card) -> bytes:
    """Return the picture as a PNG.

    The last ones are kept in memory: a link that is shared is fetched by many at once.
    """
    image = _ground().copy()
    pen = ImageDraw.Draw(image)
    Lettering(30, 700).write(pen, (MARGIN + 66, 66), card.clinic_name, INK)
    _write_title(pen, card)
    Lettering(26, 500).write(pen, (MARGIN, 548), card.notice, INK_SOFT)
    file = BytesIO()
    # The picture has few colours; a palette of them halves its size.
    image.quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _write_title(pen: ImageDraw.ImageDraw, card: Card) -> None:
    # A title in letters that the face does not have gives way to the clinic's name.
    words = card.title if can_write(card.title) else card.clinic_name
    lettering, lines = fitted(words, TITLE_WIDTH, TITLE_BOTTOM - TITLE_TOP)
    height = lettering.leading * len(lines)
    top = TITLE_TOP + (TITLE_BOTTOM - TITLE_TOP - height) // 2
    if card.kind:
        Lettering(30, 650).write(pen, (MARGIN, top - 46), card.kind, WARM_INK)
    for number, line in enumerate(lines):
        lettering.write(pen, (MARGIN, top + number * lettering.leading), line, INK)


@lru_cache(maxsize=1)
def _ground() -> Image.Image:
    """Everything that is the same on each picture."""
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen = ImageDraw.Draw(image)
    _draw_follicle(pen, (1098, 356), 268)
    _draw_follicle(pen, (MARGIN + 24, 86), 24)
    pen.rectangle([0, (HEIGHT - 14) * SCALE, WIDTH * SCALE, HEIGHT * SCALE], fill=WARM)
    return image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _draw_follicle(pen: ImageDraw.ImageDraw, centre: tuple[int, int], radius: int) -> None:
    """The clinic's mark (templates/components/clinic_mark.html): a wall, cells, an egg."""
    x, y = (position * SCALE for position in centre)
    unit = radius * SCALE / 18.5
    line = max(round(unit * 0.9), 3)
    pen.circle((x, y), 18.5 * unit, fill=WARM_WASH, outline=INK, width=line)
    for place in _ring_of_cells(x, y, 13.2 * unit):
        pen.circle(place, 1.75 * unit, fill=ACCENT)
    pen.circle((x, y), 9.6 * unit, fill=PAPER_RAISED)
    pen.circle((x + 1.6 * unit, y + 1.2 * unit), 5.8 * unit, fill=WARM, outline=INK, width=line)


def _ring_of_cells(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    """Sixteen places round a centre."""
    turns = [complex(0, 1) ** (number / 4) for number in range(16)]
    return [(x + radius * turn.real, y + radius * turn.imag) for turn in turns]
