"""What the document says of itself: its form, whose it is, the period, the currency. Never from the file's name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from data.schemas import Document, DocumentInfo, Statement
from pipelines.facts.fiscal import Calendar
from pipelines.facts.lines import Line, squeeze
from pipelines.facts.parts import Pages, owner, titled_parts
from pipelines.facts.periods import read_when

FRONT = 4  # pages that may say what the document is
LATE = 4  # April: a year that ends later is named after the calendar year it ends in
LEAST_NAMED = 3  # times that a fiscal year is named, to count
PRESENT = 0.5  # of the times that the year before is named
CURRENT = ("8-K", "6-K")  # reports of an event
YEAR_ENDED = re.compile(
    r"(?:fiscal\s+year|year|period|quarter|months|weeks)\s*-?\s*end(?:ed|ing)\s*:?\s*(.{5,40})", re.I
)
AS_OF = re.compile(r"\bas\s+(?:of|at)\s+(.{5,30})", re.I)
TITLE_WORDS = 14  # a longer line that says "as of" is prose: "a credit agreement, dated as of May 27, 2022"
REPORTED = re.compile(r"date\s+of\s+(?:earliest\s+event\s+reported|report)\)?\s*:?\s*(?=(.{8,40}))", re.I)
FISCAL_NAME = re.compile(r"\bfiscal\s+(?:year\s+)?(20\d\d)\b", re.I)
QUARTERLY = re.compile(r"quarterly\s+period\s+ended|form\s*10-?q", re.I)
FORM_LINE = re.compile(r"^\W*(?:form|表格)\s*(10-?k|10-?q|20-?f|40-?f|8-?k|6-?k)(?:/a)?\b", re.I)
ZH_FORMS = (
    ("半年度报告", re.compile(r"半年度报告|中期报告")),
    ("季度报告", re.compile(r"季度报告")),
    ("年度报告", re.compile(r"年度报告|年年报|年报")),
)
EN_FORMS = (
    (
        "earnings release",
        re.compile(r"news\s*release|press\s*release|report(?:s|ed)\s+.{0,60}(?:quarter|results)", re.I),
    ),
    ("annual report", re.compile(r"annual\s*(?:financial\s*)?report|report\s*(?:and|&)\s*accounts", re.I)),
    ("interim report", re.compile(r"interim\s*report|half[- ]year(?:ly)?\s*report", re.I)),
)
EXACT_NAME = re.compile(r"exact\s*name\s*of\s*(?:the\s*)?(?:each\s*)?(?:co-?)?registrant", re.I)
NO_NAME = re.compile(
    r"commission|file\s*n|form\s*\d|period|transition|^\W*\(|^\d|washington|securities|number|or\s*$", re.I
)
SUBSIDIARIES = re.compile(
    r"\s*,?\s*(?:and|&)\s+(?:its\s+)?(?:consolidated\s+)?(?:subsidiar(?:y|ies)(?:\s+companies)?).*$", re.I
)
NAME_WORD = r"(?:[A-Z0-9][\w&.'’()-]*|of|and|&|the)"
ADDRESSED = re.compile(
    r"[Tt]o\s+the\s+(?:[\w’']+,?\s+){0,8}?(?:members|[Ss]hareholders|[Ss]tockholders|[Ss]hareowners|[Dd]irectors)\s+(?:of\s+)?"
    rf"(?:the\s+)?({NAME_WORD}(?:,?\s+{NAME_WORD}){{0,6}}?,?\s+(?:plc|PLC|Limited|Ltd\.?|Inc\.?|Corporation|Company|Group|N\.?V\.?|SE|AG))(?!\w)"
)
ADDRESSEES = re.compile(r"^(?:(?:and|the|Board|of|Directors|Stockholders|Shareholders|Members)\s+)+")
COMPANY = re.compile(
    rf"{NAME_WORD}(?:\s+{NAME_WORD}){{0,4}}?,?\s+(?:plc|PLC|Limited|LIMITED|Ltd\.?|Inc\.?|Corporation)(?!\w)"
)
ZH_NAME = re.compile(r"([\u4e00-\u9fff（）()A-Za-z]{2,24}?(?:股份有限公司|有限责任公司|有限公司|集团公司))")


def read_calendar(pages: Pages, heads: Sequence[str] = ()) -> Calendar:
    """The document's year end and the dates it prints, from its front pages and the heads of its statements."""
    lines = _front(pages)
    front = [line.text for line in lines]
    text = "\n".join(front)
    seen: Counter[date] = Counter()
    for line in [*front, *heads]:
        seen.update(read_when(line).dates)
    ends = [d for m in YEAR_ENDED.finditer(text) for d in read_when(m[1]).dates]
    short = [line.text for line in lines if len(line.words) <= TITLE_WORDS]
    ends += [d for line in short for m in AS_OF.finditer(line) for d in read_when(m[1]).dates]
    ends += [d for line in heads if YEAR_ENDED.search(line) or AS_OF.search(line) for d in read_when(line).dates]
    end = ends[0] if ends else None
    months = 3 if QUARTERLY.search(text) else 12
    return Calendar(end, (end.month, end.day) if end else None, months, seen)


def document_info(document: Document, statements: Sequence[Statement] = ()) -> DocumentInfo:
    """Entity, form, language, currency and period as the pages say; None where they do not."""
    pages = Pages(document)
    front = _front(pages)
    primary = [s for s in statements if s.primary]
    language = _language(document)
    columns = [c for s in primary for c in s.columns if c.period]
    form = _form(pages, primary, language)
    end = max((c.period.last for c in columns if c.period), default=None) or _end_said(pages, front, form)
    return DocumentInfo(
        sha256=document.sha256,
        name=document.name,
        media_type=document.media_type,
        pages=len(document.pages),
        entity=_entity(pages, front, primary, language),
        form=form,
        language=language,
        currency=primary[0].currency if primary else None,
        fiscal_year=_fiscal_year(document, primary, end) if form not in CURRENT or primary else None,
        period_end=end,
        notes=document.notes,
    )


def _front(pages: Pages) -> list[Line]:
    return [line for n in range(1, min(FRONT, len(pages.document.pages)) + 1) for line in pages.lines(n)]


def _end_said(pages: Pages, front: Sequence[Line], form: str | None) -> date | None:
    """Without statements: the day of the event that a current report is about, else the end the cover names."""
    if form not in CURRENT:
        return read_calendar(pages).end
    text = "\n".join(line.text for line in front)
    return next((d for m in REPORTED.finditer(text) for d in read_when(m[1]).dates), None)


def _form(pages: Pages, primary: Sequence[Statement], language: str) -> str | None:
    """What the first page that says it calls the document: the form's line, or a name; else what its periods make.

    An annual report to shareholders names itself on its cover and holds the 10-K some pages later.
    """
    for number in range(1, min(FRONT, len(pages.document.pages)) + 1):
        lines = pages.lines(number)
        for line in lines:
            match = FORM_LINE.match(line.text) if len(line.words) <= 10 else None
            if match:
                return re.sub(r"(\d+|^\d)-?([kqf])", r"\1-\2", match[1].lower()).upper()
        text = "\n".join(line.text for line in lines)
        flat = squeeze(text) if language == "zh" else text
        for name, words in ZH_FORMS if language == "zh" else EN_FORMS:
            if words.search(flat):
                return name
    days = [c.period.days for s in primary if s.kind == "income" for c in s.columns if c.period]
    return None if not days else "annual report" if min(days) > 300 else "interim report"


def _entity(pages: Pages, front: Sequence[Line], primary: Sequence[Statement], language: str) -> str | None:
    """From the cover of a filing, the heads of the statements, the address of the auditor's report, in this order."""
    owners = _owners(pages, primary)
    if language == "zh":
        return _chinese_name(front) or (owners[0] if owners else None)
    names = _registrants(front)
    known = {squeeze(o) for o in owners}
    for name in names:
        if squeeze(name) in known:
            return name
    if names or owners:
        return names[0] if names else owners[0]
    for page in pages.document.pages:
        match = ADDRESSED.search(" ".join(w.text for w in page.words))
        if match:
            return ADDRESSEES.sub("", match[1]).strip()
    return _running_name(pages, front, primary)


def _running_name(pages: Pages, front: Sequence[Line], primary: Sequence[Statement]) -> str | None:
    """The company name that short lines of the front and of the statements' pages print most."""
    lines = [*front, *(line for s in primary for line in pages.lines(s.pages[0]))]
    counts = Counter(m[0] for line in lines if len(line.words) < 14 and (m := COMPANY.search(line.text)))
    return counts.most_common(1)[0][0] if counts else None


def _owners(pages: Pages, primary: Sequence[Statement]) -> list[str]:
    """Names right above the primary statements, the most frequent first."""
    counts: Counter[str] = Counter()
    for statement in primary:
        for part in titled_parts(pages, statement.pages[0]):
            name = SUBSIDIARIES.sub("", owner(part)).strip()
            if name and part.kind == statement.kind:
                counts[name] += 1
    return [name for name, _ in counts.most_common()]


def _registrants(front: Sequence[Line]) -> list[str]:
    """The names above "(Exact name of registrant …)", the first registrant first."""
    for index, line in enumerate(front):
        if EXACT_NAME.search(line.text):
            names: list[str] = []
            for before in reversed(front[max(index - 3, 0) : index]):
                if NO_NAME.search(before.text) or len(before.words) > 10 or not any(c.isalpha() for c in before.text):
                    break
                names.insert(0, before.text.strip())
            return names
    return []


def _chinese_name(front: Sequence[Line]) -> str | None:
    """The full name that the front pages print most."""
    counts: Counter[str] = Counter()
    for line in front:
        counts.update(m[1] for m in ZH_NAME.finditer(squeeze(line.text)))
    names = counts.most_common(1)
    return names[0][0].strip("（）()") if names else None


def _fiscal_year(document: Document, primary: Sequence[Statement], end: date | None) -> int | None:
    """The year a column of the last period is called; where heads print dates, the one that the text calls fiscal."""
    if end is None:
        return None
    for statement in primary:
        for column in statement.columns:
            said = read_when(column.heading)
            if column.period and column.period.last == end and said.years and not said.dates:
                return said.years[-1]
    days = [c.period.days for s in primary if s.kind == "income" for c in s.columns if c.period]
    annual = not days or min(days) > 300
    if annual and end.month > LATE:
        return end.year
    return _called_fiscal(document, end.year, end.year - 1 if annual else end.year)


def _called_fiscal(document: Document, usual: int, early: int) -> int:
    """This year or the next, as the text calls the one reported: a year to come is spoken of less than the present.

    Fiscal 2024 may hold July 2023, and a year that ended in January 2023 is fiscal 2022 here and fiscal 2023 there.
    """
    text = " ".join(w.text for page in document.pages for w in page.words)
    named = Counter(int(m[1]) for m in FISCAL_NAME.finditer(text))
    if max(named[early], named[early + 1]) < LEAST_NAMED:
        return usual
    return early + 1 if named[early + 1] >= PRESENT * named[early] else early


def _language(document: Document) -> str:
    """Chinese where half of the letters are; a bilingual report has three or four Latin ones for each of its Han."""
    letters = [c for page in document.pages[:12] for w in page.words for c in w.text if c.isalpha()]
    han = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    return "zh" if han > 0.5 * max(len(letters), 1) else "en"
