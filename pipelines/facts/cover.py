"""What the document says of itself: its form, whose it is, the period, the currency. Never from the file's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from data.schemas import Document, DocumentInfo, Statement
from pipelines.facts.fiscal import Calendar
from pipelines.facts.lines import Line
from pipelines.facts.parts import Pages
from pipelines.facts.periods import read_when

FRONT = 4  # pages that may say what the document is
YEAR_ENDED = re.compile(
    r"(?:fiscal\s+year|year|period|quarter|months|weeks)\s*-?\s*end(?:ed|ing)\s*:?\s*(.{5,40})|as\s+(?:of|at)\s+(.{5,30})",
    re.I,
)
QUARTERLY = re.compile(r"quarterly\s+period\s+ended|form\s*10-?q", re.I)


def read_calendar(pages: Pages, heads: Sequence[str] = ()) -> Calendar:
    """The document's year end and the dates it prints, from its front pages and the heads of its statements."""
    front = [line.text for n in range(1, min(FRONT, len(pages.document.pages)) + 1) for line in pages.lines(n)]
    text = "\n".join(front)
    seen: Counter[date] = Counter()
    for line in [*front, *heads]:
        seen.update(read_when(line).dates)
    ends = [d for m in YEAR_ENDED.finditer(text) for d in read_when(m[1] or m[2]).dates]
    ends += [d for line in heads if YEAR_ENDED.search(line) for d in read_when(line).dates]
    end = ends[0] if ends else None
    months = 3 if QUARTERLY.search(text) else 12
    return Calendar(end, (end.month, end.day) if end else None, months, seen)


FORMS = (
    ("10-K", re.compile(r"\bform\s*10-?k\b", re.I)),
    ("10-Q", re.compile(r"\bform\s*10-?q\b", re.I)),
    ("20-F", re.compile(r"\bform\s*20-?f\b", re.I)),
    ("8-K", re.compile(r"\bform\s*8-?k\b", re.I)),
    ("半年度报告", re.compile(r"半\s*年\s*度\s*报\s*告")),
    ("年度报告", re.compile(r"年\s*度\s*报\s*告")),
    ("earnings release", re.compile(r"news\s*release|press\s*release|reports?\s+.{0,40}(?:quarter|results)", re.I)),
    ("annual report", re.compile(r"annual\s*report", re.I)),
)


def document_info(document: Document, statements: Sequence[Statement] = ()) -> DocumentInfo:
    """Entity, form, language, currency and period as the pages say; None where they do not."""
    pages = Pages(document)
    lines = [line for n in range(1, min(FRONT, len(document.pages)) + 1) for line in pages.lines(n)]
    text = "\n".join(line.text for line in lines)
    primary = [s for s in statements if s.primary]
    ends = [c.period.last for s in primary for c in s.columns if c.period]
    end = max(ends) if ends else read_calendar(pages).end
    return DocumentInfo(
        sha256=document.sha256,
        name=document.name,
        media_type=document.media_type,
        pages=len(document.pages),
        entity=_entity(lines),
        form=next((name for name, words in FORMS if words.search(text)), None),
        language=_language(document),
        currency=primary[0].currency if primary else None,
        fiscal_year=end.year if end else None,
        period_end=end,
        notes=document.notes,
    )


def _entity(lines: Sequence[Line]) -> str | None:
    """The line above "(Exact name of registrant …)"."""
    for index, line in enumerate(lines):
        if re.search(r"exact\s*name\s*of\s*registrant", line.text, re.I) and index:
            return lines[index - 1].text.strip() or None
    return None


def _language(document: Document) -> str:
    """Chinese where a tenth of the letters are."""
    letters = "".join(w.text for page in document.pages[:12] for w in page.words)
    han = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    return "zh" if han > 0.1 * max(len(letters), 1) else "en"
