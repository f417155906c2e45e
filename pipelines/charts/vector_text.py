"""Text of a PDF page as Prints: characters in drawing order joined where one continues the other.

Producers draw a label whole, word by word or glyph by glyph; what counts is the geometry: a character goes on with the
text before it when it stands on its baseline, in its direction, no further than a space away. Invisible text is left
out. Chain: trace -> characters -> runs -> Prints.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from data.schemas import BBox

from .primitives import Colour, Print

TOUCHING = 0.14  # em: the next character of a word
SPACE = 0.55  # em: the next word, where a space was drawn
BASELINE = 0.12  # em
APART = 0.03  # em: between two labels drawn glyph by glyph
INVISIBLE = 3  # text render mode
ASCENT, DESCENT = 0.80, 0.20  # em: a box around the line whatever the font says


@dataclass(slots=True)
class _Run:
    """A text under construction, in coordinates along and across its direction."""

    direction: tuple[float, float]
    size: float
    colour: Colour
    bold: bool
    text: str = ""
    start: tuple[float, float] = (0.0, 0.0)
    end: float = 0.0  # along the direction
    spaced: bool = False
    lone: bool = False  # drawn glyph by glyph


def read_prints(page: Any) -> tuple[Print, ...]:
    """Every visible text of the page."""
    done: list[_Run] = []
    run: _Run | None = None
    for span in page.get_texttrace():
        if span["type"] == INVISIBLE or not span["opacity"] or span["size"] <= 0:
            continue
        for char, origin, advance in _characters(span):
            run = _next(run, span, char, origin, advance, done)
    if run:
        done.append(run)
    return tuple(_print(run) for run in done if run.text.strip())


def _characters(span: dict[str, Any]) -> Iterator[tuple[str, tuple[float, float], float]]:
    """Character, origin, and how far it reaches along the text's direction."""
    along, across = span["dir"]
    for code, _, origin, box in span["chars"]:
        width = abs((box[2] - box[0]) * along) + abs((box[3] - box[1]) * across)
        if abs(along) > 0.05 and abs(across) > 0.05:  # slanted: the box is larger than the letter
            width = _slanted_width(box, span)
        yield chr(code) if code > 0 else "\ufffd", origin, width


def _slanted_width(box: tuple[float, ...], span: dict[str, Any]) -> float:
    """The advance w of a letter of height h whose box is w|cos| + h|sin| wide and w|sin| + h|cos| high."""
    cos, sin = abs(span["dir"][0]), abs(span["dir"][1])
    height = float(span["size"])
    return float(max(0.1 * height, (box[2] - box[0] + box[3] - box[1]) / (cos + sin) - height))


def _next(
    run: _Run | None, span: dict[str, Any], char: str, origin: tuple[float, float], advance: float, done: list[_Run]
) -> _Run:
    direction, size = span["dir"], span["size"]
    along = origin[0] * direction[0] + origin[1] * direction[1]
    if run and _goes_on(run, span, origin, along):
        if char.isspace():
            run.spaced = True
        else:
            gap = along - run.end
            run.text += (" " if (run.spaced and run.text) or gap > TOUCHING * 1.6 * size else "") + char
            run.spaced = False
            run.end = along + advance
        return run
    if run:
        done.append(run)
    return _Run(
        direction,
        size,
        _colour(span["color"]),
        "bold" in span["font"].lower(),
        "" if char.isspace() else char,
        origin,
        along + (0 if char.isspace() else advance),
        False,
        len(span["chars"]) == 1,
    )


def _goes_on(run: _Run, span: dict[str, Any], origin: tuple[float, float], along: float) -> bool:
    size = run.size
    if abs(span["dir"][0] - run.direction[0]) + abs(span["dir"][1] - run.direction[1]) > 0.02:
        return False
    off = abs((origin[0] - run.start[0]) * -run.direction[1] + (origin[1] - run.start[1]) * run.direction[0])
    gap = along - run.end
    smaller = span["size"] < 0.85 * size  # an exponent or note mark
    if off > (0.6 if smaller else BASELINE) * size or not 0.5 < span["size"] / size < 1.3:
        return False
    if run.lone and len(span["chars"]) == 1 and not run.spaced and gap > APART * size:
        return False  # glyph by glyph there is no gap inside a word: another label begins
    return -0.35 * size <= gap <= (SPACE if run.spaced else TOUCHING) * size


def _colour(color: Any) -> Colour:
    if not isinstance(color, tuple | list):
        grey = round(255 * float(color or 0))
        return (grey, grey, grey)
    parts = [max(0, min(255, round(255 * float(c)))) for c in color]
    if len(parts) == 4:  # CMYK
        c, m, y, k = parts
        return tuple(255 - min(255, p + k) for p in (c, m, y))  # type: ignore[return-value]
    return (parts[0], parts[0], parts[0]) if len(parts) == 1 else (parts[0], parts[1], parts[2])


def _print(run: _Run) -> Print:
    """The run's box: its baseline from start to end, ascent to descent."""
    dx, dy = run.direction
    length = max(run.end - (run.start[0] * dx + run.start[1] * dy), 0.1)
    up = (dy, -dx)  # across, away from the baseline
    corners = [
        (run.start[0] + t * dx + h * up[0], run.start[1] + t * dy + h * up[1])
        for t in (0.0, length)
        for h in (ASCENT * run.size, -DESCENT * run.size)
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    angle = round(math.degrees(math.atan2(-dy, dx))) % 360
    box = BBox(min(xs), min(ys), max(xs), max(ys))
    return Print(run.text.strip(), box, angle, run.size, run.colour, bold=run.bold)
