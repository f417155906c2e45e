"""From the lines and rules of an area to a grid of cells: columns, rows, then spans.

Every edge between two neighbouring places of the grid is drawn, or follows from the text, or is missing; cells are
the rectangles that no edge cuts.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from statistics import median

from data.schemas import BBox, Word

from .columns import separators, tight
from .draft import Draft, Grid
from .headlines import unified
from .lines import Chunk, Line, chunk_of, chunks_of, lines_of, turned_chunks
from .rows import NUMBER, YEAR, Band, Entry, TextLine, bands, nested, pitch_of, rows_of, stacked
from .rules import Rule, Rules, covered
from .spans import finish, place_texts, spans_across, spans_down

FULL = 0.9  # share of the filled columns a rule must run under to end a row everywhere
OVER = 0.25  # em an entry may stand over a separator


def grid_of(words: Sequence[Word], rules: Rules, box: BBox) -> Grid | None:
    """The grid of the area; None where it has no two columns."""
    lines = lines_of(words)
    if not lines:
        return None
    body, heads = _body(lines, rules, box)
    turned = turned_chunks(words)
    edges = separators(body, heads, rules, box, turned)
    if not edges:
        return None
    xs = [min(box.x0, lines[0].x0), *edges, box.x1]
    texts = unified([_entries(line, edges, rules, len(body)) for line in lines], len(heads), rules)
    draft = _rows(texts, xs, rules, box, body[0].y_mid if heads else 0.0)
    draft.turned = turned
    place_texts(draft)
    spans_across(draft)
    spans_down(draft)
    return finish(draft)


def _body(lines: Sequence[Line], rules: Rules, box: BBox) -> tuple[list[Line], list[Line]]:
    """(lines below the rule under the head, lines above it); without such a rule numbers tell."""
    wide = [r.at for r in rules.across if r.length >= 0.85 * box.width and r.at > lines[0].y_mid]
    for at in wide:
        below = [line for line in lines if line.y_mid > at]
        above = [line for line in lines if line.y_mid <= at]
        if any(map(_holds_values, above[1:])):
            break
        if len(below) >= 2 and sum(len(chunks_of(line, 0.6)) > 1 for line in below) >= 2:
            return below, above
        break
    for index, line in enumerate(lines):
        if _holds_values(line):
            if len(lines) - index >= 2:
                return list(lines[index:]), list(lines[:index])
            break
    return list(lines), []


def _holds_values(line: Line) -> bool:
    """True where most entries after the first are numbers, and not only years."""
    texts = [chunk.text for chunk in chunks_of(line, 0.6)[1:]]
    numbers = [text for text in texts if NUMBER.match(text)]
    return 2 * len(numbers) > len(texts) and not all(YEAR.match(text) for text in numbers)


def _entries(line: Line, edges: Sequence[float], rules: Rules, votes: int) -> TextLine:
    """The line's chunks with their columns; chunks are cut where a drawn rule passes between words."""
    parts: list[Chunk] = []
    for chunk in chunks_of(line, tight(votes)):
        parts += _cut_at_rules(chunk, line, edges, rules)
    slack = OVER * line.size
    entries: list[Entry] = []
    for part in parts:
        first = bisect_right(edges, min(part.x0 + slack, part.x_mid))
        last = bisect_right(edges, max(part.x1 - slack, part.x_mid))
        if entries and first <= entries[-1].last:
            entries[-1] = Entry(
                chunk_of(entries[-1].chunk.words + part.words), entries[-1].first, max(last, entries[-1].last)
            )
        else:
            entries.append(Entry(part, first, last))
    return TextLine(line, tuple(entries))


def _cut_at_rules(chunk: Chunk, line: Line, edges: Sequence[float], rules: Rules) -> list[Chunk]:
    drawn = [x for x in edges if chunk.x0 < x < chunk.x1 and _drawn_at(rules, x, line.y_mid)]
    if not drawn:
        return [chunk]
    groups: dict[int, list[Word]] = {}
    for word in chunk.words:
        groups.setdefault(bisect_right(drawn, word.bbox.x_mid), []).append(word)
    return [chunk_of(group) for _, group in sorted(groups.items())]


def _drawn_at(rules: Rules, x: float, y: float) -> bool:
    return any(abs(rule.at - x) <= 3 and rule.start <= y <= rule.end for rule in rules.down)


def _extents(texts: Sequence[TextLine], xs: Sequence[float]) -> list[tuple[float, float]]:
    result = []
    for column in range(len(xs) - 1):
        inside = [e.chunk for t in texts for e in t.entries if e.first == e.last == column]
        if inside:
            result.append((min(c.x0 for c in inside), max(c.x1 for c in inside)))
        else:
            result.append((xs[column] + 1, xs[column + 1] - 1))
    return result


def _rows(texts: Sequence[TextLine], xs: list[float], rules: Rules, box: BBox, head: float) -> Draft:
    extents = _extents(texts, xs)
    solid, floating = _floating(texts)
    full, partial = _boundaries(rules, extents, texts)
    pitch = pitch_of(solid)
    rights = [right for _, right in extents]
    parts = bands(solid, full, min(box.top, texts[0].line.top), max(box.bottom, texts[-1].line.bottom) + 1)
    filled = [band for band in parts if band.lines]
    lattice = bool(rules.down) and len(filled) >= 3
    rows: list[list[TextLine]] = []
    for index, band in enumerate(filled):
        whole = len(band.lines) == 1 or (lattice and not _several_rows(band, partial))
        if whole or (index == 0 < len(filled) - 1 and _wrapped_head(band, partial)):
            rows.append(list(band.lines))
        else:
            rows += rows_of(band.lines, partial, pitch, rights, head)
    ys = _edges_between(rows, [r.at for r in rules.across], box)
    floats = [entry for text in floating for entry in text.entries]
    return Draft(rows, xs, ys, rules, extents, floats=floats)


def _several_rows(band: Band, partial: Sequence[Rule]) -> bool:
    return stacked(band) or nested(band.lines) or _ruled_inside(band, partial)


def _ruled_inside(band: Band, partial: Sequence[Rule]) -> bool:
    lines = band.lines
    return any(lines[0].y < rule.at < lines[-1].y for rule in partial)


def _wrapped_head(band: Band, partial: Sequence[Rule]) -> bool:
    """A ruled head of several lines is one row when nothing in it spans columns and no number is stacked."""
    lines = band.lines
    return (
        len(lines) <= 5
        and not any(line.spanning for line in lines)
        and not _ruled_inside(band, partial)
        and not stacked(band)
        and not nested(lines)
        and all(b.y - a.y < 1.6 * a.line.size for a, b in itertools.pairwise(lines))
    )


def _floating(texts: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """(lines of rows, lines that stand between two rows: entries centred over several of them)."""
    solid, floating = [], []
    for index, text in enumerate(texts):
        above = texts[index - 1] if index else None
        below = texts[index + 1] if index + 1 < len(texts) else None
        if above and below and _between(above, text, below):
            floating.append(text)
        else:
            solid.append(text)
    return solid, floating


def _between(above: TextLine, text: TextLine, below: TextLine) -> bool:
    step, size = below.y - above.y, text.line.size
    if step > 2.4 * size or text.filled & (above.filled | below.filled):
        return False
    middle = (above.y + below.y) / 2
    return abs(text.y - middle) <= 0.3 * step and len(below.filled) > len(text.filled)


def _boundaries(
    rules: Rules, extents: Sequence[tuple[float, float]], texts: Sequence[TextLine]
) -> tuple[list[float], list[Rule]]:
    """(y of the rules under all columns, the rules under some of them)."""
    full: list[float] = []
    partial: list[Rule] = []
    top, bottom = texts[0].y, texts[-1].y
    for rule in rules.across:
        if not top < rule.at < bottom:
            continue
        if full and abs(full[-1] - rule.at) <= 3:
            continue
        under = sum(covered(rules.across, rule.at, *extent) > 0.5 for extent in extents)
        if under >= FULL * len(extents):
            full.append(rule.at)
        elif under:
            partial.append(rule)
    return full, partial


def _edges_between(rows: Sequence[Sequence[TextLine]], drawn: Sequence[float], box: BBox) -> list[float]:
    """y of the row edges: a rule where there is one between two rows, else the middle."""
    ys = [min(box.top, min(t.line.top for t in rows[0]))]
    for above, below in itertools.pairwise(rows):
        upper, lower = max(t.y for t in above), min(t.y for t in below)
        between = [y for y in drawn if upper < y < lower]
        if between:
            ys.append(median(between))
        else:
            ys.append((max(t.line.bottom for t in above) + min(t.line.top for t in below)) / 2)
    ys.append(max(box.bottom, max(t.line.bottom for t in rows[-1])))
    for index in range(1, len(ys)):
        ys[index] = max(ys[index], ys[index - 1])
    return ys
