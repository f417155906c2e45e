"""One line of a statement's body laid into the columns: label, note reference, one figure a column.

Label words are what stands left of the first figure that fits a column; a figure that fits none belongs to the label
("shares issued 494,317,865") or is a stray. A note reference stands apart from the label, under the note heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.schemas import BBox, Word
from pipelines.facts.columns import Slot
from pipelines.facts.lines import SIGNS, Figure, Line, join
from pipelines.facts.numbers import CURRENCY_SIGN

NOTE_HEAD = re.compile(r"^(?:notes?|notes?\(s\)|ref\.?|附注|附註|注释|附注号)$", re.I)
ONE_NOTE = r"(?:\(?[a-z]?\d{1,2}(?:\.\d{1,2})?(?:\.?\s*[\(\[]?[a-z0-9]{1,3}[\)\]]?)*|[a-z]\d{0,2}(?:\([a-z]\))?)"
NOTE = re.compile(rf"^{ONE_NOTE}(?:\s*(?:[,;&/、和]|and|to|-|–)\s*{ONE_NOTE})*[,)]?$", re.I)
BARE_NOTE = re.compile(r"^\d{1,2}(?:\([a-z]\))?$")
ZH_NOTE = re.compile(
    r"^(?:附注)?[（(]?[一二三四五六七八九十]{0,3}[）)]?[、.．（(]*\s*\d{0,3}[）)]?(?:\s*[,、，（(]\s*\d{1,3}[）)]?)*$"
)
LEADER = re.compile(r"(?:\s*[.．·…_]){3,}\s*$|\s*[…]+\s*$")
TRAILING_MARK = re.compile(r"(?<=[A-Za-z)])\s*(?:\((?:\d{1,2}|[a-z])\)|\[(?:\d{1,2}|[a-z])\]|[*†‡§¹²³⁴-⁹]+)+$")
MINOR_HEAD = re.compile(r"^(?:[(]?(?:cents|pence|¢|p)[)]?\s*)+$", re.I)
REACH = 8.0  # points a figure may lie beside its column


@dataclass(frozen=True, slots=True)
class Cells:
    """A line taken apart. `figures` runs parallel to the columns."""

    page: int
    label: str
    box: BBox | None  # of the label
    figures: tuple[Figure | None, ...]
    note: str
    bold: bool
    middle: float  # of the line
    size: float  # letter height
    led: bool = False  # dot leaders alone stand where the label should: it is on the line above

    @property
    def filled(self) -> bool:
        return any(f is not None for f in self.figures)


def lay_out(line: Line, slots: Sequence[Slot], note_zone: tuple[float, float] | None) -> Cells:
    """Put the words of a line into label, note and columns."""
    placed: list[Figure | None] = [None] * len(slots)
    for figure in line.figures:
        index = max(range(len(slots)), key=lambda i: slots[i].fits(figure))
        if slots[index].fits(figure) > -REACH and placed[index] is None:
            placed[index] = figure
    first = min((f.bbox.x0 for f in placed if f), default=None)
    words = _label_words(line, first, slots, bool(first is None))
    words, note = _take_note(words, note_zone)
    figures = tuple(placed)
    label = clean_label(join(words))
    led = bool(words) and not label
    if led:
        words = ()
    box = BBox.around(w.bbox for w in words) if words else None
    bold = bool(words) and sum(w.bold for w in words) > 0.5 * len(words)
    size = max((w.size or w.bbox.height for w in line.words), default=8.0)
    return Cells(
        line.page, label, box, figures, note, bold, line.bbox.y_mid if not words else _middle(words), size, led
    )


def _middle(words: Sequence[Word]) -> float:
    return sum(w.bbox.y_mid for w in words) / len(words)


def _label_words(line: Line, first: float | None, slots: Sequence[Slot], bare: bool) -> tuple[Word, ...]:
    """Everything left of the first placed figure; a lone currency sign there belongs to the figure."""
    if bare:
        if all(CURRENCY_SIGN.fullmatch(w.text) or w.text in SIGNS for w in line.words):
            return ()  # dollar signs of a scan that stand off their numbers' line
        if not line.figures and MINOR_HEAD.match(line.text):
            return line.words  # "Cents  Cents" over the amounts a share speaks of the rows below it
        limit = slots[-1].right + 40 if not line.figures else slots[0].left
        return tuple(w for w in line.words if w.bbox.x0 < limit) if line.words[0].bbox.x0 < slots[0].left else ()
    assert first is not None
    words = [w for w in line.words if w.bbox.x1 <= first + 0.5]
    while words and (
        words[-1].text in ("$", "(", "$(", "£", "€", "¥", "US$", "A$", "C$", "HK$", "RMB", "￥", "S", "§")
    ):
        words.pop()
    return tuple(words)


def _take_note(words: tuple[Word, ...], zone: tuple[float, float] | None) -> tuple[tuple[Word, ...], str]:
    """Split off the note reference: words of the note column, or a reference far from the label."""
    if len(words) < (1 if zone else 2):
        return words, ""
    cut = len(words)
    if zone:
        while cut > 0 and words[cut - 1].bbox.x1 > zone[0] and words[cut - 1].bbox.x0 < zone[1] + 12:
            cut -= 1
        while cut > 0 and cut < len(words) and words[cut].bbox.x0 - words[cut - 1].bbox.x1 < 0.5 * words[cut].size:
            cut += 1  # a long label that reaches under the note heading
    else:
        for index in range(len(words) - 1, 0, -1):
            if words[index].bbox.x0 - words[index - 1].bbox.x1 > 2.2 * max(words[index].size, 6):
                cut = index
                break
    tail = join(words[cut:])
    if tail and (NOTE.match(tail) or ZH_NOTE.match(tail)):
        return words[:cut], tail
    if zone and _bare_note(words, zone):
        return words[:-1], words[-1].text
    return words, ""


def _bare_note(words: Sequence[Word], zone: tuple[float, float]) -> bool:
    """A number right under the note heading, apart from a label that reaches into the note column."""
    last = words[-1]
    apart = len(words) > 1 and last.bbox.x0 - words[-2].bbox.x1 > 0.5 * last.size
    return apart and bool(BARE_NOTE.match(last.text)) and zone[0] + 10 < last.bbox.x_mid < zone[1] - 10


def clean_label(text: str) -> str:
    """Without dot leaders and note marks at its end."""
    text = LEADER.sub("", text.strip())
    text = TRAILING_MARK.sub("", text)
    return LEADER.sub("", text).strip()
