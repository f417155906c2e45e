"""Small charts as SVG: bars from zero, lines labelled at their end, at most four grid lines, nothing else.

Colours are classes (s1-s5 series, ax axis, gr grid, tx text, mu muted text), so that one drawing serves a page that
follows the reader's light or dark and a PDF that carries its own style. Every label of a value is wrapped by `cite`.
Units: those of the view box; text is 12 high, a digit of it about 6.7 wide. A narrower frame makes larger text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from html import escape

from data.schemas import Plot, PlotLine

LEFT, RIGHT, TOP, BOTTOM = 8, 8, 26, 26
SIZE = 12
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MOST_GRID = 4

Cite = Callable[[str, tuple[str, ...]], str]
"""Wraps the SVG of a value's label in a link to its facts."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The view box."""

    width: int = 480
    height: int = 230


SCREEN, PAPER = Frame(), Frame(340, 190)


def uncited(label: str, facts: tuple[str, ...]) -> str:
    """For targets without links."""
    return label


def draw(plot: Plot, frame: Frame = SCREEN, cite: Cite = uncited, style: str = "") -> str:
    """The chart as an SVG element; its title is for those who cannot see it."""
    body = _bars(plot, frame, cite) if plot.kind == "bars" else _lines(plot, frame, cite)
    sheet = f"<style>{style}</style>" if style else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" '
        f'role="group" aria-label="{escape(plot.title)}">{sheet}{body}</svg>'
    )


def sparkline(values: Sequence[Decimal]) -> str:
    """A line of a few values with a dot at the last one; empty for fewer than two."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = high - low or Decimal(1)
    width, height = 84, 24
    points = [
        (4 + (width - 8) * place / (len(values) - 1), 4 + (height - 8) * float((high - value) / span))
        for place, value in enumerate(values)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg class="spark" viewBox="0 0 {width} {height}" aria-hidden="true">'
        f'<polyline class="l1" points="{path}"/><circle class="s1" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/></svg>'
    )


def ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Round values from below `low` to above `high`, at most four steps apart."""
    span = high - low or abs(high) or Decimal(1)
    raw = span / MOST_GRID
    power = Decimal(10) ** raw.adjusted()
    for factor in (*STEPS, Decimal(20)):
        step = factor * power
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first <= MOST_GRID:
            return tuple(step * count for count in range(int(first), max(int(last), int(first) + 1) + 1))
    return (low, high)


def _text(x: float, y: float, text: str, anchor: str = "middle", css: str = "tx") -> str:
    return (
        f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{SIZE}">{escape(text)}</text>'
    )


def _rule(y: float, css: str, left: float, right: float) -> str:
    return f'<line class="{css}" x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _bar(x: float, y: float, width: float, height: float) -> str:
    return f'<rect class="s1" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _bars(plot: Plot, frame: Frame, cite: Cite) -> str:
    """One series of bars; each carries its value, so no axis is needed beside the zero line."""
    line = plot.lines[0]
    known = [value for value in line.values if value is not None]
    low, high = min([*known, Decimal(0)]), max([*known, Decimal(0)])
    top, bottom = TOP, frame.height - BOTTOM - (SIZE + 6 if low < 0 else 0)
    unit = (bottom - top) / float(high - low or 1)
    zero = top + float(high) * unit
    pitch = (frame.width - LEFT - RIGHT) / len(plot.labels)
    width = min(pitch * 0.62, 64)
    parts = []
    for place, (label, value) in enumerate(zip(plot.labels, line.values, strict=True)):
        middle = LEFT + pitch * (place + 0.5)
        parts.append(_text(middle, frame.height - 8, label, css="mu"))
        if value is None:
            continue
        length = abs(float(value)) * unit
        y = zero - length if value > 0 else zero
        parts.append(_bar(middle - width / 2, y, width, max(length, 0.5)))
        above = y - 6 if value >= 0 else y + length + SIZE + 2
        parts.append(cite(_text(middle, above, line.texts[place]), line.facts[place]))
    return "".join([*parts, _rule(zero, "ax", LEFT, frame.width - RIGHT)])


def _lines(plot: Plot, frame: Frame, cite: Cite) -> str:
    """Up to five lines, each labelled at its end with name and last value."""
    known = [value for line in plot.lines for value in line.values if value is not None]
    marks = ticks(min([*known, Decimal(0)]), max([*known, Decimal(0)]))
    low, high = marks[0], marks[-1]
    names = [f"{line.name} {_last(line)}" for line in plot.lines]
    right = frame.width - RIGHT - max(_width(name) for name in names) - 10
    left = LEFT + max(_width(f"{mark.normalize():f}") for mark in marks) + 8
    unit = (frame.height - BOTTOM - TOP) / float(high - low)

    def y_of(value: Decimal) -> float:
        return TOP + float(high - value) * unit

    pitch = (right - left - 16) / max(len(plot.labels) - 1, 1)
    xs = [left + 8 + pitch * place for place in range(len(plot.labels))]
    parts = [_rule(y_of(mark), "ax" if mark == 0 else "gr", left, right) for mark in marks]
    parts += [_text(left - 6, y_of(mark) + 4, f"{mark.normalize():f}".replace("-", "−"), "end", "mu") for mark in marks]
    parts += [_text(x, frame.height - 8, label, css="mu") for x, label in zip(xs, plot.labels, strict=True)]
    heights = _apart([y_of(_final(line)) for line in plot.lines], frame.height - BOTTOM)
    for number, (line, name, height) in enumerate(zip(plot.lines, names, heights, strict=True), start=1):
        parts.append(_path(line, xs, [y_of(v) if v is not None else None for v in line.values], number))
        parts.append(cite(_text(right + 6, height + 4, name, "start", f"t{number}"), line.facts[_last_place(line)]))
    return "".join(parts)


def _path(line: PlotLine, xs: Sequence[float], ys: Sequence[float | None], number: int) -> str:
    """The line with gaps where no value is known, and a dot at every value."""
    path, pen_down = "", False
    for x, y in zip(xs, ys, strict=True):
        if y is not None:
            path += f"{'L' if pen_down else 'M'}{x:.1f} {y:.1f}"
        pen_down = y is not None
    dots = "".join(
        f'<circle class="s{number}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
        for x, y in zip(xs, ys, strict=True)
        if y is not None
    )
    return f'<path class="l{number}" d="{path}"/>{dots}'


def _last_place(line: PlotLine) -> int:
    return max(place for place, value in enumerate(line.values) if value is not None)


def _final(line: PlotLine) -> Decimal:
    return line.values[_last_place(line)] or Decimal(0)


def _last(line: PlotLine) -> str:
    return line.texts[_last_place(line)]


def _width(text: str) -> float:
    """Of a label: a CJK character is a square, a Latin one a little over half of it."""
    return sum(SIZE if ord(char) > 0x2E80 else SIZE * 0.56 for char in text)


def _apart(heights: Sequence[float], floor: float) -> list[float]:
    """Heights of labels moved down until no two overlap, none below the floor."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed, least = list(heights), float("-inf")
    for place in order:
        placed[place] = max(heights[place], least)
        least = placed[place] + SIZE + 3
    over = max(0.0, max(placed) - floor)
    return [height - over for height in placed]
