"""Lines of a page: words that stand at one height, left to right, split into a label and its printed figures.

Chain: words -> lines (grouped by the middle of the word, 3 points) -> tokens ("$" + "(3" + ")" folded into one figure)
-> the trailing run of figures, which are candidates for columns; what stands before it is the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from data.schemas import BBox, Page, Word
from pipelines.facts.lexicon import SIMPLIFIED
from pipelines.facts.numbers import CURRENCY_SIGN, Printed, is_dash, read_number

SAME_LINE = 3.0  # points between the middles of two words of one line
SAME_LINE_SCANNED = 0.45  # of a word's height: paper lies askew, and pictures are counted in pixels
NOT_AVAILABLE = re.compile(r"^(?:n/?a|n\.a\.|n/?m|n\.m\.|nm|不适用|\*+|†+|‡+)$", re.I)
LOOSE_MARK = re.compile(r"^(?:\((?:[a-z]|[ivx]{1,3}|\d{1,2})\)|[*†‡§¹²³⁴-⁹]+|\[(?:[a-z]|\d{1,2})\])$")
NUMERIC_START = re.compile(r"^[(\[]?[-−–—－△▲]?[$£€¥￥]?[(]?[.\d０-９]")
SIGNS = frozenset(["$(", "£(", "US$(", "S", "§"])  # OCR reads a lone "$" as "S"
MINUSES = frozenset(["(", "（", "-", "−", "–", "△", "▲"])  # set apart from the number they make negative
UNITS = frozenset(["%", ")%", "%)", ")", "p", "c", "¢", "）", ")¢"])


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number within a line."""

    text: str
    value: Decimal
    bbox: BBox  # without a currency sign that stands apart
    percent: bool = False
    minor: bool = False
    confidence: float = 1.0
    signed: str = ""  # the currency sign before it
    reach: float = 0.0  # left edge, the currency sign included


@dataclass(frozen=True, slots=True)
class Line:
    """Words at one height. `label` are the words before the trailing run of `figures`."""

    page: int
    bbox: BBox
    words: tuple[Word, ...]
    label: tuple[Word, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def text(self) -> str:
        return join(self.words)

    @property
    def label_text(self) -> str:
        return join(self.label)


def squeeze(text: str) -> str:
    """For matching: lower case, no white space, one kind of apostrophe, simplified characters.

    OCR loses spaces, print adds them; Hong Kong prints 綜合損益表 where Shanghai prints 合并利润表.
    """
    plain = re.sub(r"\s+", "", text).lower().replace("’", "'").replace("‘", "'").replace("：", ":")
    return plain if plain.isascii() else plain.translate(SIMPLIFIED)


def has_han(text: str) -> bool:
    """Chinese characters stand in the text."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def join(words: Iterable[Word]) -> str:
    """Words as text; words that touch are one (small capitals come in two spans), note marks left out."""
    parts: list[str] = []
    last: Word | None = None
    for word in words:
        if word.superscript and last is not None and not any(c.isalpha() for c in word.text):
            continue
        gap = word.bbox.x0 - last.bbox.x1 if last else 0.0
        if last and gap > 0.12 * max(word.size, last.size, 4.0) and not _small_capitals(last, word, gap):
            parts.append(" ")
        parts.append(word.text)
        last = word
    return "".join(parts)


def _small_capitals(initial: Word, rest: Word, gap: float) -> bool:
    """A capital and the smaller capitals that go on from it."""
    return (
        len(initial.text) == 1
        and initial.text.isupper()
        and rest.text.isupper()
        and (rest.size < 0.9 * initial.size and gap < 0.5 * rest.size)
    )


def page_lines(page: Page) -> tuple[Line, ...]:
    """The lines of a page from top to bottom."""
    rows: list[list[Word]] = []
    middle = -1e9
    apart = _tolerance(page)
    for word in sorted(page.words, key=lambda w: (w.bbox.y_mid, w.bbox.x0)):
        if word.bbox.y_mid - middle > apart or _stacked(rows[-1], word):
            rows.append([])
            middle = word.bbox.y_mid
        rows[-1].append(word)
    return tuple(line_of(page.number, row) for row in _lift_marks(rows))


def _tolerance(page: Page) -> float:
    """How far the middles of two words of one line may lie apart."""
    if page.source != "ocr" or not page.words:
        return SAME_LINE
    return max(SAME_LINE, SAME_LINE_SCANNED * median(word.bbox.height for word in page.words))


def _stacked(row: Sequence[Word], word: Word) -> bool:
    """Small print: lines that stand closer than the tolerance still stand below one another."""
    height = word.bbox.height
    if height > 2 * SAME_LINE + 1 or len(row) > 400:
        return False
    return any(min(o.bbox.x1, word.bbox.x1) - max(o.bbox.x0, word.bbox.x0) > 1 for o in row)


def _lift_marks(rows: list[list[Word]]) -> Iterable[list[Word]]:
    """Raised note marks that formed a line of their own join the line they belong to."""
    pending: list[Word] = []
    for index, row in enumerate(rows):
        follows = rows[index + 1] if index + 1 < len(rows) else []
        if follows and all(w.superscript for w in row) and min(w.bbox.y_mid for w in follows) - row[0].bbox.y_mid < 7:
            pending.extend(row)
            continue
        yield pending + row
        pending = []


def line_of(page: int, row: Sequence[Word]) -> Line:
    """Words at one height as a line."""
    words = tuple(sorted(row, key=lambda w: w.bbox.x0))
    label, figures = _split(words)
    return Line(page, BBox.around(w.bbox for w in words), words, label, figures)


def _split(words: tuple[Word, ...]) -> tuple[tuple[Word, ...], tuple[Figure, ...]]:
    """The label, and the run of figures at the end of the line."""
    figures: list[Figure] = []
    end = len(words)
    while end > 0:
        start, figure = _figure_ending_at(words, end)
        if figure is not None:
            figures.append(figure)
        elif not _ignorable(words[end - 1], bool(figures), start):
            break
        end = start
    while end > 0 and figures and _is_sign(words[end - 1]):  # a lone "$" whose number was taken already
        end -= 1
    figures.reverse()
    while _of_the_label(words, end, figures):
        end = next(
            i for i in range(end, len(words) + 1) if i == len(words) or words[i].bbox.x0 >= figures[1].reach - 0.1
        )
        figures.pop(0)
    return words[:end], tuple(figures)


def _of_the_label(words: Sequence[Word], end: int, figures: Sequence[Figure]) -> bool:
    """ "net of tax of $53    1,204    987": the first figure stands as close as a word and far from the next."""
    if end == 0 or len(figures) < 2:
        return False
    before = figures[0].reach - words[end - 1].bbox.x1
    after = figures[1].reach - figures[0].bbox.x1
    return before < 0.6 * max(words[end - 1].size, 5.0) and after > 4 * max(before, 2.0)


def _ignorable(word: Word, seen: bool, start: int) -> bool:
    """Marks and "n/a" among the figures, never the first word of a line."""
    if start == 0:
        return False
    return bool(NOT_AVAILABLE.match(word.text) or LOOSE_MARK.match(word.text) or (word.superscript and seen))


def _is_sign(word: Word) -> bool:
    match = CURRENCY_SIGN.match(word.text)
    return bool(match and match.end() == len(word.text)) or word.text in SIGNS


def _figure_ending_at(words: tuple[Word, ...], end: int) -> tuple[int, Figure | None]:
    """The longest sound number whose last word is `end - 1`, and where it begins."""
    last = words[end - 1]
    if last.superscript and end > 1:
        return end - 1, None
    start = end - 1
    while start > 0 and words[start].text in UNITS and _near(words[start - 1], words[start], 1.2):
        start -= 1
    if not (NUMERIC_START.match(words[start].text) or is_dash(words[start].text.strip("()"))):
        return end - 1, None
    start = _thousands(words, start)
    core = start
    if (
        start > 0
        and words[start - 1].text in ("(", "-", "−", "–", "（", "△", "▲")
        and _near(words[start - 1], words[start], 0.8)
    ):
        start = core = start - 1
    text = "".join(w.text for w in words[core:end]).rstrip(",;")
    printed = read_number(text)
    if printed is None or (text.endswith(")") and "(" not in text):
        return _with_open_sign(words, core, end)
    sign = None
    if start > 0 and _is_sign(words[start - 1]):
        start -= 1
        sign = words[start]
    return start, _figure(words[core:end], text, printed, sign)


def _with_open_sign(words: tuple[Word, ...], core: int, end: int) -> tuple[int, Figure | None]:
    """ "$(" "1,234" ")" and "(" "$" "1,234" ")": the bracket stands before or with the sign."""
    for back in (1, 2):
        if core - back < 0:
            break
        text = "".join(w.text for w in words[core - back : end])
        printed = read_number(text)
        if printed is not None and text.count("(") == text.count(")"):
            return core - back, _figure(words[core:end], text, printed, words[core - 1])
    return end - 1, None


def _thousands(words: tuple[Word, ...], start: int) -> int:
    """ "1 234 567" printed with spaces, or a comma torn off by OCR: step back while the groups go on."""
    while start > 0:
        before, here = words[start - 1].text, words[start].text
        group = re.match(r"^\d{3}(?:[.,)]|$)", here)
        torn = before.endswith((",", "，")) or here.startswith((",", "."))
        if not re.match(r"^[(−–-]?\d{1,3}(?:,\d{3})*[,，]?$", before) or not _near(words[start - 1], words[start], 0.4):
            break
        if not (torn or (group and re.match(r"^[(−–-]?\d{1,3}$", before))):
            break
        start -= 1
    return start


def _near(left: Word, right: Word, share: float) -> bool:
    """The gap is at most `share` of the letter height."""
    return right.bbox.x0 - left.bbox.x1 <= share * max(right.size, right.bbox.height * 0.7)


def _figure(words: Sequence[Word], text: str, printed: Printed, sign: Word | None) -> Figure:
    box = BBox.around(w.bbox for w in words)
    confidence = min(w.confidence for w in words)
    signed, reach = (sign.text, sign.bbox.x0) if sign else ("", box.x0)
    return Figure(text, printed.value, box, printed.percent, printed.minor, confidence, signed, reach)
