"""What stands above the columns: phrases of the head lines, each given to the columns it spans.

A head may be stacked ("Six Months Ended" / "June 2," / "2023") and a phrase may span several columns. Each line's
phrases are laid over the columns in order so that the middles agree best; columns may stay uncovered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox, Word
from pipelines.facts.columns import Slot
from pipelines.facts.kinds import column_scope
from pipelines.facts.lines import Line, join, squeeze
from pipelines.facts.periods import read_when

BARE = 6.0  # points of cost for a column that a line leaves uncovered
ASIDE = re.compile(r"audited\b|\bin\s+(?:millions|thousands)|\bexcept\b|^\(?(?:millions|thousands)", re.I)
WHOSE = re.compile(r"编制单位|编制：|单位[:：]|币种[:：]")  # a line that speaks of the whole statement, not of columns
ZH_DATE = re.compile(
    r"^(?:19|20)\d\d\s*年(?:度|\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?)$"
)  # alone on its line: of all columns
NEAR = 70.0  # points left of the columns: a date further away speaks of the whole statement
LEADING = frozenset(["for", "the", "as", "of", "at", "in", "and", "to"])
FLUSH = 4.0  # points between the right ends of a head and of its column
PHRASE_GAP = 0.75  # of the letter size: a wider gap begins a new phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    text: str
    bbox: BBox


def phrases(line: Line, gap: float = PHRASE_GAP) -> tuple[Phrase, ...]:
    """Words of a head line, cut at wide gaps."""
    groups: list[list[Word]] = []
    for word in line.words:
        limit = gap * max(word.size, word.bbox.height * 0.7, 5.0)
        if groups and word.bbox.x0 - groups[-1][-1].bbox.x1 <= limit:
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(Phrase(join(g), BBox.around(w.bbox for w in g)) for g in groups)


def column_heads(
    lines: Sequence[Line], slots: Sequence[Slot]
) -> tuple[tuple[tuple[Phrase, ...], ...], tuple[str, ...]]:
    """For every column the phrases above it, from top to bottom; and the text that stands over no column."""
    heads: list[list[Phrase]] = [[] for _ in slots]
    rows = [_over(line, slots) for line in lines]
    posts = _posts(rows, slots)
    for over in rows:
        for first, last, phrase in _lay(over, slots, posts):
            for index in range(first, last + 1):
                heads[index].append(phrase)
    rest = tuple(_rest(line, over) for line, over in zip(lines, rows, strict=True))
    return tuple(tuple(h) for h in heads), rest


def _posts(rows: Sequence[Sequence[Phrase]], slots: Sequence[Slot]) -> Sequence[Slot]:
    """Where the columns stand in the head: at the phrases of a line that has one for each, else at their figures."""
    full = next((row for row in reversed(rows) if len(row) == len(slots)), None)
    if not full:
        return slots
    return [Slot(p.bbox.x0, p.bbox.x1, s.count, p.bbox.x0) for p, s in zip(full, slots, strict=True)]


def _rest(line: Line, over: Sequence[Phrase]) -> str:
    """The words of a head line that stand over no column."""
    return join(w for w in line.words if not any(p.bbox.x0 - 0.1 <= w.bbox.x0 <= p.bbox.x1 for p in over))


def _over(line: Line, slots: Sequence[Slot]) -> list[Phrase]:
    """The phrases of the line that stand over the columns; a title centred on the page does not."""
    if WHOSE.search(squeeze(line.text)):
        return []
    whole = phrases(line)
    if len(whole) == 1 and len(slots) > 1 and ZH_DATE.search(whole[0].text):
        return []
    edge = slots[0].outer
    pieces = [
        p for phrase in phrases(line) for part in _by_ends(phrase, line, slots) for p in _by_period(part, line, slots)
    ]
    dated = [p for p in pieces if p.bbox.x1 > edge - NEAR and not read_when(p.text).empty]
    if len(dated) == len(slots) > 1:
        return dated
    over = [p for p in pieces if p.bbox.x1 > edge - 4 and p.bbox.x_mid > edge - 25]
    if len(over) == 1 and len(slots) > 1 and ASIDE.search(over[0].text):
        return []
    return over if len(over) <= len(slots) else _closest(over, slots)


def _by_ends(phrase: Phrase, line: Line, slots: Sequence[Slot]) -> list[Phrase]:
    """ "Continuing Discontinued" set tight and flush right is cut where the columns below end."""
    words = [w for w in line.words if phrase.bbox.x0 - 0.1 <= w.bbox.x0 and w.bbox.x1 <= phrase.bbox.x1 + 0.1]
    parts: list[list[Word]] = [[]]
    for word in words:
        parts[-1].append(word)
        if any(abs(word.bbox.x1 - slot.right) <= FLUSH for slot in slots):
            parts.append([])
    covered = sum(phrase.bbox.x0 < slot.middle < phrase.bbox.x1 + FLUSH for slot in slots)
    mid_sentence = any(p[-1].text.lower() in LEADING for p in parts if p)  # "For | the Quarters Ended" is one phrase
    if parts[-1] or mid_sentence or not 1 < len(parts) - 1 == covered:
        return [phrase]
    return [Phrase(join(p), BBox.around(w.bbox for w in p)) for p in parts[:-1]]


def _by_period(phrase: Phrase, line: Line, slots: Sequence[Slot]) -> list[Phrase]:
    """ "December 31, 2015 December 31, 2014" set tight is cut into the periods it names."""
    covered = [s for s in slots if s.middle > phrase.bbox.x0 and s.middle < phrase.bbox.x1]
    when = read_when(phrase.text)
    named = max(len(when.dates), len(when.years), len(when.days))
    if len(covered) < 2 or named != len(covered):
        return [phrase]
    words = [w for w in line.words if phrase.bbox.x0 - 0.1 <= w.bbox.x0 and w.bbox.x1 <= phrase.bbox.x1 + 0.1]
    share = len(words) / named
    if len(words) == 1:
        return _by_years(phrase, named)
    if share != int(share):
        return [phrase]
    groups = [words[int(i * share) : int((i + 1) * share)] for i in range(named)]
    return [Phrase(join(g), BBox.around(w.bbox for w in g)) for g in groups]


def _by_years(phrase: Phrase, named: int) -> list[Phrase]:
    """ "附注2022年12月31日2021年12月31日", one word: cut before every year, by the share of the letters."""
    cuts = [m.start() for m in re.finditer(r"(?:19|20)\d\d\s*年", phrase.text)]
    if len(cuts) != named:
        return [phrase]
    widths = [0.5 if c.isascii() else 1.0 for c in phrase.text]
    unit = phrase.bbox.width / sum(widths)
    edges = [phrase.bbox.x0 + unit * sum(widths[:cut]) for cut in (*cuts, len(widths))]
    top, bottom = phrase.bbox.top, phrase.bbox.bottom
    return [
        Phrase(phrase.text[cut:end], BBox(x0, top, x1, bottom))
        for cut, end, x0, x1 in zip(cuts, (*cuts[1:], len(widths)), edges, edges[1:], strict=False)
    ]


def _closest(pieces: list[Phrase], slots: Sequence[Slot]) -> list[Phrase]:
    """More phrases than columns (one belongs to a note or dropped column): the nearest to each column."""
    kept = {
        min(
            range(len(pieces)),
            key=lambda i: min(abs(pieces[i].bbox.x_mid - s.middle), abs(pieces[i].bbox.x1 - s.right)),
        )
        for s in slots
    }
    return [pieces[i] for i in sorted(kept)]


def _lay(pieces: Sequence[Phrase], slots: Sequence[Slot], posts: Sequence[Slot]) -> list[tuple[int, int, Phrase]]:
    """The cheapest way to give phrases, in order, to groups of neighbouring columns."""
    if not pieces:
        return []
    if len(pieces) == len(slots):
        return [(i, i, phrase) for i, phrase in enumerate(pieces)]
    even = _evenly(pieces, slots)
    if even:
        return even
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int, Phrase]]]] = {}

    def solve(piece: int, start: int) -> tuple[float, list[tuple[int, int, Phrase]]]:
        if piece == len(pieces):
            return BARE * (len(slots) - start), []
        key = (piece, start)
        if key not in best:
            options = [(BARE * len(pieces[piece:]) * 20, [])]  # type: list[tuple[float, list[tuple[int, int, Phrase]]]]
            for first in range(start, len(slots)):
                for last in range(first, len(slots)):
                    rest, laid = solve(piece + 1, last + 1)
                    cost = BARE * (first - start) + _distance(pieces[piece], slots, posts, first, last) + rest
                    options.append((cost, [(first, last, pieces[piece]), *laid]))
            best[key] = min(options, key=lambda o: o[0])
        return best[key]

    return solve(0, 0)[1]


def _evenly(pieces: Sequence[Phrase], slots: Sequence[Slot]) -> list[tuple[int, int, Phrase]]:
    """ "Group" and "Company" over two columns each, wherever above them; other heads flush with the last of them."""
    share, rest = divmod(len(slots), len(pieces))
    if rest or share < 2 or len(pieces) < 2:
        return []
    ends = [slots[(k + 1) * share - 1] for k in range(len(pieces))]
    starts = [slots[k * share] for k in range(len(pieces))]
    over = all(a.outer < p.bbox.x1 and p.bbox.x0 < b.right for a, p, b in zip(starts, pieces, ends, strict=True))
    if over and all(column_scope(piece.text) for piece in pieces):
        return [(k * share, (k + 1) * share - 1, piece) for k, piece in enumerate(pieces)]
    if any(abs(piece.bbox.x1 - end.right) > FLUSH for piece, end in zip(pieces, ends, strict=True)):
        return []
    return [(k * share, (k + 1) * share - 1, piece) for k, piece in enumerate(pieces)]


def _distance(phrase: Phrase, slots: Sequence[Slot], posts: Sequence[Slot], first: int, last: int) -> float:
    """How far the middle of the phrase lies from the middle of the columns, or its end from theirs."""
    centred = min(abs(phrase.bbox.x_mid - (s[first].outer + s[last].right) / 2) for s in (slots, posts))
    flush = abs(phrase.bbox.x1 - slots[last].right) if first == last else 1e9
    return min(centred, flush)
